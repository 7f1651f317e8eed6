/** Korean: how this app became known to a sign-in server, and why a way was passed over. */
import type { registration as english } from '#contract/sayings/registration.ts'
import type { SayingsLike } from '../../tell.ts'

export const registration: SayingsLike<typeof english> = {
  'way.client-given': '이 서버에 사용할 클라이언트 ID를 입력하셨습니다.',
  'way.client-saved': '이전에 입력한 클라이언트 ID를 사용합니다.',
  'way.no-client-given': '이 서버에 사용할 클라이언트 ID를 입력하지 않았습니다.',
  'way.no-documents': '서버가 클라이언트 ID 문서를 받지 않습니다.',
  'way.no-document-here': '이 컴퓨터에 클라이언트 ID 문서가 설정되어 있지 않습니다.',
  'way.document': '서버가 클라이언트 ID 문서의 주소를 받으므로 등록할 필요가 없습니다.',
  'way.no-registration': '서버가 앱의 자체 등록을 허용하지 않습니다.',
  'way.no-method': '서버의 클라이언트 인증 방식 중에 이 앱이 등록할 수 있는 것이 없습니다.',
  'way.registered': '이 앱이 서버에 등록되었습니다.',
  'way.already-registered': '이 앱은 이미 그곳에 등록되어 있습니다.',
  'way.unanswered': '이전 등록으로 시작한 지난 로그인이 돌아오지 않았습니다.',
  'way.secret-over': '이전 등록의 시크릿이 만료되었습니다.',
  'way.asked-anew': '새로 등록하도록 요청하셨습니다.',
  'way.approved-only': '이 제공자는 승인된 앱만 받습니다.',
  'way.approved-only-said': '이 제공자는 승인된 앱만 받습니다. 응답: {said}',
  'way.wait': '서버가 다시 등록하기 전에 기다려 달라고 합니다.',
  'way.refused': '서버가 이 앱의 등록을 거부했습니다(상태 {status}).',
  'way.refused-said': '서버가 이 앱의 등록을 거부했습니다(상태 {status}: {said}).',
  'way.unusable': '등록 주소에서 사용할 수 있는 응답을 받지 못했습니다.',
  'way.answer-no-id': '등록 응답에 사용할 수 있는 클라이언트 ID가 없습니다.',
  'way.answer-method': '등록 응답이 이 앱에 주어지지 않은 클라이언트 인증 방식을 요구합니다.',
  'way.answer-callbacks': '등록 응답에 이 앱이 요청한 콜백 주소가 하나도 없습니다.',
  'said-besides': '{message} 서버의 응답: {said}',
  'one-after-other': '{first} {second}',

  'client-id-needed': '로그인하려면 클라이언트 ID가 필요합니다. {why}',
  'client-id-needed.next':
    '표시된 콜백 주소로 제공자에서 OAuth 앱을 만든 뒤, 받은 클라이언트 ID로 다시 연결하세요.',
  'client-document-address': '클라이언트 ID 문서의 주소를 사용할 수 없습니다.',
  'client-document-address.next':
    '경로가 있고 #이 없는 https 주소를, 서버가 보게 될 그대로 입력하세요.',
  'registration-paused': '로그인 서버가 다시 등록하기 전에 기다려 달라고 했습니다.',
  'issuer-changed': '이 서버가 이제 클라이언트 ID를 만든 곳과 다른 로그인 서버를 지정합니다.',
  'issuer-changed.next':
    '맞는 변경인지 서버 담당자에게 확인한 뒤, 새 로그인 서버의 클라이언트 ID로 다시 연결하세요.',
  'way.documents-only':
    '서버가 클라이언트 ID 문서로만 앱을 받는데, 이 컴퓨터에는 설정된 문서가 없습니다.',
  'client-id-needed.documents.next':
    '회사의 클라이언트 ID 문서 주소를 IT 부서에 문의하여, 그 주소로 다시 연결하세요.',
}
