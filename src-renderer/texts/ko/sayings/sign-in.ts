/** Korean: signing in: what is asked on the way, what was changed for the server, and why it ended. */
import type { signIn as english } from '#contract/sayings/sign-in.ts'
import type { SayingsLike } from '../../tell.ts'

export const signIn: SayingsLike<typeof english> = {
  'ask.pkce-unlisted':
    '{issuer|은/는} 로그인 코드 도난을 막는 보호(PKCE)를 지원하는지 밝히지 않습니다. 이 앱은 PKCE를 사용하지만, 서버가 무시하면 이 컴퓨터의 다른 프로그램이 로그인을 가로챌 수 있습니다.',
  'ask.try-again': '{why} 다시 시도할까요?',
  'ask.more-scopes': '{name|이/가} 이 작업에 추가 권한을 요청합니다: {scopes}',
  'ask.more-scopes.unnamed': '어떤 권한인지 밝히지 않음',
  'ask.command':
    '연결을 사용할 때마다 이 컴퓨터에서 다음 명령이 사용자의 권한으로 실행됩니다. 사용자가 할 수 있는 일은 모두 할 수 있습니다.\n  {command}\n  폴더: {folder}\n  {variables}',
  'ask.command.no-variables': '환경 변수: 없음',
  'ask.command.variables': '환경 변수: {variables} (그 밖의 값은 표시하지 않음)',

  'note.resource-left-out': '로그인 서버가 resource 매개변수를 받지 않아 생략합니다.',
  'note.scope-reduced': '로그인 서버가 범위를 거부하여 다음은 요청하지 않습니다: {scopes}',
  'note.callback-spelling':
    '로그인 서버가 콜백 주소의 “{refused}” 표기를 받지 않아 “{spelling}” 표기를 사용합니다.',
  'note.browser-not-opened': '브라우저를 열 수 없었습니다.',
  'note.pasted-old':
    '붙여 넣은 주소는 다른 로그인의 것입니다. 가장 최근 로그인의 주소를 붙여 넣으세요.',

  'pasted.unusable': '붙여 넣은 내용을 사용할 수 없습니다. {why}',
  'pasted.next': '마지막에 도착한 페이지의 주소를 http부터 끝까지 복사해 다시 붙여 넣으세요.',
  'pasted.nothing': '사용할 수 있는 내용이 없습니다.',
  'pasted.no-code': '로그인 코드와 state가 함께 들어 있지 않습니다.',
  'pasted.neither': '주소도 로그인 코드도 아닙니다.',
  'pasted.code-alone': '로그인 코드만으로는 확인할 수 없습니다. state가 함께 있어야 합니다.',

  'pkce-unconfirmed': '로그인 서버가 PKCE 지원을 밝히지 않아 로그인을 시작하지 않았습니다.',
  'pkce-unconfirmed.next':
    '서버 담당자에게 메타데이터에 S256을 올려 달라고 요청하거나, 다시 연결하고 동의하세요.',
  'no-pkce': '로그인 서버가 이 앱에 반드시 필요한 보호(S256 방식의 PKCE)를 제공하지 않습니다.',
  'no-pkce.next': '서버 담당자에게 S256을 지원해야 한다고 알리세요.',
  'no-sign-in-page': '로그인 서버가 로그인 페이지의 위치를 밝히지 않습니다.',
  'no-sign-in-page.next': '서버 담당자에게 메타데이터에 인가 엔드포인트가 없다고 알리세요.',
  'unsafe-sign-in-page': '서버가 지정한 로그인 페이지는 열기에 안전하지 않습니다.',
  'unsafe-sign-in-page.next':
    '이 서버에 로그인하지 마세요. 서버 담당자에게 인가 엔드포인트가 https 주소여야 한다고 알리세요.',
  'reply.issuer-missing': '로그인 서버가 밝히기로 한 발급자 없이 로그인 응답이 돌아왔습니다.',
  'reply.issuer-missing.next':
    '서버 담당자에게 알리세요. 서버가 iss 매개변수(RFC 9207)를 보낸다고 해 놓고 보내지 않습니다.',
  'reply.issuer-mismatch': '로그인을 시작한 곳이 아닌 다른 로그인 서버에서 응답이 왔습니다.',
  'reply.issuer-mismatch.next':
    '공격일 수 있습니다. 서버 담당자가 설명하기 전에는 다시 시도하지 마세요.',
  'reply.state-mismatch': '이 응답은 지금 기다리는 로그인의 것이 아닙니다.',
  'reply.state-mismatch.next': '가장 최근의 로그인 페이지를 사용하거나 로그인을 다시 시작하세요.',
  'reply.empty': '로그인 서버가 로그인 코드도 이유도 없이 돌려보냈습니다.',
  'reply.empty.next': '다시 시도하고, 계속되면 서버 담당자에게 알리세요.',
  'denied-at-page': '로그인 페이지에서 접근이 거부되었습니다.',
  'denied.next':
    '다시 로그인하고 동의하거나, 이 서버를 사용할 수 있는 계정인지 IT 부서에 문의하세요.',
  'client-unknown': '로그인 서버가 이 앱을 모릅니다.',
  'client-unknown.next': '등록을 지우고 다시 로그인하거나 클라이언트 ID를 확인하세요.',
  'interaction-needed': '로그인 서버가 로그인이나 동의를 요청하려 했지만 그러지 못했습니다.',
  'interaction-needed.next': '다시 로그인하세요. 필요하면 시크릿(비공개) 창을 사용하세요.',
  'sign-in-server-failed': '로그인 중에 로그인 서버에서 오류가 발생했습니다.',
  'try-later.next': '나중에 다시 시도하고, 계속되면 서버 담당자에게 알리세요.',
  'sign-in-request-refused': '로그인 서버가 로그인 요청을 거부했습니다.',
  'pass-on-details.next': '자세한 내용을 서버 담당자에게 전달하세요.',
  'step-up-loop': '방금 요청한 권한을 서버가 다시 요구합니다.',
  'step-up-loop.next':
    '이 작업을 할 수 있는 계정인지 서버 담당자에게 문의하세요. 다시 로그인해도 해결되지 않습니다.',
  'step-up-endless': '서버가 추가 권한을 여러 번 잇달아 요구했습니다.',
  'step-up-endless.next': '어떤 작업이었는지 서버 담당자에게 알리세요. 요구가 끝나지 않습니다.',
  'not-completed': '시간 안에 로그인을 마치지 못했습니다.',
  'not-completed.next':
    '다시 시작하세요. 로그인 페이지에 오류가 나왔다면 “등록을 지우고 다시 로그인”을 선택하세요.',
  'sign-in-cancelled': '로그인을 취소했습니다.',
  'sign-in-cancelled.next': '준비되면 다시 시작하세요.',
  'no-device-sign-in': '이 로그인 서버는 다른 기기에서 코드로 로그인하는 방법을 지원하지 않습니다.',
  'no-device-sign-in.next': '브라우저로 로그인하거나 마지막 페이지의 주소를 붙여 넣으세요.',
  'device-address-unsafe': '코드를 입력할 주소가 안전한 웹 주소가 아닙니다.',
  'device-address-unsafe.next': '아무것도 열지 않았습니다. 서버 담당자에게 알리세요.',
  'no-screen': '브라우저를 열 수 있는 화면이 없습니다.',
  'no-browser': '브라우저를 시작할 수 없었습니다.',
  'no-browser.next':
    '로그인 링크를 아무 브라우저에서나 직접 여세요. 다른 컴퓨터도 괜찮습니다. 그다음 마지막 페이지의 주소를 붙여 넣으세요.',
  'callback-port-busy': '로그인이 돌아올 포트({ports})를 {program|이/가} 사용 중입니다.',
  'callback-port-busy.another': '다른 프로그램',
  'callback-port-busy.next':
    '그 프로그램을 닫고 다시 시도하세요. 로그인 중인 다른 클라이언트인 경우가 많습니다.',
  'sign-in-page-fails': '로그인 페이지가 오류({status})로 응답하여, 아무도 돌아오지 않았습니다.',
  'sign-in-page-fails.next':
    '나중에 다시 시도하고, 브라우저에도 오류가 보이면 서버 담당자에게 알리세요.',
}
