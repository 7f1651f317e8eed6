/** Korean: what discovery tolerated, repaired or found worth knowing. */
import type { discoveryNotes as english } from '#contract/sayings/discovery-notes.ts'
import type { SayingsLike } from '../../tell.ts'

export const discoveryNotes: SayingsLike<typeof english> = {
  'note.plain-http': '확인하신 대로 이 서버에는 암호화 없이 연결합니다.',
  'note.login-not-demanded-at-once': '서버가 로그인 없이 응답하지만 로그인 방법도 공개합니다.',
  'note.login-optional':
    '서버는 로그인 없이 동작하지만 로그인 방법도 공개합니다. 일부 도구에는 로그인이 필요할 수 있습니다.',
  'note.resource-metadata-ignored': '서버의 로그인 문서를 사용하지 않았습니다. {why}',
  'note.login-without-401': '서버가 401 대신 {status|으로/로} 로그인을 요구합니다.',
  'note.failed-without-login':
    '서버가 로그인을 요구하지 않았지만 로그인 없이는 실패했습니다. {why}',
  'note.several-servers':
    '서버가 로그인 서버를 여러 개 지정합니다. {issuer|을/를} 사용하고 {others|은/는} 사용하지 않습니다.',
  'note.no-server-named': '리소스 메타데이터에 로그인 서버가 없어 서버 자신의 주소에 물었습니다.',
  'note.no-resource-metadata':
    '서버가 리소스 메타데이터를 공개하지 않아, 2025-03-26 방식대로 서버 자신의 주소에서 로그인 서버를 찾았습니다.',
  'note.default-endpoints':
    '서버가 메타데이터를 전혀 공개하지 않아, 2025-03-26의 기본 엔드포인트를 사용합니다.',
  'note.endpoint-dropped': '{why} 이 항목은 제외합니다.',
  'note.pkce-known': '{host|은/는} S256을 목록에 올리지 않지만 지원합니다. 참고: {source}',
  'note.pkce-unlisted':
    '로그인 서버가 S256 방식의 PKCE를 지원하는지 밝히지 않습니다. 그래도 사용합니다.',
  'note.redirect-followed': '서버가 요청을 다른 주소로 보냅니다: {address}',
  'note.legacy-sse': '서버가 예전의 HTTP+SSE 전송 방식을 사용합니다.',
  'note.metadata-type': '{address}의 내용은 JSON이지만 형식이 {type|으로/로} 표시되어 있습니다.',
  'note.metadata-nulls': '{address}에 빈(null) 항목이 있습니다.',
  'note.metadata-mended':
    '{address}의 {members} 항목이 텍스트로 되어 있어, 의도에 맞게 읽었습니다.',
  'note.metadata-member-dropped': '{address}의 {members} 항목은 형식이 잘못되어 제외했습니다.',
  'note.challenge-address-unusable':
    '로그인 요구에 {address} 주소가 있지만 사용할 수 있는 문서가 없어, 일반적인 위치에 물었습니다.',
  'note.challenge-repeated': '로그인 요구가 리소스 메타데이터를 두 번 이상 지정합니다.',
  'note.challenge-bare-address': '로그인 요구에 주소만 들어 있습니다.',
  'note.challenge-address-relative': '로그인 요구의 주소에 호스트가 없습니다.',
  'note.resource-slash':
    '서버는 자신을 {resource|이라고/라고} 부릅니다. 입력한 주소와 슬래시 하나가 다릅니다.',
  'note.resource-broader':
    '서버의 문서는 {resource} 전체에 관한 것이며, 입력한 주소는 그 일부입니다.',
  'note.login-host': '{issuer} 대신 {host}에서 로그인합니다.',
  'note.login-host-endpoints': '{issuer}의 엔드포인트를 {host}에서 사용해 로그인합니다.',
  'note.issuer-slash':
    '로그인 서버 {issuer|은/는} 자신을 {found|이라고/라고} 부릅니다. 끝의 슬래시 하나만 다릅니다.',
  'note.issuer-pinned': '{found|을/를} {issuer}의 이름으로 확인하셨습니다.',
  'note.login-not-discoverable':
    '서버가 로그인을 요구하지만 어디인지 알려 주지 않습니다. 헤더로 키를 받는 서버일 수 있습니다.',
  'note.login-not-described':
    '서버가 알려 준 로그인 서버 {issuer}이(가) 로그인 방법을 공개하지 않습니다.',
}
