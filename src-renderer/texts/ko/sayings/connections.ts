/** Korean: stored connections: why each is as it is, what a server says to a call, and what was asked of the app. */
import type { connections as english } from '#contract/sayings/connections.ts'
import type { SayingsLike } from '../../tell.ts'

export const connections: SayingsLike<typeof english> = {
  problem: '{english}',
  'problem.next': '{english}',

  'reason.needs-client': '직접 만든 앱의 클라이언트 ID가 필요합니다.',
  'reason.signed-out': '로그아웃했습니다.',
  'reason.imported': '가져온 연결입니다. 사용하려면 로그인하세요.',
  'kept-anyway.next': '{next} 로그인은 “{name}” 연결에 유지됩니다.',

  'call.sign-in': '서버가 로그인을 요구합니다.',
  'call.sign-in.next': '이 연결에 로그인하세요.',
  'call.forbidden': '서버가 계정을 알지만 이 작업은 허용하지 않습니다.',
  'call.forbidden.next': '권한이 있는 계정으로 로그인하거나 서버 관리자에게 권한을 요청하세요.',
  'call.too-often': '서버가 요청이 너무 잦다고 합니다.',
  'call.too-often.next': '잠시 기다렸다가 다시 시도하세요.',
  'call.error': '서버가 요청에 오류로 응답했습니다.',
  'call.error.next': '서버의 응답은 아래에 있습니다. 의미는 서버 담당자에게 문의하세요.',
  'call.not-mcp': '주소가 응답하지만 MCP 서버처럼 응답하지 않습니다.',
  'call.not-mcp.next': 'MCP 엔드포인트의 주소인지 확인하세요. 보통 /mcp 또는 /sse로 끝납니다.',
  'call.rejected.next':
    '다시 로그인하세요. 계속되면 서버와 로그인 서버의 설정이 서로 맞지 않는 것이니 서버 담당자에게 알리세요.',
  'call.no-tool': '서버에 {tool|이라는/라는} 도구가 없습니다.',
  'call.no-tools': '제공하는 도구가 없습니다.',
  'call.tools': '제공하는 도구: {tools}',

  'name.length': '연결 이름은 1~100자여야 합니다.',
  'name.next': '다른 이름을 선택하세요.',
  'name.taken': '“{name}” 연결이 이미 있습니다.',
  'name.taken.next': '다른 이름을 선택하세요.',
  'connection.gone': '이 연결은 더 이상 없습니다.',
  'connection.gone.next': '다시 사용하려면 서버에 새로 연결하세요.',
  'connection.removed': '로그인하는 동안 “{name}” 연결이 제거되었습니다.',
  'connection.removed.next': '필요하면 다시 연결하세요.',
  'setting.impossible': '설정 중에 사용할 수 없는 값이 있습니다.',
  'setting.impossible.next': '다른 값을 선택하세요.',
  'header.twice': '같은 헤더가 두 번 있습니다.',
  'header.twice.next': '헤더는 한 번씩만 입력하세요.',
  'command.not-run': '명령을 실행하지 않았고 저장하지도 않았습니다.',
  'command.not-run.next': '마음이 바뀌면 다시 연결하세요.',
  'command.secret': '명령의 인수 중에 비밀 정보로 보이는 것이 있습니다.',
  'command.secret.next':
    '환경 변수에 넣고 --env로 이름을 지정한 뒤, 인수에는 {variable|을/를} 쓰세요.',
  'command.silent': '명령 {program|이/가} 응답하지 않았습니다.',
  'command.silent-why': '명령 {program|이/가} 응답하지 않았습니다: {why}',
  'command.silent.next':
    '터미널에서 직접 실행해 출력을 확인하고, 표준 입출력으로 MCP를 사용하는지 확인하세요.',
}
