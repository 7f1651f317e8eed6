/** Korean: for each code of a problem what happened and what to do next. The particular case stays in the details. */
import type { ProblemCode } from '#contract/problem.ts'
import { problemsOnTheWay } from './problems-on-the-way.ts'

type Words = readonly [says: string, next: string]

export const problemWords: Readonly<Record<ProblemCode, Words>> = {
  ...problemsOnTheWay,
  'not-an-mcp-server': [
    '이 주소의 응답은 MCP 서버의 것이 아닙니다.',
    '주소를 확인하세요. 보통 /mcp 나 /sse 로 끝납니다.',
  ],
  'server-error': ['서버가 자체 오류로 응답했습니다.', '서버 담당자에게 자세한 내용을 보내세요.'],
  'server-too-old': [
    '서버의 프로토콜 개정판을 이 앱이 지원하지 않습니다.',
    '서버 담당자에게 업데이트를 요청하세요.',
  ],
  'sso-page-in-front': [
    '회사 로그인 페이지가 서버 앞에서 대신 응답합니다.',
    'MCP 요청을 통과시켜 달라고 IT 부서에 요청하세요.',
  ],
  'metadata-unusable': [
    '로그인 서버의 문서에 로그인에 필요한 내용이 없습니다.',
    '서버 담당자에게 알리세요.',
  ],
  'placeholder-endpoint': [
    '문서에 예시 주소가 그대로 남아 있습니다.',
    '서버 담당자가 실제 주소를 채워야 합니다.',
  ],
  'registration-refused': [
    '로그인 서버가 이 앱의 등록을 거부했습니다.',
    '승인된 앱만 받는 곳이라면 그곳에서 앱을 직접 만드세요.',
  ],
  'registration-impossible': [
    '여기서는 어떤 등록 방법도 쓸 수 없습니다.',
    '서버 담당자에게 문의하세요.',
  ],
  'client-id-needed': [
    '로그인 서버가 앱을 스스로 등록하지 않습니다.',
    '그곳에서 OAuth 앱을 만들고 클라이언트 ID를 입력하세요.',
  ],
  'client-unknown': [
    '로그인 서버가 클라이언트 ID를 알지 못합니다.',
    '등록을 잊고 다시 로그인하거나 클라이언트 ID를 확인하세요.',
  ],
  'client-rejected': [
    '로그인 서버가 앱의 인증을 받아들이지 않습니다.',
    '클라이언트 비밀을 확인하세요.',
  ],
  'redirect-refused': [
    '로그인 서버가 콜백 주소를 받아들이지 않습니다.',
    '표시된 주소를 정확히 그대로 등록하세요.',
  ],
  'scope-refused': [
    '로그인 서버가 요청한 범위를 허용하지 않습니다.',
    '연결 설정에서 범위를 줄이세요.',
  ],
  'resource-refused': [
    '로그인 서버가 서버의 resource를 거부했습니다.',
    '연결 설정에서 resource를 생략으로 바꾸세요.',
  ],
  'sign-in-refused': ['로그인이 거부되었습니다.', '자세한 내용의 이유를 보고 다시 시도하세요.'],
  'authorization-server-error': [
    '로그인 서버에서 오류가 났습니다.',
    '나중에 다시 시도하고, 반복되면 서버 담당자에게 알리세요.',
  ],
  'token-answer-unusable': ['토큰 응답에 쓸 수 있는 토큰이 없습니다.', '서버 담당자에게 알리세요.'],
  'tool-failed': [
    '도구가 실행되었지만 실패했다고 합니다.',
    '도구가 말한 내용을 보고 입력을 확인하세요.',
  ],
  'rate-limited': ['상대가 잠시 멈춰 달라고 합니다.', '자세한 내용에 있는 시간만큼 기다리세요.'],
  'sign-in-needed': ['쓸 수 있는 토큰이 없습니다.', '로그인하세요.'],
  'sign-in-expired': ['저장된 로그인이 끝났습니다.', '다시 로그인하세요.'],
  'sign-in-loop': [
    '방금 로그인했는데 서버가 같은 로그인을 또 요구합니다.',
    '서버 담당자가 살펴봐야 합니다.',
  ],
  'step-up-needed': [
    '토큰의 권한보다 더 많은 권한이 필요합니다.',
    '추가 권한을 허용하려면 다시 로그인하세요.',
  ],
  'step-up-refused': [
    '추가 권한이 허용되지 않았습니다.',
    '필요하면 다시 시도하세요. 자동으로는 시도하지 않습니다.',
  ],
  cancelled: ['취소했습니다.', '중간에 남은 것은 없습니다. 원하면 다시 시작하세요.'],
  'not-completed': [
    '제한 시간 안에 로그인을 마치지 못했습니다.',
    '다시 시작하세요. 바뀐 것은 없습니다.',
  ],
  'callback-port-busy': [
    '콜백에 쓸 포트를 다른 프로그램이 쓰고 있습니다.',
    '자세한 내용에 있는 포트를 쓰는 프로그램을 닫으세요.',
  ],
  'browser-not-opened': [
    '브라우저를 열 수 없었습니다.',
    '링크를 직접 열고 마지막 페이지의 주소를 붙여 넣으세요.',
  ],
  'pasted-address-unusable': [
    '붙여 넣은 내용은 완료된 로그인의 주소가 아닙니다.',
    '브라우저에서 주소 전체를 복사하세요.',
  ],
  'login-needed-not-discoverable': [
    '서버가 로그인을 요구하지만 어디인지 알려 주지 않습니다.',
    '받은 토큰을 헤더로 입력하거나 서버 담당자에게 문의하세요.',
  ],
  'keychain-unavailable': [
    '이 컴퓨터에 쓸 수 있는 키체인이 없습니다.',
    '암호 문구를 정하거나 이번 세션에만 보관하세요.',
  ],
  'keychain-locked': ['키체인이 잠겨 있습니다.', '잠금을 풀고 다시 시도하세요.'],
  'keychain-timeout': [
    '키체인이 제한 시간 안에 응답하지 않았습니다.',
    '운영 체제의 확인 창이 떠 있는지 살펴보고 다시 시도하세요.',
  ],
  'passphrase-needed': ['보관소가 암호 문구로 봉인되어 있습니다.', '암호 문구를 입력하세요.'],
  'passphrase-wrong': ['이 암호 문구로는 보관소가 열리지 않습니다.', '다시 입력하세요.'],
  'store-unreadable': [
    '데이터 파일을 읽을 수 없습니다.',
    '그대로 두었습니다. 최신 버전의 앱인지 확인하세요.',
  ],
  'store-unwritable': ['데이터 폴더에 쓸 수 없습니다.', '폴더의 소유자와 남은 공간을 확인하세요.'],
  'store-busy': ['다른 프로세스가 데이터 파일을 너무 오래 쓰고 있습니다.', '다시 시도하세요.'],
  'not-linked': ['이 컴퓨터는 터널에 연결되어 있지 않습니다.', '터널 키를 받아 연결하세요.'],
  'tunnel-key-refused': [
    '릴레이가 터널 키를 받아들이지 않습니다.',
    '이미 썼거나 만료된 키일 수 있습니다. 새 키를 받으세요.',
  ],
  'tunnel-offline': ['지금 터널에 연결된 컴퓨터가 없습니다.', '터널을 시작하세요.'],
  'relay-unreachable': ['릴레이에 연결할 수 없습니다.', '네트워크와 프록시를 확인하세요.'],
  'agent-not-running': ['터널 에이전트가 실행 중이 아닙니다.', '터널을 시작하세요.'],
  'tunnel-running': [
    '터널이 실행 중입니다.',
    '먼저 터널을 중지하거나, 그래도 종료할지 확인하세요.',
  ],
  'no-such-tunnel': ['릴레이에 그런 이름의 터널이 없습니다.', '이름을 확인하세요.'],
  'not-exposed': [
    '이 연결은 터널로 공개되어 있지 않습니다.',
    '연결에서 “Edge Tunnel 사용”을 켜세요.',
  ],
  'relay-refused': [
    '릴레이가 요청을 거부했습니다.',
    '자세한 내용의 이유를 터널 관리자에게 알리세요.',
  ],
  'app-closed': ['이 창 뒤의 앱이 없습니다.', '창을 다시 여세요. 저장된 것은 그대로입니다.'],
  'session-ended': ['이 페이지는 앱과 연결되어 있지 않습니다.', 'aip open으로 창을 다시 여세요.'],
  'no-such-journey': ['이 대답을 기다리던 과정은 이미 끝났습니다.', '필요하면 다시 시작하세요.'],
  'not-supported': [
    '이 서버나 로그인 방법, 이 컴퓨터에서는 할 수 없습니다.',
    '자세한 내용을 확인하세요.',
  ],
  internal: ['이 앱의 오류입니다.', '자세한 내용과 함께 신고해 주세요.'],
}
