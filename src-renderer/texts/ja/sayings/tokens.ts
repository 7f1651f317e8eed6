/** Japanese: what a sign-in server answered in place of a token, and what is the matter with a stored sign-in. */
import type { tokens as english } from '#contract/sayings/tokens.ts'
import type { SayingsLike } from '../../tell.ts'

export const tokens: SayingsLike<typeof english> = {
  'token.pause': '短時間にリクエストが多すぎるため、サインインサーバーが待つよう求めています。',
  'token.pause.next': '数分待ってから、もう一度試してください。',
  'token.server-failed': 'サインインサーバーで、トークンの発行中にエラーが発生しました。',
  'token.unusable': 'サインインサーバーの応答に、使えるトークンがありません。',
  'token.details.next': '詳細をサーバーの管理者に知らせてください。',
  'resource-refused':
    'サインインサーバーが、このサーバーのアドレスをトークンの用途として受け付けません。',
  'resource-refused.next':
    '接続の設定で resource パラメーターを「省略する」にしてください。Microsoft Entra ID の場合は、アプリケーション ID URI で始まり /.default で終わるスコープを求めてください。',
  'token.client-unknown': 'サインインサーバーがこのアプリを認識しなくなりました。',
  'token.client-unknown.next':
    '登録を破棄して再サインインしてください。アプリが新しく登録されます。',
  'token.client-not-allowed':
    'サインインサーバーはこのクライアントを認識していますが、この方法でのトークンの取得を許可していません。',
  'token.client-not-allowed.next':
    'このクライアントにこのサインイン方法を許可するよう、サーバーの管理者に依頼してください。',
  'token.client-rejected':
    'サインインサーバーが、クライアント ID とシークレットを受け付けませんでした。',
  'token.client-rejected.next':
    'クライアント ID とクライアントシークレットを確認して、もう一度入力してください。シークレットが必須のサーバーもあり、期限切れの可能性もあります。',
  'scope-refused': 'サインインサーバーが、求めたスコープを許可しません。',
  'scope-refused.next':
    'この接続のスコープを変更するか、使えるスコープをサーバーの管理者に問い合わせてください。',
  'redirect-refused': 'サインインサーバーが、このアプリのコールバックアドレスを受け付けません。',
  'redirect-refused.next':
    'コールバックアドレスを表示どおりに登録するか、「localhost」と「127.0.0.1」の表記を切り替えてください。',
  'device-code-late': '制限時間内にコードが入力されませんでした。',
  'device-code-late.next': 'サインインをやり直して、新しいコードを入力してください。',
  'token.denied': 'サインインサーバーでアクセスが拒否されました。',
  'token.grant-type': 'サインインサーバーがこのサインイン方法に対応していません。',
  'token.grant-type.next':
    '別のサインイン方法を選ぶか、この方法を許可するようサーバーの管理者に依頼してください。',
  'token.expired': 'サインインの有効期限が切れたか、取り消されました。',
  'sign-in-again.next': 'もう一度サインインしてください。',
  'token.code-refused': 'サインインサーバーがサインインの結果を受け付けませんでした。',
  'token.code-refused.next':
    'もう一度サインインしてください。サインインコードは短い時間に 1 回だけ有効です。',
  'token.request-refused': 'サインインサーバーがトークンの要求を拒否しました。',
  'token.request-refused.next':
    '詳細にあるサーバーの応答を確認し、サーバーの管理者に伝えてください。',
  'token.enterprise': 'このサーバーが会社のサインインを受け付けませんでした。',
  'token.enterprise.next':
    '会社のアカウントでもう一度サインインし、解決しない場合は、このサーバーでこのアプリを許可するよう IT 部門に依頼してください。',
  'token.workload': 'サインインサーバーがこのワークロードの ID を受け付けませんでした。',
  'token.workload.next':
    'ID トークンの発行者、対象、有効期間と、サーバーがその発行者を信頼しているかを確認してください。',
  'token.broke-off': 'サインインサーバーの応答の途中で接続が切れました。',
  'token.broke-off.next':
    'もう一度試し、再び切れる場合はネットワークとプロキシを確認してください。',
  'token.too-large': '数行で済むはずの応答が 1 MB を超えました。',
  'token.too-large.next': 'サーバーの管理者に知らせてください。応答は読まずに破棄しました。',
  'token.no-endpoint': 'サインインサーバーが、必要なアドレス ({endpoint}) を示していません。',
  'token.no-endpoint.next':
    'メタデータにこのアドレスがないことを、サーバーの管理者に伝えてください。',
  'token.ended': 'サインインは終了しました。サーバーから延長の手段を受け取っていません。',
  'token.not-asked': 'サインインサーバーに新しいトークンを要求できませんでした。',
  'token.not-asked.next': '後でもう一度試してください。サインインは保持されます。',
  'token.late': 'サインインサーバーが、新しいトークンの要求に制限時間内に応答しませんでした。',
  'token.late.next': '少し待ってからもう一度試してください。サインインは保持されます。',

  'grant.nobody': 'この接続には誰もサインインしていません。',
  'grant.nobody.next': 'サインインしてください。',
  'grant.not-accepted':
    'サーバーがこのサインインを受け付けなくなりました。更新するには、もう一度サインインする必要があります。',
  'grant.run-out':
    'サインインの有効期限が切れました。更新するには、もう一度サインインする必要があります。',
  'grant.rejected': 'サーバーが、発行されたばかりのトークンを拒否しています。',
  'grant.rejected.next':
    'もう一度サインインし、解決しない場合はサーバーの管理者に知らせてください。',
  'grant.other-client': '保存されたサインインは別のクライアントのものです。',
  'grant.other-issuer': '保存されたサインインは別のサインインサーバーのものです。',
  'grant.other-server': '保存されたサインインは別のサーバー用のものです。',
  'grant.foreign.next': 'この接続にもう一度サインインしてください。',
  'grant.unreadable': 'この接続の保存されたサインインを読み取れません。',
  'grant.unreadable.next': 'AIP Desktop を更新するか、この接続にもう一度サインインしてください。',
  'grant.busy': '別の AIP Desktop のプロセスがこの接続を使っており、終わりません。',
  'grant.busy.next':
    'もう一度試し、続く場合はほかの AIP Desktop のウィンドウとコマンドを閉じてください。',

  'revoke.not-asked': 'サーバーに要求できませんでした',
}
