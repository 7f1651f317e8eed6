/** Korean: what each request of a discovery showed. */
import type { discovery as english } from '#contract/sayings/discovery.ts'
import type { SayingsLike } from '../../tell.ts'

export const discovery: SayingsLike<typeof english> = {
  'probe.open': '로그인 없이 응답하는 MCP 서버입니다',
  'probe.login': '{scheme} 방식의 로그인을 요구합니다',
  'probe.login-silent': '로그인을 요구하지만 방법은 알려 주지 않습니다',
  'probe.sends-on': '다른 주소로 보냅니다: {address}',
  'probe.no-mcp': 'MCP 응답이 아닙니다 ({answer})',
  'probe.page': '프로그램이 아니라 사람을 위한 페이지입니다',
  'probe.elsewhere': '다른 주소이므로 따라가지 않았습니다',
  'probe.session-closed': '첫 요청에서 열린 세션을 돌려주었습니다',
  'probe.default-endpoint': '기본 엔드포인트가 있습니다',
  'probe.no-default-endpoint': '기본 엔드포인트가 없습니다',
  'probe.resource-metadata': '{resource}의 리소스 메타데이터',
  'probe.server-metadata': '{issuer}의 메타데이터',
  'probe.not-here': '여기에는 없습니다',
  'probe.something-else': '여기에는 없습니다. 다른 것이 응답합니다',
  'probe.no-answer': '응답이 없습니다. {why}',
  'probe.not-used': '사용하지 않았습니다. {why}',
  'answer.page': '웹 페이지',
  'answer.nothing': '없음',

  'document.not-web-address': '{member}의 값이 웹 주소가 아닙니다',
  'document.credentials': '{member}에 사용자 이름이나 비밀번호가 들어 있습니다',
  'document.none': '공개된 문서가 없습니다',
  'document.status': '주소의 응답 상태가 {status}입니다',
  'document.page': '웹 페이지입니다',
  'document.not-json': 'JSON이 아닙니다',
  'document.not-resource': '보호된 리소스에 관한 문서가 아닙니다',
  'document.which-resource': '어떤 리소스에 관한 문서인지 밝히지 않습니다',
  'document.which-issuer': '어떤 로그인 서버의 문서인지 밝히지 않습니다',
  'document.wrong-types': '항목의 형식이 잘못되었습니다',
  'document.no-token-endpoint': '토큰 엔드포인트가 없습니다',
  'document.no-authorization-endpoint': '인가 엔드포인트가 없습니다',

  'zone.loopback': '이 컴퓨터',
  'zone.private': '사설 네트워크',
  'zone.public': '인터넷',
}
