/** Korean: what was understood of a text from another app, and what was left out. */
import type { imports as english } from '#contract/sayings/imports.ts'
import type { SayingsLike } from '../../tell.ts'

export const imports: SayingsLike<typeof english> = {
  'import.no-value': '값이 없어 제외했습니다: {name}',
  'import.gap': '주소에 채워야 할 빈칸이 있습니다: {names}',
  'import.not-https': '주소가 https로 시작하지 않습니다.',
  'import.credentials': '주소에 사용자 이름이나 비밀번호가 들어 있습니다. 헤더로 입력하세요.',
  'import.header': '헤더 하나를 이해하지 못했습니다.',
  'import.program': '주소가 있는 서버가 아니라 이 컴퓨터에서 실행되는 프로그램입니다.',
  'import.client-info': '클라이언트 정보를 읽을 수 없었습니다.',
  'import.command': '명령을 읽을 수 없었습니다.',
  'import.off': '원래 앱에서 꺼져 있던 서버입니다.',
  'import.too-long': '설정이라고 보기에는 텍스트가 너무 깁니다.',
  'import.nothing': '이 텍스트에 MCP 서버가 없습니다.',
  'import.next': '서버 주소, mcp.json 파일 또는 설명서의 명령줄을 붙여 넣으세요.',
  'import.several': '이 텍스트에는 서버가 {count}개 있습니다.',
  'import.several.next': '가져오기를 사용하세요. 저장하기 전에 어느 것을 가져올지 선택합니다.',
  'import.https.next': 'https로 연결하는 서버의 주소를 붙여 넣으세요.',
}
