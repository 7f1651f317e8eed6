/** Japanese: signing in: what is asked on the way, what was changed for the server, and why it ended. */
import type { signIn as english } from '#contract/sayings/sign-in.ts'
import type { SayingsLike } from '../../tell.ts'

export const signIn: SayingsLike<typeof english> = {
  'ask.pkce-unlisted':
    '{issuer} は、サインインコードの盗難を防ぐ仕組み (PKCE) への対応を示していません。このアプリは PKCE を使いますが、サーバーが無視する場合、このコンピューターの別のプログラムにサインインを乗っ取られるおそれがあります。',
  'ask.try-again': '{why}もう一度試しますか?',
  'ask.more-scopes': '{name} がこの操作のために追加の権限を求めています: {scopes}',
  'ask.more-scopes.unnamed': '内容は示されていません',
  'ask.command':
    '接続を使うたびに、このコンピューターで次のコマンドがあなたの権限で実行されます。あなたにできることは何でもできます。\n  {command}\n  フォルダー: {folder}\n  {variables}',
  'ask.command.no-variables': '環境変数: なし',
  'ask.command.variables': '環境変数: {variables} (ほかの値は表示しません)',

  'note.resource-left-out':
    'サインインサーバーが resource パラメーターを受け付けないため、省略します。',
  'note.scope-reduced':
    'サインインサーバーがスコープを拒否したため、次のスコープは求めません: {scopes}',
  'note.callback-spelling':
    'サインインサーバーがコールバックアドレスの「{refused}」を受け付けないため、「{spelling}」を使います。',
  'note.browser-not-opened': 'ブラウザーを開けませんでした。',
  'note.pasted-old':
    '貼り付けたアドレスは別のサインインのものです。最新のサインインのアドレスを貼り付けてください。',

  'pasted.unusable': '貼り付けた内容を使えません。{why}',
  'pasted.next':
    '最後に表示されたページのアドレスを、http から末尾まですべてコピーして貼り付け直してください。',
  'pasted.nothing': '使える内容がありません。',
  'pasted.no-code': 'サインインコードと state がそろっていません。',
  'pasted.neither': 'アドレスでもサインインコードでもありません。',
  'pasted.code-alone': 'サインインコードだけでは確認できません。state も必要です。',

  'pkce-unconfirmed':
    'サインインサーバーが PKCE への対応を示していないため、サインインを始めませんでした。',
  'pkce-unconfirmed.next':
    'サーバーの管理者にメタデータへの S256 の記載を依頼するか、もう一度接続して同意してください。',
  'no-pkce': 'サインインサーバーが、このアプリに必須の保護 (S256 の PKCE) に対応していません。',
  'no-pkce.next': 'S256 への対応が必要だと、サーバーの管理者に伝えてください。',
  'no-sign-in-page': 'サインインサーバーがサインインページの場所を示していません。',
  'no-sign-in-page.next':
    'メタデータに認可エンドポイントがないことを、サーバーの管理者に伝えてください。',
  'unsafe-sign-in-page': 'サーバーの指定したサインインページは、安全に開けません。',
  'unsafe-sign-in-page.next':
    'このサーバーにサインインしないでください。認可エンドポイントは https のアドレスでなければならないと、サーバーの管理者に伝えてください。',
  'reply.issuer-missing':
    'サインインサーバーが示すと約束した発行者が、サインインの応答にありません。',
  'reply.issuer-missing.next':
    'サーバーの管理者に知らせてください。iss パラメーター (RFC 9207) を送ると宣言していながら、送っていません。',
  'reply.issuer-mismatch': 'サインインを始めたのとは別のサインインサーバーから応答が届きました。',
  'reply.issuer-mismatch.next':
    '攻撃の可能性があります。サーバーの管理者から説明があるまで、もう一度試さないでください。',
  'reply.state-mismatch': 'この応答は、待っているサインインのものではありません。',
  'reply.state-mismatch.next': '最新のサインインページを使うか、サインインをやり直してください。',
  'reply.empty': 'サインインサーバーが、サインインコードも理由も付けずに応答しました。',
  'reply.empty.next': 'もう一度試し、続く場合はサーバーの管理者に知らせてください。',
  'denied-at-page': 'サインインページでアクセスが拒否されました。',
  'denied.next':
    'もう一度サインインして同意するか、このサーバーを使えるアカウントかどうか IT 部門に問い合わせてください。',
  'client-unknown': 'サインインサーバーがこのアプリを認識していません。',
  'client-unknown.next': '登録を破棄して再サインインするか、クライアント ID を確認してください。',
  'interaction-needed':
    'サインインサーバーがサインインまたは同意を求めましたが、画面を表示できませんでした。',
  'interaction-needed.next':
    'もう一度サインインしてください。必要ならプライベートウィンドウを使ってください。',
  'sign-in-server-failed': 'サインイン中にサインインサーバーでエラーが発生しました。',
  'try-later.next': '後でもう一度試し、続く場合はサーバーの管理者に知らせてください。',
  'sign-in-request-refused': 'サインインサーバーがサインイン要求を拒否しました。',
  'pass-on-details.next': '詳細をサーバーの管理者に伝えてください。',
  'step-up-loop': '先ほど求めたばかりの権限を、サーバーが再び求めています。',
  'step-up-loop.next':
    'この操作ができるアカウントかどうか、サーバーの管理者に問い合わせてください。サインインし直しても解決しません。',
  'step-up-endless': 'サーバーが追加の権限を何度も続けて求めました。',
  'step-up-endless.next':
    'どの操作だったかをサーバーの管理者に伝えてください。要求が終わりません。',
  'not-completed': '制限時間内にサインインが完了しませんでした。',
  'not-completed.next':
    'もう一度始めてください。サインインページにエラーが表示されていた場合は「登録を破棄して再サインイン」を選んでください。',
  'sign-in-cancelled': 'サインインをキャンセルしました。',
  'sign-in-cancelled.next': '準備ができたら、もう一度始めてください。',
  'no-device-sign-in':
    'このサインインサーバーは、別のデバイスでコードを入力するサインインに対応していません。',
  'no-device-sign-in.next':
    'ブラウザーでサインインするか、最後のページのアドレスを貼り付けてください。',
  'device-address-unsafe': 'コードを入力するアドレスが、安全な Web アドレスではありません。',
  'device-address-unsafe.next': '何も開いていません。サーバーの管理者に知らせてください。',
  'no-screen': 'ブラウザーを開ける画面がありません。',
  'no-browser': 'ブラウザーを起動できませんでした。',
  'no-browser.next':
    'サインインのリンクを、任意のブラウザーで開いてください。別のコンピューターでもかまいません。その後、最後のページのアドレスを貼り付けてください。',
  'callback-port-busy': '{program}が、サインインの戻り先のポート ({ports}) を使っています。',
  'callback-port-busy.another': '別のプログラム',
  'callback-port-busy.next':
    'そのプログラムを閉じて、もう一度試してください。サインイン中の別のクライアントであることが多いです。',
  'sign-in-page-fails':
    'サインインページがエラー ({status}) を返しており、サインインから戻ってきませんでした。',
  'sign-in-page-fails.next':
    '後でもう一度試し、ブラウザーにもエラーが表示される場合はサーバーの管理者に知らせてください。',
}
