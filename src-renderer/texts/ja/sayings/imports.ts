/** Japanese: what was understood of a text from another app, and what was left out. */
import type { imports as english } from '#contract/sayings/imports.ts'
import type { SayingsLike } from '../../tell.ts'

export const imports: SayingsLike<typeof english> = {
  'import.no-value': '値がないため除外しました: {name}',
  'import.gap': 'アドレスに記入が必要な空欄があります: {names}',
  'import.not-https': 'アドレスが https で始まっていません。',
  'import.credentials':
    'アドレスにユーザー名またはパスワードが含まれています。ヘッダーとして入力してください。',
  'import.header': '理解できないヘッダーがありました。',
  'import.program': 'アドレスのあるサーバーではなく、このコンピューターで動くプログラムです。',
  'import.client-info': 'クライアントの情報を読み取れませんでした。',
  'import.command': 'コマンドを読み取れませんでした。',
  'import.off': '元のアプリで無効にされていたサーバーです。',
  'import.too-long': '設定にしてはテキストが長すぎます。',
  'import.nothing': 'このテキストに MCP サーバーはありません。',
  'import.next':
    'サーバーのアドレス、mcp.json ファイル、またはドキュメントのコマンドを貼り付けてください。',
  'import.several': 'このテキストには {count} 件のサーバーがあります。',
  'import.several.next': '「取り込み」を使ってください。保存する前に、どれを取り込むか選べます。',
  'import.https.next': 'https で接続するサーバーのアドレスを貼り付けてください。',
}
