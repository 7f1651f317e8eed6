/** Japanese: what each request of a discovery showed. */
import type { discovery as english } from '#contract/sayings/discovery.ts'
import type { SayingsLike } from '../../tell.ts'

export const discovery: SayingsLike<typeof english> = {
  'probe.open': 'ログインなしで応答する MCP サーバーです',
  'probe.login': '{scheme} 方式のログインを求めています',
  'probe.login-silent': 'ログインを求めていますが、方法を示していません',
  'probe.sends-on': '別のアドレスへ転送しています: {address}',
  'probe.no-mcp': 'MCP の応答ではありません ({answer})',
  'probe.page': 'プログラム向けではなく、人が見るページです',
  'probe.elsewhere': '別のアドレスのため、たどりませんでした',
  'probe.session-closed': '最初の問い合わせで開いたセッションを返しました',
  'probe.default-endpoint': '既定のエンドポイントがあります',
  'probe.no-default-endpoint': '既定のエンドポイントはありません',
  'probe.resource-metadata': '{resource} のリソースメタデータ',
  'probe.server-metadata': '{issuer} のメタデータ',
  'probe.not-here': 'ここにはありません',
  'probe.something-else': 'ここにはありません。別のものが応答しています',
  'probe.no-answer': '応答がありません。{why}',
  'probe.not-used': '使いませんでした。{why}',
  'answer.page': 'Web ページ',
  'answer.nothing': 'なし',

  'document.not-web-address': '{member}が Web アドレスではありません',
  'document.credentials': '{member}にユーザー名またはパスワードが含まれています',
  'document.none': '文書が公開されていません',
  'document.status': 'アドレスの応答が {status} です',
  'document.page': 'Web ページです',
  'document.not-json': 'JSON ではありません',
  'document.not-resource': '保護されたリソースの文書ではありません',
  'document.which-resource': 'どのリソースの文書かが示されていません',
  'document.which-issuer': 'どのサインインサーバーの文書かが示されていません',
  'document.wrong-types': '項目の型が正しくありません',
  'document.no-token-endpoint': 'トークンエンドポイントが示されていません',
  'document.no-authorization-endpoint': '認可エンドポイントが示されていません',

  'zone.loopback': 'このコンピューター',
  'zone.private': 'プライベートネットワーク',
  'zone.public': 'インターネット',
}
