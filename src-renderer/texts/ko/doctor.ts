/** Korean: the doctor's checks. */
import type { CheckId } from '#contract/check.ts'
import type { Texts } from '../language.ts'
import { problemWords } from './problems.ts'
import { tellSaying } from './tell.ts'

const whys: Readonly<Record<CheckId, string>> = {
  versions: '오래된 버전에는 수정 사항과 새 MCP 개정판이 없습니다.',
  store: '연결은 이 컴퓨터의 파일 하나에 저장됩니다.',
  keychain: '토큰은 이 컴퓨터의 키체인이 보관하는 키로 봉인됩니다.',
  'callback-port': '로그인이 끝나면 브라우저가 이 컴퓨터의 포트로 돌아옵니다.',
  address: '나머지는 모두 서버의 주소에서 시작합니다.',
  dns: '서버 이름이 실제 컴퓨터로 이어져야 합니다.',
  proxy: '프록시가 있으면 모든 요청이 그곳을 지나갑니다.',
  tcp: '서버의 포트에서 무언가 응답해야 합니다.',
  tls: '인증서는 중간의 누군가가 아니라 이 서버임을 증명합니다.',
  http: '이 주소에는 MCP 서버가 응답해야 합니다.',
  challenge: '로그인이 필요한 서버는 401로 답하고 토큰을 받을 곳을 알려 줍니다.',
  'resource-metadata': '이 문서가 로그인 서버를 알려 줍니다(RFC 9728).',
  'server-metadata': '이 문서가 로그인에 쓰는 주소를 알려 줍니다(RFC 8414).',
  pkce: 'S256이 없으면 훔친 로그인 코드를 다른 사람이 쓸 수 있습니다.',
  registration: '로그인하려면 로그인 서버가 먼저 이 앱을 알아야 합니다.',
  'callback-spelling': '많은 서버가 127.0.0.1과 localhost를 서로 다른 주소로 봅니다.',
  tokens: '모든 요청에는 유효한 토큰이 필요합니다.',
  tools: '도구 목록이 나오면 전체가 함께 작동하는 것입니다.',
  tunnel: '플랫폼은 터널을 통해 이 컴퓨터에서만 연결되는 서버를 사용합니다.',
}

export const doctor: Texts['doctor'] = {
  title: '점검',
  none: '매일 쓰는 코드 그대로 이 컴퓨터나 서버 하나를 살펴봅니다.',
  ofComputer: '이 컴퓨터',
  checkComputer: '이 컴퓨터 점검',
  checkConnection: '이 연결 점검',
  findOut: '원인 찾기',
  again: '다시 점검',
  running: '살펴보는 중…',
  cancelled: '취소했습니다. 그때까지 본 것:',
  allWell: '문제가 없습니다.',
  found: (failures, warnings) =>
    [failures > 0 && `실패 ${failures}건`, warnings > 0 && `경고 ${warnings}건`]
      .filter(Boolean)
      .join(', '),
  report: '지원용 보고서',
  reportTitle: '지원용 보고서(비밀 정보 없음)',
  statuses: { pass: '정상', warn: '바꾸는 것이 좋음', fail: '실패', skip: '보지 않음' },
  titles: {
    versions: '버전',
    store: '저장된 데이터',
    keychain: '키체인',
    'callback-port': '콜백 포트',
    address: '주소',
    dns: '이름 조회',
    proxy: '프록시',
    tcp: '연결',
    tls: '암호화',
    http: '응답',
    challenge: '로그인 요구',
    'resource-metadata': '리소스 메타데이터',
    'server-metadata': '로그인 서버',
    pkce: 'PKCE 지원',
    registration: '등록',
    'callback-spelling': '콜백 주소',
    tokens: '토큰',
    tools: '도구',
    tunnel: 'Edge Tunnel',
  },
  seen: ({ code, evidence, says }) => {
    if (says?.evidence) return tellSaying(says.evidence)
    return code ? problemWords[code][0] : evidence
  },
  next: ({ code, next, says }) => {
    if (says?.next) return tellSaying(says.next)
    return code ? problemWords[code][1] : next
  },
  why: ({ id }) => whys[id],
}
