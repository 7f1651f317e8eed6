/** Korean: why the Edge Tunnel, its line or a server behind it does not work. */
import type { tunnel as english } from '#contract/sayings/tunnel.ts'
import type { SayingsLike } from '../../tell.ts'

export const tunnel: SayingsLike<typeof english> = {
  'tunnel.refused': '릴레이가 이 컴퓨터를 더 이상 받아들이지 않습니다.',
  'tunnel.refused.next': '릴레이 관리자에게 새 터널 키를 받아 이 컴퓨터를 다시 연결하세요.',
  'tunnel.unreachable': '릴레이에 연결할 수 없습니다. 자동으로 다시 시도합니다.',
  'tunnel.unreachable.next': '네트워크 연결을 확인하세요. 계속되면 릴레이 관리자에게 문의하세요.',
  'tunnel.target': '마지막 호출에 MCP 서버가 응답하지 않았습니다.',
  'tunnel.target.next': '서버가 실행 중인지, 이 컴퓨터에서 연결되는지 확인하세요.',
  'tunnel.agent': '터널 에이전트가 종료되어 다시 시작하는 중입니다.',
  'tunnel.agent.next': '계속되면 설정의 진단과 함께 신고해 주세요.',
  'tunnel.no-start': '터널 프로세스가 시작되지 않습니다.',
  'tunnel.no-start.next': '다시 시도하고, 계속되면 설정의 진단을 확인하세요.',
  'tunnel.no-stop': '터널에 중지를 요청했지만 중지되지 않았습니다.',
  'tunnel.no-stop.next': '터널을 실행하는 프로세스를 종료하거나 컴퓨터를 다시 시작하세요.',
  'tunnel.elsewhere': '다른 AIP Desktop 프로세스에서 터널이 이미 실행 중입니다.',
  'tunnel.elsewhere.next': 'aip tunnel status로 확인하거나 aip tunnel stop으로 중지하세요.',
  'tunnel.link-unreadable': '저장된 터널 연결 정보를 읽을 수 없습니다.',
  'tunnel.link-unreadable.next': '터널 연결을 해제하고 새 키로 다시 연결하세요.',
  'tunnel.not-linked': '이 컴퓨터는 아직 터널에 연결되지 않았습니다.',
  'tunnel.not-linked.next': '릴레이 관리자에게 터널 키를 받아 연결하세요.',
  'tunnel.gone': '이 연결은 더 이상 없습니다.',
  'tunnel.gone.next': '목록에서 다른 연결을 선택하세요.',
  'tunnel.no-key': '터널 키가 아닙니다.',
  'tunnel.no-key.next': 'aip-link_로 시작하는 키 전체를 복사하세요.',
  'tunnel.key-refused': '릴레이가 이 터널 키를 받아들이지 않습니다.',
  'tunnel.key-refused.next':
    '터널 키는 정해진 기간에 한 번만 쓸 수 있습니다. 릴레이 관리자에게 새 키를 요청하세요.',
  'tunnel.not-relay': '터널 키에 지정된 주소가 릴레이처럼 응답하지 않습니다.',
  'tunnel.not-relay.next':
    '네트워크 연결을 확인하고 릴레이 관리자에게 문의하세요. 키는 아직 사용되지 않았습니다.',
  'tunnel.stranger': '릴레이의 공개 주소에서 릴레이가 아닌 다른 것이 응답합니다.',
  'tunnel.stranger.next':
    '릴레이 관리자에게 알리세요. 외부 네트워크라면 먼저 그 네트워크에 로그인하세요.',
  'tunnel.proof': '릴레이가 이 컴퓨터의 신원 증명을 받아들이지 않습니다.',
  'tunnel.proof.next':
    '릴레이가 이 프로그램보다 오래되었다면 업데이트해야 합니다. 아니라면 새 터널 키를 요청하세요.',
  'tunnel.call-failed': '터널을 통한 호출이 {where} 실패했습니다: {why}',
  'tunnel.call-failed.next': '다시 시도하고, 계속되면 실시간 트래픽을 확인하세요.',
  'hop.relay': '릴레이에서',
  'hop.carrier': '릴레이와 에이전트 사이에서',
  'hop.policy': '터널 규칙에서',
  'hop.dns': '서버의 이름을 조회하다가',
  'hop.tls': '서버의 인증서에서',
  'hop.connect': '서버에 연결하다가',
  'hop.upstream': '서버에서',
  'hop.timeout': '서버를 기다리다가',
  'hop.sign-in': '로그인에서',
  'tunnel.runs.one':
    'Edge Tunnel이 실행 중입니다. 종료하면 플랫폼이 서버 1개에 연결할 수 없게 됩니다.',
  'tunnel.runs':
    'Edge Tunnel이 실행 중입니다. 종료하면 플랫폼이 서버 {count}개에 연결할 수 없게 됩니다.',
  'tunnel.runs.next': '창만 닫고 터널은 계속 실행하거나, 그래도 종료하세요.',
}
