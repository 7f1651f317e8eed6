/** Korean: how a discovery can end without a verdict, and what an address is refused for. */
import type { refusals as english } from '#contract/sayings/refusals.ts'
import type { SayingsLike } from '../../tell.ts'

export const refusals: SayingsLike<typeof english> = {
  'next.ask-owner': '서버 담당자에게 알리세요. 무엇이 잘못되었는지는 아래 자세한 내용에 있습니다.',

  'bad-address.none': '주소가 아닙니다.',
  'bad-address.near': 'https://로 시작하는 전체 주소를 입력하세요. 예: {guess}',
  'bad-address.next': 'https://로 시작하는 주소를 입력하세요. 예: https://mcp.example.com/mcp',
  'bad-address.protocol': 'MCP 서버에는 {protocol} 프로토콜이 아니라 https로 연결합니다.',
  'bad-address.protocol.next': 'https://로 시작하는 서버 주소를 입력하세요.',
  'credentials-in-address': '주소에 사용자 이름이나 비밀번호가 들어 있습니다.',
  'credentials-in-address.next':
    '주소에서 @ 앞부분을 지우세요. 비밀 정보는 주소가 아니라 로그인이나 헤더로 전달해야 합니다.',
  'insecure-address':
    '{what}에 암호화 없이(http) 연결되어, 전송 내용을 중간에서 누구나 읽을 수 있습니다.',
  'insecure-address.confirm':
    'https 주소를 사용하거나, 내부 네트워크의 이 서버에 암호화 없이 연결해도 되는지 한 번 확인해 주세요.',
  'insecure-address.next': 'https 주소를 사용하세요. 주소는 서버 담당자에게 문의하세요.',
  'zone-crossed': '{from}에 있는 서버가 {what|을/를} {to}에 있는 주소로 지정하여 거부했습니다.',
  'zone-crossed.next':
    '회사의 로그인 서버라면 관리자에게 이 주소를 허용해 달라고 요청하세요. 아니라면 이 서버를 사용하지 마세요.',
  'unsafe-authorization-address':
    '서버가 지정한 로그인 페이지가 웹 주소가 아니어서 열지 않았습니다.',
  'unsafe-authorization-address.next':
    '공격일 수 있습니다. 서버 담당자가 설명하기 전에는 이 서버를 사용하지 마세요.',
  'placeholder-endpoint': '서버 문서의 {what}에 채우지 않은 빈칸이 남아 있습니다.',
  'metadata-unusable': '서버의 로그인 방법을 설명하는 문서를 사용할 수 없습니다. 이유: {why}.',
  'issuer-mismatch.path-lost':
    '로그인 서버 {expected|이/가} 자신을 {found|이라고/라고} 부릅니다. 호스트는 같지만 경로가 다릅니다.',
  'issuer-mismatch.foreign': '로그인 서버 {expected}의 문서에 {found}의 것이라고 적혀 있습니다.',
  'issuer-mismatch.template':
    '로그인 서버 {expected|이/가} 자신을 {found|이라고/라고} 부릅니다. 빈칸이 남아 있는 이름입니다.',
  'issuer-mismatch.confirm':
    '두 이름이 같은 서비스라면 두 번째 이름을 이 서버의 것으로 확인해 주세요. 다음부터 기억합니다.',
  'issuer-mismatch.next':
    '서버 담당자에게 수정을 요청하세요. 두 이름이 같은 서비스임을 아는 관리자는 두 번째 이름을 고정할 수 있습니다.',
  'resource-mismatch': '서버 {server|이/가} {resource}의 로그인 문서를 제시합니다.',
  'resource-mismatch.none': '알 수 없는 리소스',
  'resource-mismatch.next': '입력한 주소를 확인하세요. 주소가 맞다면 서버 담당자에게 알리세요.',
  'pkce-unsupported': '로그인 서버가 S256 보호를 지원하지 않습니다. 모든 로그인에 필요합니다.',
  'pkce-unsupported.next': '로그인 서버 담당자에게 S256 방식의 PKCE 지원을 요청하세요.',
  'unsafe-redirect': '서버가 요청을 다른 주소로 보냅니다. {why}.',
  'unsafe-redirect.plain': '그 주소는 암호화되지 않습니다',
  'unsafe-redirect.endless': '이동이 끝나지 않습니다',
  'unsafe-redirect.foreign': '그 주소는 입력한 주소가 아닙니다',
  'unsafe-redirect.next':
    '두 번째 주소를 알고 신뢰한다면 그 주소를 입력하세요. 아니라면 서버 담당자에게 문의하세요.',
  'broken-off': '응답 도중에 연결이 끊겼습니다.',
  'broken-off.next': '다시 시도하고, 계속되면 서버 담당자에게 알리세요.',
  'sso-page-in-front': '이 서버 앞에 회사 로그인 페이지가 있어 브라우저만 통과할 수 있습니다.',
  'sso-page-in-front.next':
    '프로그램이 이 주소에 직접 연결하도록 허용하거나 사용할 수 있는 주소를 알려 달라고 IT 부서에 요청하세요.',
  'not-an-mcp-server': '이 주소가 응답하지만 MCP 서버는 아닙니다.',
  'not-an-mcp-server.next': '주소의 경로를 확인하세요. 보통 /mcp 또는 /sse를 사용합니다.',
  'server-error': '서버가 자체 오류로 응답했습니다({status}).',
  'server-error.next': '몇 분 뒤에 다시 시도하고, 계속되면 서버 담당자에게 알리세요.',
  'rate-limited': '짧은 시간에 요청이 너무 많아 서버가 기다려 달라고 합니다.',
  'rate-limited.seconds': '{seconds}초 뒤에 다시 시도하세요.',
  'rate-limited.minutes': '몇 분 뒤에 다시 시도하세요.',
  'rate-limited.until': '{time} UTC 이후에 다시 시도하세요.',
  'sign-in-server-unreachable': '서버가 지정한 로그인 서버 {issuer}에 연결할 수 없습니다. {why}',
  'sign-in-server-unreachable.next':
    '나중에 다시 시도하거나, 회사의 로그인 서버라면 회사 네트워크에서 시도하세요. 계속되면 서버 담당자에게 알리세요.',
  'login-needed-not-discoverable': '이 서버는 로그인을 요구하지만 어디인지 알려 주지 않습니다.',
  'login-needed-not-discoverable.next':
    '서버 담당자에게 키를 받아 헤더로 입력하거나, 리소스 메타데이터(RFC 9728) 공개를 요청하세요.',

  'what.server': '서버',
  'what.resource metadata': '리소스 메타데이터',
  'what.authorization server': '로그인 서버',
  'what.authorization endpoint': '인가 엔드포인트',
  'what.token endpoint': '토큰 엔드포인트',
  'what.registration endpoint': '등록 엔드포인트',
  'what.revocation endpoint': '해지 엔드포인트',
  'what.userinfo endpoint': '사용자 정보 엔드포인트',
  'what.device authorization endpoint': '기기 인가 엔드포인트',
  'login-not-described':
    '이 서버가 알려 준 로그인 서버 {issuer}이(가) 로그인 방법을 공개하지 않습니다.',
  'login-not-described.next':
    '서버 담당자에게 알리세요. 로그인 서버가 메타데이터(RFC 8414)를 공개해야 합니다. 담당자에게 받은 키가 있다면 헤더로 입력해 연결하세요.',
}
