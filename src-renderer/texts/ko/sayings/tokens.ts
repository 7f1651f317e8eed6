/** Korean: what a sign-in server answered in place of a token, and what is the matter with a stored sign-in. */
import type { tokens as english } from '#contract/sayings/tokens.ts'
import type { SayingsLike } from '../../tell.ts'

export const tokens: SayingsLike<typeof english> = {
  'token.pause': '짧은 시간에 요청이 너무 많아 로그인 서버가 기다려 달라고 합니다.',
  'token.pause.next': '몇 분 기다렸다가 다시 시도하세요.',
  'token.server-failed': '로그인 서버가 토큰을 발급하다가 오류를 냈습니다.',
  'token.unusable': '로그인 서버의 응답에 사용할 수 있는 토큰이 없습니다.',
  'token.details.next': '자세한 내용을 서버 담당자에게 알리세요.',
  'resource-refused': '로그인 서버가 이 서버의 주소를 토큰의 용도로 받아들이지 않습니다.',
  'resource-refused.next':
    '연결 설정에서 resource 매개변수를 “생략”으로 바꾸세요. Microsoft Entra ID라면 애플리케이션 ID URI로 시작하고 /.default로 끝나는 범위를 요청하세요.',
  'token.client-unknown': '로그인 서버가 이 앱을 더 이상 알지 못합니다.',
  'token.client-unknown.next': '등록을 지우고 다시 로그인하세요. 앱이 새로 등록됩니다.',
  'token.client-not-allowed':
    '로그인 서버가 이 클라이언트를 알지만 이 방법으로 토큰을 받는 것은 허용하지 않습니다.',
  'token.client-not-allowed.next':
    '서버 담당자에게 이 클라이언트에 이 로그인 방법을 허용해 달라고 요청하세요.',
  'token.client-rejected': '로그인 서버가 클라이언트 ID와 시크릿을 받아들이지 않았습니다.',
  'token.client-rejected.next':
    '클라이언트 ID와 클라이언트 시크릿을 확인해 다시 입력하세요. 시크릿은 서버에 따라 필수이며 만료되었을 수 있습니다.',
  'scope-refused': '로그인 서버가 요청한 범위를 허용하지 않습니다.',
  'scope-refused.next':
    '이 연결의 범위를 바꾸거나, 어떤 범위를 사용할 수 있는지 서버 담당자에게 문의하세요.',
  'redirect-refused': '로그인 서버가 이 앱의 콜백 주소를 받아들이지 않습니다.',
  'redirect-refused.next':
    '콜백 주소를 표시된 그대로 등록하거나, “localhost”와 “127.0.0.1” 표기를 바꿔 보세요.',
  'device-code-late': '시간 안에 코드를 입력하지 않았습니다.',
  'device-code-late.next': '로그인을 다시 시작하고 새 코드를 입력하세요.',
  'token.denied': '로그인 서버에서 접근이 거부되었습니다.',
  'token.grant-type': '로그인 서버가 이 로그인 방법을 지원하지 않습니다.',
  'token.grant-type.next':
    '다른 로그인 방법을 선택하거나, 서버 담당자에게 이 방법을 허용해 달라고 요청하세요.',
  'token.expired': '로그인이 만료되었거나 취소되었습니다.',
  'sign-in-again.next': '다시 로그인하세요.',
  'token.code-refused': '로그인 서버가 로그인 결과를 받아들이지 않았습니다.',
  'token.code-refused.next': '다시 로그인하세요. 로그인 코드는 짧은 시간 동안 한 번만 유효합니다.',
  'token.request-refused': '로그인 서버가 토큰 요청을 거부했습니다.',
  'token.request-refused.next':
    '자세한 내용에서 서버의 응답을 확인하고 서버 담당자에게 전달하세요.',
  'token.enterprise': '이 서버가 회사 로그인을 받아들이지 않았습니다.',
  'token.enterprise.next':
    '회사 계정으로 다시 로그인하고, 그래도 안 되면 이 서버에 이 앱을 허용해 달라고 IT 부서에 요청하세요.',
  'token.workload': '로그인 서버가 이 워크로드의 신원을 받아들이지 않았습니다.',
  'token.workload.next':
    '신원 토큰의 발급자, 대상, 유효 기간과 서버가 그 발급자를 신뢰하는지 확인하세요.',
  'token.broke-off': '로그인 서버의 응답 도중에 연결이 끊겼습니다.',
  'token.broke-off.next': '다시 시도하고, 또 끊기면 네트워크와 프록시를 확인하세요.',
  'token.too-large': '몇 줄이면 될 응답이 1MB를 넘었습니다.',
  'token.too-large.next': '서버 담당자에게 알리세요. 응답은 읽지 않고 버렸습니다.',
  'token.no-endpoint': '로그인 서버가 필요한 주소({endpoint})를 밝히지 않습니다.',
  'token.no-endpoint.next': '서버 담당자에게 메타데이터에 이 주소가 없다고 알리세요.',
  'token.ended': '로그인이 끝났으며, 서버가 연장할 방법을 주지 않았습니다.',
  'token.not-asked': '로그인 서버에 새 토큰을 요청할 수 없었습니다.',
  'token.not-asked.next': '나중에 다시 시도하세요. 로그인은 유지됩니다.',
  'token.late': '로그인 서버가 새 토큰 요청에 시간 안에 응답하지 않았습니다.',
  'token.late.next': '잠시 뒤에 다시 시도하세요. 로그인은 유지됩니다.',

  'grant.nobody': '이 연결에 로그인되어 있지 않습니다.',
  'grant.nobody.next': '로그인하세요.',
  'grant.not-accepted':
    '서버가 이 로그인을 더 이상 받아들이지 않으며, 다시 로그인하지 않고는 갱신할 수 없습니다.',
  'grant.run-out': '로그인이 만료되었으며, 다시 로그인하지 않고는 갱신할 수 없습니다.',
  'grant.rejected': '서버가 새로 발급된 토큰을 거부합니다.',
  'grant.rejected.next': '다시 로그인하고, 그래도 안 되면 서버 담당자에게 알리세요.',
  'grant.other-client': '저장된 로그인이 다른 클라이언트의 것입니다.',
  'grant.other-issuer': '저장된 로그인이 다른 로그인 서버의 것입니다.',
  'grant.other-server': '저장된 로그인이 다른 서버용으로 만들어졌습니다.',
  'grant.foreign.next': '이 연결에 다시 로그인하세요.',
  'grant.unreadable': '이 연결에 저장된 로그인을 읽을 수 없습니다.',
  'grant.unreadable.next': 'AIP Desktop을 업데이트하거나 이 연결에 다시 로그인하세요.',
  'grant.busy': '다른 AIP Desktop 프로세스가 이 연결을 사용하고 있으며 끝나지 않습니다.',
  'grant.busy.next': '다시 시도하고, 계속되면 다른 AIP Desktop 창과 명령을 닫으세요.',

  'revoke.not-asked': '서버에 요청할 수 없었습니다',
}
