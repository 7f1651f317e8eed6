/** Japanese: what the doctor saw, and what to do about it. */
import type { doctor as english } from '#contract/sayings/doctor.ts'
import type { SayingsLike } from '../../tell.ts'

export const doctor: SayingsLike<typeof english> = {
  'doctor.next.node': 'Node {version} 以降を使ってください。',
  'doctor.store.one': '{folder} に接続が 1 件あります',
  'doctor.store': '{folder} に接続が {count} 件あります',
  'doctor.key': '保存されたトークンを鍵で開けます',
  'doctor.key.trial': '試験用の値を保管できます',
  'doctor.passphrase': '保存されたトークンをパスフレーズで開けます',
  'doctor.passphrase.given': 'パスフレーズが入力されています',
  'doctor.session': 'トークンはメモリーにだけ保持します (AIP_VAULT=session)',
  'doctor.session.next':
    '毎回サインインしたくない場合は、キーチェーンかパスフレーズを使ってください。',
  'doctor.port': '{address} を使えます',
  'doctor.port.other': '{address} を使えます。ポート {port} は使用中です',

  'doctor.not-reached': 'ここまで進みませんでした',
  'doctor.no-login': '不要: サーバーはログインなしで動作します',
  'doctor.is-command': 'このコンピューターのコマンドとして動くサーバーです',
  'doctor.after-sign-in': 'サインイン後に確認できます',
  'doctor.tools-open': 'ログインなしでツールの一覧を取得できます',

  'doctor.dns.address': '{host} はアドレスなので、調べる名前はありません',
  'doctor.dns.proxy': '{host} はプロキシが調べます',
  'doctor.dns.is': '{host} のアドレス: {address}',
  'doctor.dns.some': '{host} のアドレスがあります',
  'doctor.proxy.nothing': '接続先がありません',
  'doctor.proxy.none': 'このアドレスにプロキシは設定されていません',
  'doctor.proxy.through': '{proxy} を経由します',
  'doctor.tcp': '接続しました',
  'doctor.tcp.to': '{address} に接続しました',
  'doctor.tls.plain': 'http: 暗号化されません',
  'doctor.tls': '暗号化されています',
  'doctor.tls.certificate': '{protocol}、{subject} の証明書 (発行: {issuer})、{until} まで有効',
  'doctor.tls.soon':
    '{protocol}、{subject} の証明書 (発行: {issuer})、{until} まで有効: 残り {days} 日',
  'doctor.tls.soon.next': 'サーバーの管理者が証明書を更新する必要があります。',
  'doctor.http.answers': '応答しています',
  'doctor.http.probe': '{method} {address} の応答 {status} ({ms} ms): {verdict}',
  'doctor.challenge.none': 'ログインを求めていません',
  'doctor.challenge.needed': 'ログインが必要です',
  'doctor.document': '{address}: {verdict}',
  'doctor.document.found': '見つかりました',
  'doctor.pkce': 'S256 に対応しています',
  'doctor.note': '{evidence} · {note} ({code})',
  'doctor.note.only': '{note} ({code})',
  'doctor.tolerated.next':
    'このアプリでは問題ありませんが、ほかのアプリでは使えない場合があります。サーバーの管理者に知らせてください。',
  'doctor.pkce.next':
    '初回のサインインで続けるかどうかを一度確認します。S256 を一覧に載せるよう、サーバーの管理者に依頼してください。',
  'doctor.nowhere': 'サーバーはログインを求めていますが、場所を示していません。',
  'doctor.nowhere.next':
    'サーバーの管理者からキーを受け取ってヘッダーに入力するか、リソースメタデータ (RFC 9728) の公開を依頼してください。',
  'doctor.failed': '{message} ({facts})',

  'doctor.known': '{client} として登録されています ({source})',
  'doctor.by-document': '文書で識別されます: {address}',
  'doctor.endpoint': '{address} の応答: {status} (OPTIONS)。登録はしていません',
  'doctor.no-document':
    '{issuer} はクライアント ID 文書を読みますが、この接続には文書が指定されていません',
  'doctor.no-document.next':
    '接続の設定にクライアント文書のアドレスを入力するか、そこで OAuth アプリを手動で作成してください。',
  'doctor.by-hand': '{issuer} はアプリを自動登録しません',
  'doctor.by-hand.next':
    'そこで OAuth アプリを手動で作成してください。入力する内容は接続するときに表示します。',
  'doctor.callback.later': '{address} を使います。サーバーには初回のサインインで確認します',
  'doctor.callback.taken': 'サーバーは {address} を受け付けます',
  'doctor.callback.probably': 'サーバーは {address} を受け付けるようです',
  'doctor.callback.refused': 'サインインページが {address} を拒否します',
  'doctor.callback.refused-said': 'サインインページが {address} を拒否します ({error})',
  'doctor.callback.spelling.next':
    '次のサインインに失敗したら、コールバックアドレスの別の表記を選んでください。',
  'doctor.callback.anew.next': '次のサインインで、このアプリが新しく登録されます。操作は不要です。',
  'doctor.callback.register.next': 'OAuth アプリに {address} をそのまま正確に登録してください。',
  'doctor.callback.client.next':
    'OAuth アプリのクライアント ID を確認し、もう一度サインインしてください。',

  'doctor.token.header': 'トークンの代わりに、入力されたヘッダーを送ります',
  'doctor.token': '発行: {issuer}、{validity}、{renewal}',
  'doctor.token.moved':
    '発行: {issuer}、{validity}、{renewal}。サーバーは現在 {other} を指定しています',
  'doctor.token.moved.next': '把握している変更なら、もう一度サインインしてください。',
  'doctor.token.until-refused': '拒否されるまで有効',
  'doctor.token.until': '{time} UTC まで有効',
  'doctor.token.by-itself': '自動更新',
  'doctor.token.not-renewed': '更新には再サインインが必要',
  'doctor.tools.one': '{name}: ツール 1 個、改訂版 {revision}',
  'doctor.tools': '{name}: ツール {count} 個、改訂版 {revision}',
  'doctor.tools.server': 'サーバー',

  'doctor.tunnel.not-linked': 'このコンピューターはトンネルにリンクされていません',
  'doctor.tunnel.not-offered': 'この接続はトンネルで提供されていません',
  'doctor.tunnel.nothing': 'トンネルで提供しているサーバーはありません',
  'doctor.tunnel.agent.starting': 'トンネルのエージェントを起動しています。',
  'doctor.tunnel.agent.stopped': 'トンネルのエージェントが停止しています。',
  'doctor.tunnel.agent.next': 'トンネルを開始してください。',
  'doctor.tunnel.line': 'エージェントがまだリレーに接続していません。',
  'doctor.tunnel.line.next': '少し待ってから、もう一度試してください。',
  'doctor.tunnel.seen': 'リレーへの接続: {lines}、{ago} 秒前に確認。提供中のサーバー {count} 件',
  'doctor.tunnel.called':
    'リレーへの接続: {lines}、{ago} 秒前に確認。リレー経由の呼び出し: {trips}',
  'doctor.tunnel.no-call': '{evidence}。リレー経由で呼び出せませんでした: {why}',
}
