/** Japanese: between this computer and a server. */
import type { network as english } from '#contract/sayings/network.ts'
import type { SayingsLike } from '../../tell.ts'

export const network: SayingsLike<typeof english> = {
  'network.slow': '{host} の応答が {seconds} 秒以内に完了しませんでした。',
  'network.slow.next':
    'しばらくしてからもう一度試してください。続く場合は、サーバーが稼働しているか管理者に問い合わせてください。',
  'network.proxy-login': 'プロキシ {proxy} がユーザー名とパスワードを求めています。',
  'network.proxy-login.next':
    'プロキシの設定に入力するか (http://user:password@proxy:port)、プログラムからこのプロキシにログインする方法を IT 部門に問い合わせてください。',
  'network.proxy-failed': 'プロキシ {proxy} 経由で {host} に接続できませんでした。',
  'network.proxy-failed.next':
    'このコンピューターのプロキシの設定を確認するか、プロキシがこのアドレスを許可しているか IT 部門に問い合わせてください。',
  'network.proxy-no-way': 'プロキシ {proxy} から {host} への経路がありません。',
  'network.proxy-no-way.next':
    'アドレスを確認してください。社内のサーバーなら、NO_PROXY への追加が必要な場合があります。',
  'network.proxy-slow': 'プロキシ {proxy} が {host} を待ちましたが、時間切れになりました。',
  'network.proxy-setting':
    '環境変数に設定されたプロキシは、このプログラムで使えるアドレスではありません。',
  'network.proxy-setting.next':
    'HTTPS_PROXY を http://proxy.example.com:3128 のようなアドレスにするか、削除してください。',
  'network.proxy-script': 'ネットワークのプロキシを決めるスクリプト (PAC) を使えません。',
  'network.proxy-script.next':
    'AIP_PROXY_PAC を確認するか、スクリプトの正しいアドレスを IT 部門に問い合わせてください。',
  'network.port': 'ポート {port} は別のサービス用のため、Web アドレスには使えません。',
  'network.port.next':
    'アドレスのポートを確認してください。正しければ、サーバーを別のポートに移す必要があります。',
  'network.no-host': '{host} という名前のコンピューターはありません。',
  'network.no-host.next':
    'アドレスのつづりを確認してください。社内の名前なら、会社のネットワークか VPN が必要な場合があります。',
  'network.refused': '{host} はありますが、ポート {port} では何も応答しません。',
  'network.refused.next': 'アドレスのポートと、サーバーの稼働を確認してください。',
  'network.timed-out': '{host} が制限時間内に応答しませんでした。',
  'network.timed-out.next':
    'しばらくしてからもう一度試してください。社内のサーバーなら、会社のネットワークか VPN が必要な場合があります。',
  'network.captive':
    'このコンピューターが接続しているネットワークが、{host} の代わりに応答しています。サインイン前のゲストネットワークでよくあることです。',
  'network.captive.next':
    'ブラウザーで任意の Web ページを開き、ネットワークにサインインしてから、もう一度試してください。ページが表示されない場合は、このネットワークがアドレスをブロックしていないか IT 部門に問い合わせてください。',
  'network.no-connection': '{seconds} 秒以内に {host} に接続できませんでした。',
  'network.no-lookup':
    'ネームサーバーが失敗したか応答しないため、{host} という名前のアドレスを調べられません。',
  'network.no-lookup.next':
    'しばらくしてからもう一度試してください。この名前だけ失敗する場合はサーバーの管理者に知らせ、ほかの名前も失敗する場合は、このネットワークのネームサーバーについて IT 部門に問い合わせてください。',
  'network.client-certificate':
    '{host} が暗号化された接続を拒否しました。クライアント証明書を求めているようです。',
  'network.client-certificate.next':
    'このサーバー用のクライアント証明書を IT 部門から受け取り、接続の設定でファイルを指定してください。',
  'network.no-tls': '{host} との暗号化された接続を確立できませんでした。',
  'network.no-tls.next': 'アドレスとポートが https サーバーのものか確認してください。',
  'network.not-http': '{host} の応答は HTTP ではありません。',
  'network.not-http.next':
    'アドレスとポートを確認してください。正しい値はサーバーの管理者に問い合わせてください。',
  'network.broke': '応答が完了する前に、{host} との接続が切れました。',
  'network.broke.next':
    'もう一度試してください。続く場合は、サーバーのログを確認するよう管理者に依頼してください。',
  'network.no-way': 'このコンピューターから {host} への経路がありません。',
  'network.no-way.next':
    'ネットワーク接続を確認してください。社内のサーバーなら、会社のネットワークか VPN が必要な場合があります。',
  'network.offline': 'このコンピューターはネットワークに接続されていないようです。',
  'network.offline.next': 'ネットワーク (または VPN) に接続して、もう一度試してください。',
  'network.macos':
    'macOS が、ローカルネットワークの {host} へのこのプログラムのアクセスを止めました。',
  'network.macos.next':
    '「システム設定」→「プライバシーとセキュリティ」→「ローカルネットワーク」で、このプログラムを許可してください。',
  'network.late': '指定された時間内に応答がありませんでした。',
  'network.late.next': 'しばらくしてからもう一度試してください。',
  'network.cancelled': 'キャンセルしました。',
  'network.cancelled.next': '必要なときに、もう一度始めてください。',
  'network.too-large': '短い文書のはずが、{host} から {size} を超えるデータが届きました。',
  'network.too-large.next':
    'アドレスを確認してください。正しい応答の内容はサーバーの管理者に問い合わせてください。',
  'network.not-address': 'Web アドレスではありません。',
  'network.not-address.next': 'https://… のようなアドレスを使ってください。',
  'network.credentials': '{host} のアドレスにユーザー名またはパスワードが含まれています。',
  'network.credentials.next':
    'アドレスから取り除いてください。必要なものはサインインのときに確認します。',
  'network.unencrypted':
    'アドレス {origin} は暗号化されないため (https ではなく http)、送信内容をほかの人に読まれるおそれがあります。',
  'network.unencrypted.next':
    'このサーバーの https のアドレスを使ってください。ない場合は管理者に依頼してください。',
  'network.unencrypted.confirm':
    'https のアドレスを使うか、社内ネットワークのこのサーバーを暗号化なしで使ってよいか確認してください。',
  'network.forbidden':
    'アドレス {origin} は、どのサーバーもこのプログラムに指定してはならない場所につながっています。',
  'network.forbidden.next':
    'アドレスを確認してください。サーバーが指定したものなら、そのサーバーの管理者に知らせてください。',
  'network.crossed':
    '{home}が {origin} を指定し、その先は{zone}につながっています。保護のため拒否しました。',
  'network.crossed.next':
    '意図したものであれば、このサーバーにこのアドレスを許可するよう IT 部門に依頼してください。',
  'network.home.person': '入力したアドレス',
  'network.home.server': '{zone}にあるサーバー',

  'certificate.early': '{host} の証明書はまだ有効ではありません。',
  'certificate.expired': '{host} またはその認証局の証明書の有効期限が切れています。',
  'certificate.expired.next':
    'このコンピューターの日時を確認してください。正しければ、サーバーの管理者が証明書を更新する必要があります。',
  'certificate.wrong-host': '{host} の提示した証明書は、別の名前に対して発行されています。',
  'certificate.wrong-host.next':
    'アドレスを確認してください。正しければ、サーバーの管理者が証明書にこの名前を追加する必要があります。',
  'certificate.chain':
    '{host} が、自身の証明書とこのコンピューターの信頼する認証局の間にある「{issuer}」の証明書を送っていません。',
  'certificate.chain.next':
    'サーバーの管理者が、証明書チェーン全体を設定する必要があります。発行者が会社なら、その証明書ファイルを接続に追加しても解決します。',
  'certificate.untrusted':
    '{host} の証明書は、このコンピューターの信頼していない「{issuer}」が発行しています。',
  'certificate.untrusted.next':
    '会社のサーバーなら、認証局のファイルを IT 部門から受け取り、接続の設定で指定してください。',
  'certificate.issuer.unknown': '不明な認証局',
  'certificate.issuer.unnamed': '名前のない認証局',
  'certificate.file': '証明書ファイル {file} を読み取れません。',
  'certificate.file.next':
    'ファイルがあり、PEM 形式の証明書 (-----BEGIN CERTIFICATE-----) であることを確認してください。',
  'file.unreadable': 'ファイル {path} を読み取れません。',
  'file.unreadable.next': '名前と読み取り権限を確認してください。',
}
