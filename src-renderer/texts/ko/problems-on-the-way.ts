/** Korean: problems of the input, the network, certificates and safety. */
import type { ProblemCode } from '#contract/problem.ts'

export const problemsOnTheWay = {
  'bad-address': ['서버 주소가 아닙니다.', '서버 설명서에서 주소를 다시 복사하세요.'],
  'credentials-in-address': [
    '주소에 사용자 이름이나 비밀번호가 들어 있습니다.',
    '주소에서 빼고 헤더로 입력하거나 로그인하세요.',
  ],
  'bad-usage': ['입력한 값의 형식이 맞지 않습니다.', '입력을 확인하고 다시 시도하세요.'],
  'name-taken': ['이 이름은 다른 연결이 쓰고 있습니다.', '다른 이름을 고르세요.'],
  'credential-file-unreadable': [
    '지정한 파일을 읽을 수 없습니다.',
    '파일의 위치와 권한, 내용을 확인하세요.',
  ],
  'no-such-connection': ['그런 연결이 없습니다.', '연결 목록에서 고르세요.'],
  'no-such-tool': ['서버에 그런 도구가 없습니다.', '도구 목록을 새로 고치세요.'],
  'import-not-understood': [
    '텍스트에서 MCP 서버를 찾지 못했습니다.',
    '주소, mcp.json 또는 명령줄을 붙여 넣으세요.',
  ],
  'host-not-found': [
    '호스트 이름을 찾을 수 없습니다.',
    '철자를 확인하고, 사내 이름이라면 회사 네트워크나 VPN을 켜세요.',
  ],
  'connection-refused': [
    '컴퓨터는 응답했지만 그 포트를 듣는 프로그램이 없습니다.',
    '서버가 켜져 있는지와 포트를 확인하세요.',
  ],
  unreachable: ['그 네트워크로 갈 수 없습니다.', 'VPN이나 방화벽을 확인하세요.'],
  'timed-out': ['제한 시간 안에 응답이 없었습니다.', '잠시 후 다시 시도하세요.'],
  offline: [
    '이 컴퓨터가 네트워크에 연결되어 있지 않습니다.',
    '네트워크에 연결한 뒤 다시 시도하세요.',
  ],
  'proxy-login-needed': [
    '회사 프록시가 로그인을 요구합니다.',
    '프록시 주소에 자격 증명을 넣거나 IT 부서에 문의하세요.',
  ],
  'proxy-failed': ['프록시를 통해 연결하지 못했습니다.', '프록시 설정을 확인하세요.'],
  'local-network-blocked': [
    '운영 체제가 로컬 네트워크 접근을 막고 있습니다.',
    '개인정보 보호 및 보안의 로컬 네트워크에서 허용하세요.',
  ],
  'certificate-untrusted': [
    '이 컴퓨터가 신뢰하지 않는 기관이 발급한 인증서입니다.',
    '회사의 인증 기관이라면 IT 부서에서 인증서를 받아 추가하세요.',
  ],
  'certificate-expired': [
    '인증서의 유효 기간이 지났습니다.',
    '서버 담당자에게 알리고, 이 컴퓨터의 시계도 확인하세요.',
  ],
  'certificate-wrong-host': [
    '인증서가 다른 호스트의 것입니다.',
    '주소의 철자를 확인하세요. 맞다면 서버 담당자에게 알리세요.',
  ],
  'certificate-chain-incomplete': [
    '서버가 중간 인증서를 보내지 않습니다.',
    '서버 담당자가 전체 인증서 체인을 설치해야 합니다.',
  ],
  'tls-failed': [
    '안전한 연결을 맺지 못했습니다.',
    '클라이언트 인증서가 필요한지 서버 담당자에게 확인하세요.',
  ],
  'address-forbidden': ['어떤 서버도 요청할 수 없는 주소입니다.', '서버 담당자에게 알리세요.'],
  'zone-crossed': [
    '더 공개된 네트워크의 서버가 더 사적인 네트워크의 주소를 지정했습니다.',
    '요청 위조에 쓰이므로 거부했습니다. 관리자가 특정 출처를 허용할 수 있습니다.',
  ],
  'insecure-address': [
    '일반 http 주소는 사용하지 않습니다.',
    'https 주소를 쓰거나, 사설 네트워크라면 확인 후 허용하세요.',
  ],
  'unsafe-redirect': ['안전하지 않은 곳으로 이동시키려 했습니다.', '서버 담당자에게 알리세요.'],
  'unsafe-authorization-address': [
    '로그인 주소가 https가 아니어서 열지 않았습니다.',
    '서버 담당자에게 알리세요.',
  ],
  'issuer-mismatch': [
    '로그인 서버의 문서가 다른 발급자를 가리킵니다.',
    '서버 담당자가 고쳐야 합니다. 확인된 발급자라면 관리자가 지정할 수 있습니다.',
  ],
  'issuer-changed': [
    '서버가 지난번과 다른 로그인 서버를 가리킵니다.',
    '이전 사실을 알고 있다면 다시 로그인하세요.',
  ],
  'reply-issuer-mismatch': [
    '로그인 응답이 다른 발급자를 가리켜 사용하지 않았습니다.',
    '다시 로그인하고, 반복되면 서버 담당자에게 알리세요.',
  ],
  'reply-issuer-missing': [
    '로그인 응답에 있어야 할 발급자가 없어 사용하지 않았습니다.',
    '서버 담당자에게 알리세요.',
  ],
  'reply-state-mismatch': [
    '이 앱의 로그인이 아닌 응답이 왔습니다.',
    '사용하지 않았습니다. 브라우저에서 로그인을 마치세요.',
  ],
  'resource-mismatch': [
    '리소스 메타데이터가 다른 주소에 대한 것입니다.',
    '서버 담당자가 resource 값을 고쳐야 합니다.',
  ],
  'pkce-unsupported': [
    '로그인 서버가 S256 PKCE를 지원하지 않습니다.',
    '서버 담당자가 PKCE를 켜야 합니다.',
  ],
  'pkce-unconfirmed': [
    '로그인 서버가 PKCE 지원 여부를 밝히지 않았고, 계속하겠다는 확인이 없었습니다.',
    '다시 시도하고 계속할지 답하세요.',
  ],
  'answer-too-large': ['응답이 제한보다 큽니다.', '서버 담당자에게 알리세요.'],
  'tools-changed': ['승인한 뒤 도구가 바뀌었습니다.', '달라진 점을 보고 다시 승인하세요.'],
  'tool-blocked': ['이 도구는 차단되어 있습니다.', '호출하려면 도구의 규칙을 바꾸세요.'],
} as const satisfies Partial<Record<ProblemCode, readonly [says: string, next: string]>>
