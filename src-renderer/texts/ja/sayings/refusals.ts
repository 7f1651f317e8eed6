/** Japanese: how a discovery can end without a verdict, and what an address is refused for. */
import type { refusals as english } from '#contract/sayings/refusals.ts'
import type { SayingsLike } from '../../tell.ts'

export const refusals: SayingsLike<typeof english> = {
  'next.ask-owner': 'サーバーの管理者に知らせてください。問題の内容は下の詳細にあります。',

  'bad-address.none': 'アドレスではありません。',
  'bad-address.near': 'https:// から始まるアドレス全体を入力してください。例: {guess}',
  'bad-address.next':
    'https:// で始まるアドレスを入力してください。例: https://mcp.example.com/mcp',
  'bad-address.protocol': 'MCP サーバーには {protocol} ではなく https で接続します。',
  'bad-address.protocol.next': 'https:// で始まるサーバーのアドレスを入力してください。',
  'credentials-in-address': 'アドレスにユーザー名またはパスワードが含まれています。',
  'credentials-in-address.next':
    'アドレスから @ より前の部分を取り除いてください。秘密の情報はアドレスではなく、サインインかヘッダーで渡します。',
  'insecure-address':
    '{what}に暗号化なし (http) で接続するため、送信内容を途中の誰もが読めてしまいます。',
  'insecure-address.confirm':
    'https のアドレスを使うか、社内ネットワークにあるこのサーバーに暗号化なしで接続してよいか一度だけ確認してください。',
  'insecure-address.next':
    'https のアドレスを使ってください。アドレスはサーバーの管理者に確認してください。',
  'zone-crossed': '{from}にあるサーバーが、{what}として{to}のアドレスを指定したため拒否しました。',
  'zone-crossed.next':
    '会社のサインインサーバーであれば、このアドレスを許可するよう管理者に依頼してください。そうでなければ、このサーバーを使わないでください。',
  'unsafe-authorization-address':
    'サーバーの指定したサインインページが Web アドレスではないため、開きませんでした。',
  'unsafe-authorization-address.next':
    '攻撃の可能性があります。サーバーの管理者から説明があるまで、このサーバーを使わないでください。',
  'placeholder-endpoint': 'サーバーの文書の{what}に、記入されていない空欄が残っています。',
  'metadata-unusable': 'サーバーのサインイン方法を示す文書を使えません。理由: {why}。',
  'issuer-mismatch.path-lost':
    'サインインサーバー {expected} が {found} と名乗っています。ホストは同じですが、パスが異なります。',
  'issuer-mismatch.foreign':
    'サインインサーバー {expected} の文書に、{found} のものと書かれています。',
  'issuer-mismatch.template':
    'サインインサーバー {expected} が {found} と名乗っています。空欄が残った名前です。',
  'issuer-mismatch.confirm':
    '2 つの名前が同じサービスのものなら、2 つ目の名前をこのサーバーのものとして確認してください。次回から記憶します。',
  'issuer-mismatch.next':
    'サーバーの管理者に修正を依頼してください。同じサービスだとわかっている管理者は、2 つ目の名前を固定できます。',
  'resource-mismatch': 'サーバー {server} が {resource} のサインイン文書を提示しています。',
  'resource-mismatch.none': '不明なリソース',
  'resource-mismatch.next':
    '入力したアドレスを確認してください。正しければ、サーバーの管理者に知らせてください。',
  'pkce-unsupported':
    'サインインサーバーが、すべてのサインインに必要な S256 による保護に対応していません。',
  'pkce-unsupported.next':
    'サインインサーバーの管理者に、S256 の PKCE への対応を依頼してください。',
  'unsafe-redirect': 'サーバーがリクエストを別のアドレスへ転送しています。{why}。',
  'unsafe-redirect.plain': '転送先は暗号化されていません',
  'unsafe-redirect.endless': '転送が終わりません',
  'unsafe-redirect.foreign': '転送先は入力したアドレスではありません',
  'unsafe-redirect.next':
    '転送先を知っていて信頼できるなら、そのアドレスを入力してください。そうでなければサーバーの管理者に問い合わせてください。',
  'broken-off': '応答の途中で接続が切れました。',
  'broken-off.next': 'もう一度試し、続く場合はサーバーの管理者に知らせてください。',
  'sso-page-in-front': 'このサーバーの前に会社のサインインページがあり、ブラウザーしか通れません。',
  'sso-page-in-front.next':
    'プログラムからこのアドレスに直接接続できるようにするか、使えるアドレスを教えるよう IT 部門に依頼してください。',
  'not-an-mcp-server': 'このアドレスは応答しますが、MCP サーバーではありません。',
  'not-an-mcp-server.next': 'アドレスのパスを確認してください (多くは /mcp か /sse です)。',
  'server-error': 'サーバーが自身のエラーを返しました ({status})。',
  'server-error.next': '数分後にもう一度試し、続く場合はサーバーの管理者に知らせてください。',
  'rate-limited': '短時間にリクエストが多すぎるため、サーバーが待つよう求めています。',
  'rate-limited.seconds': '{seconds} 秒後にもう一度試してください。',
  'rate-limited.minutes': '数分後にもう一度試してください。',
  'rate-limited.until': '{time} UTC 以降にもう一度試してください。',
  'sign-in-server-unreachable':
    'サーバーの指定したサインインサーバー {issuer} に接続できません。{why}',
  'sign-in-server-unreachable.next':
    '後でもう一度試すか、会社のサインインサーバーなら会社のネットワークから試してください。続く場合はサーバーの管理者に知らせてください。',
  'login-needed-not-discoverable': 'このサーバーはログインを求めていますが、場所を示していません。',
  'login-needed-not-discoverable.next':
    'サーバーの管理者からキーを受け取ってヘッダーに入力するか、リソースメタデータ (RFC 9728) の公開を依頼してください。',

  'what.server': 'サーバー',
  'what.resource metadata': 'リソースメタデータ',
  'what.authorization server': 'サインインサーバー',
  'what.authorization endpoint': '認可エンドポイント',
  'what.token endpoint': 'トークンエンドポイント',
  'what.registration endpoint': '登録エンドポイント',
  'what.revocation endpoint': '失効エンドポイント',
  'what.userinfo endpoint': 'ユーザー情報エンドポイント',
  'what.device authorization endpoint': 'デバイス認可エンドポイント',
  'login-not-described':
    'このサーバーが示すサインインサーバー {issuer} は、サインインの方法を公開していません。',
  'login-not-described.next':
    'サーバーの管理者に知らせてください。サインインサーバーがメタデータ (RFC 8414) を公開する必要があります。管理者から受け取ったキーがあれば、ヘッダーに入力して接続してください。',
}
