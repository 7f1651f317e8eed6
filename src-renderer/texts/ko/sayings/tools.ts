/** Korean: how a tool differs from what was approved, and why a call is not made. */
import type { tools as english } from '#contract/sayings/tools.ts'
import type { SayingsLike } from '../../tell.ts'

export const tools: SayingsLike<typeof english> = {
  'tool.not-read-only': '읽기 전용이라는 표시가 사라졌습니다.',
  'tool.not-destructive': '데이터를 삭제하거나 덮어쓸 수 있다는 표시가 사라졌습니다.',
  'tool.destructive': '데이터를 삭제하거나 덮어쓸 수 있다는 표시가 생겼습니다.',
  'tool.title': '제목이 바뀌었습니다: “{before}” → “{title}”',
  'tool.address': '설명에 새 주소가 있습니다: {address}',
  'tool.instruction': '설명에 새 지시가 있습니다: “{text}”',
  'tool.sentence': '설명에 새 내용이 있습니다: “{text}”',
  'tool.less': '설명이 이전보다 줄었습니다.',
  'tool.parameter.new': '매개변수가 추가되었습니다: {name}',
  'tool.parameter.changed': '매개변수의 설명이 바뀌었습니다: {name}',
  'tool.parameter.gone': '매개변수가 없어졌습니다: {name}',
  'tool.result-changed': '결과에 대한 설명이 바뀌었습니다.',

  'tool.blocked': '{tool} 도구를 차단하셨습니다.',
  'tool.blocked.next': '먼저 도구 목록에서 허용하세요.',
  'tool.ask': '{tool} 도구는 호출하기 전에 묻도록 하셨습니다.',
  'tool.ask.next': '호출을 확인하세요.',
  'tool.not-listed': '지금 도구 목록이 없어 승인할 것이 없습니다.',
  'tool.not-listed.next': '도구 목록을 받아 바뀐 내용을 확인한 뒤 승인하세요.',
  'result.more-parts': '{count}개 항목 더 있음',
  'result.resource': '리소스',
}
