/** Japanese: stored connections: why each is as it is, what a server says to a call, and what was asked of the app. */
import type { connections as english } from '#contract/sayings/connections.ts'
import type { SayingsLike } from '../../tell.ts'

export const connections: SayingsLike<typeof english> = {
  problem: '{english}',
  'problem.next': '{english}',

  'reason.needs-client': '手動で作成したアプリのクライアント ID が必要です。',
  'reason.signed-out': 'サインアウトしました。',
  'reason.imported': '取り込んだ接続です。使うにはサインインしてください。',
  'kept-anyway.next': '{next}サインインは接続「{name}」に保持されています。',

  'call.sign-in': 'サーバーがサインインを求めています。',
  'call.sign-in.next': 'この接続にサインインしてください。',
  'call.forbidden': 'サーバーはアカウントを認識していますが、この操作を許可していません。',
  'call.forbidden.next':
    '権限のあるアカウントでサインインするか、サーバーの管理者に権限を依頼してください。',
  'call.too-often': 'リクエストが多すぎると、サーバーが応答しました。',
  'call.too-often.next': '少し待ってから、もう一度試してください。',
  'call.error': 'サーバーがリクエストにエラーを返しました。',
  'call.error.next': 'サーバーの応答は下にあります。意味はサーバーの管理者に問い合わせてください。',
  'call.not-mcp': 'アドレスは応答しますが、MCP サーバーの応答ではありません。',
  'call.not-mcp.next':
    'MCP エンドポイントのアドレスか確認してください (多くは /mcp か /sse で終わります)。',
  'call.rejected.next':
    'もう一度サインインしてください。続く場合は、サーバーとサインインサーバーの設定が食い違っています。サーバーの管理者に知らせてください。',
  'call.no-tool': 'サーバーに {tool} というツールはありません。',
  'call.no-tools': 'ツールは 1 つもありません。',
  'call.tools': '使えるツール: {tools}',

  'name.length': '接続の名前は 1～100 文字にしてください。',
  'name.next': '別の名前を選んでください。',
  'name.taken': '「{name}」という接続はすでにあります。',
  'name.taken.next': '別の名前を選んでください。',
  'connection.gone': 'この接続はもうありません。',
  'connection.gone.next': '再び使うには、サーバーに接続し直してください。',
  'connection.removed': 'サインイン中に、接続「{name}」が削除されました。',
  'connection.removed.next': '必要なら、もう一度接続してください。',
  'setting.impossible': '設定の中に、使えない値があります。',
  'setting.impossible.next': '別の値を選んでください。',
  'header.twice': '同じヘッダーが 2 回あります。',
  'header.twice.next': 'ヘッダーは 1 回ずつ入力してください。',
  'command.not-run': 'コマンドは実行せず、何も保存していません。',
  'command.not-run.next': '考えが変わったら、もう一度接続してください。',
  'command.secret': 'コマンドの引数に、秘密の情報と思われるものがあります。',
  'command.secret.next':
    '環境変数に入れて --env で名前を指定し、引数には {variable} と書いてください。',
  'command.silent': 'コマンド {program} が応答しませんでした。',
  'command.silent-why': 'コマンド {program} が応答しませんでした: {why}',
  'command.silent.next':
    'ターミナルで直接実行して出力を確認し、標準入出力で MCP を話すか確認してください。',
}
