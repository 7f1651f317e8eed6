/** Japanese: how this app became known to a sign-in server, and why a way was passed over. */
import type { registration as english } from '#contract/sayings/registration.ts'
import type { SayingsLike } from '../../tell.ts'

export const registration: SayingsLike<typeof english> = {
  'way.client-given': 'このサーバー用のクライアント ID が入力されました。',
  'way.client-saved': '以前に入力されたクライアント ID を使います。',
  'way.no-client-given': 'このサーバー用のクライアント ID は入力されていません。',
  'way.no-documents': 'サーバーがクライアント ID 文書を受け付けません。',
  'way.no-document-here': 'このコンピューターにクライアント ID 文書が設定されていません。',
  'way.document': 'サーバーがクライアント ID 文書のアドレスを受け付けるため、登録は不要です。',
  'way.no-registration': 'サーバーがアプリの自動登録を許可していません。',
  'way.no-method':
    'サーバーの受け付けるクライアント認証に、このアプリが登録できるものがありません。',
  'way.registered': 'このアプリをサーバーに登録しました。',
  'way.already-registered': 'このアプリはすでに登録されています。',
  'way.unanswered': '以前の登録で始めた前回のサインインから応答がありませんでした。',
  'way.secret-over': '以前の登録のシークレットの有効期限が切れました。',
  'way.asked-anew': '新しい登録が求められました。',
  'way.approved-only': 'このプロバイダーは承認済みのアプリだけを受け付けます。',
  'way.approved-only-said': 'このプロバイダーは承認済みのアプリだけを受け付けます。応答: {said}',
  'way.wait': '再び登録する前に待つよう、サーバーが求めています。',
  'way.refused': 'サーバーがこのアプリの登録を拒否しました (状態 {status})。',
  'way.refused-said': 'サーバーがこのアプリの登録を拒否しました (状態 {status}: {said})。',
  'way.unusable': '登録用のアドレスから使える応答がありませんでした。',
  'way.answer-no-id': '登録の応答に使えるクライアント ID がありません。',
  'way.answer-method': '登録の応答が、このアプリに与えられていないクライアント認証を求めています。',
  'way.answer-callbacks':
    '登録の応答に、このアプリが求めたコールバックアドレスが 1 つもありません。',
  'said-besides': '{message} サーバーの応答: {said}',
  'one-after-other': '{first}{second}',

  'client-id-needed': 'サインインにはクライアント ID が必要です。{why}',
  'client-id-needed.next':
    '表示されたコールバックアドレスを使ってプロバイダーで OAuth アプリを作成し、受け取ったクライアント ID でもう一度接続してください。',
  'client-document-address': 'クライアント ID 文書のアドレスを使えません。',
  'client-document-address.next':
    'パスがあり # を含まない https のアドレスを、サーバーから見えるとおりに入力してください。',
  'registration-paused': '再び登録する前に待つよう、サインインサーバーが求めました。',
  'issuer-changed':
    'このサーバーは、クライアント ID を作成したときとは別のサインインサーバーを指定しています。',
  'issuer-changed.next':
    '正しい変更かどうかをサーバーの管理者に確認し、新しいサインインサーバーのクライアント ID でもう一度接続してください。',
  'way.documents-only':
    'サーバーはクライアント ID 文書でのみアプリを受け付けますが、このコンピューターには設定されていません。',
  'client-id-needed.documents.next':
    '会社のクライアント ID 文書のアドレスを IT 部門に確認し、そのアドレスでもう一度接続してください。',
}
