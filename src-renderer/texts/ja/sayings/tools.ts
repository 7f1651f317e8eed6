/** Japanese: how a tool differs from what was approved, and why a call is not made. */
import type { tools as english } from '#contract/sayings/tools.ts'
import type { SayingsLike } from '../../tell.ts'

export const tools: SayingsLike<typeof english> = {
  'tool.not-read-only': '読み取り専用という表示がなくなりました。',
  'tool.not-destructive': 'データを削除または上書きすることがあるという表示がなくなりました。',
  'tool.destructive': 'データを削除または上書きすることがあるという表示が追加されました。',
  'tool.title': 'タイトルが「{before}」から「{title}」に変わりました。',
  'tool.address': '説明に新しいアドレスがあります: {address}',
  'tool.instruction': '説明に新しい指示があります:「{text}」',
  'tool.sentence': '説明に新しい内容があります:「{text}」',
  'tool.less': '説明が以前より短くなりました。',
  'tool.parameter.new': 'パラメーターが追加されました: {name}',
  'tool.parameter.changed': 'パラメーターの説明が変わりました: {name}',
  'tool.parameter.gone': 'パラメーターがなくなりました: {name}',
  'tool.result-changed': '結果の説明が変わりました。',

  'tool.blocked': 'ツール {tool} はブロックされています。',
  'tool.blocked.next': '先にツールの一覧で許可してください。',
  'tool.ask': 'ツール {tool} は、呼び出す前に確認する設定です。',
  'tool.ask.next': '呼び出しを確認してください。',
  'tool.not-listed': '現在ツールの一覧がないため、承認するものがありません。',
  'tool.not-listed.next': 'ツールの一覧を取得し、変更点を確認してから承認してください。',
  'result.more-parts': 'ほか {count} 項目',
  'result.resource': 'リソース',
}
