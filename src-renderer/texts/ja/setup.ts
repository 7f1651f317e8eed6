/** Japanese: setting up a server, signing in, and the questions on the way. */
import type { Texts } from '../language.ts'

export const setup: Texts['setup'] = {
  title: 'サーバーを追加',
  steps: { look: '調べる', details: '詳細', signIn: 'サインイン', done: '完了' },
  stepsLabel: 'セットアップの手順',
  looking: 'サインイン方法をサーバーに問い合わせています…',
  probeStep: {
    probe: 'サーバー自身に問い合わせ',
    'resource-metadata': 'サインインの説明を検索',
    'server-metadata': 'サインインサーバーに問い合わせ',
  },
  showTrace: (count) => `問い合わせと応答 (${count})`,
  verdict: {
    'registers-itself': 'このサーバーはアプリを自動登録します',
    'identified-by-document': 'このサーバーは文書でこのアプリを識別します',
    'app-by-hand': '管理者がアプリを作成する必要があります',
    'no-login': 'ログインは不要です',
    'login-optional': 'ログインなしで動作しますが、一部のツールには必要です',
    'login-not-discoverable': 'ログインが必要ですが、サーバーが場所を示していません',
  },
  verdictHelp: {
    'registers-itself': '続けてブラウザーでサインインすれば完了です。',
    'identified-by-document': '続けてブラウザーでサインインすれば完了です。',
    'app-by-hand':
      'サインインサーバーは、そこで作成されたアプリだけを受け付けます。次の手順で、入力する内容をすべてコピーできる形で表示します。管理者宛ての文面もあります。',
    'no-login': 'サーバーは誰にでも応答します。続けてツールを確認してください。',
    'login-optional': '今すぐでも、後からでもサインインできます。',
    'login-not-discoverable':
      '受け取ったトークンを下のヘッダーに入力するか、サーバーの管理者に問い合わせてください。',
  },
  headerVerdict: 'Authorization ヘッダーがログインの代わりになります',
  headerVerdictHelp: 'サインイン方法は調べません。すべてのリクエストにこのヘッダーを付けます。',
  understood: '貼り付けた内容から読み取ったもの',
  name: '名前',
  description: '説明',
  descriptionHelp: 'ご自身用のメモです。',
  headers: 'ヘッダー',
  headersHelp: 'このサーバーへのすべてのリクエストに付きます。値は保管庫に入り、再表示されません。',
  headerName: 'ヘッダー名',
  headerValue: '値',
  addHeader: 'ヘッダーを追加',
  removeHeader: (name) => `ヘッダー ${name} を削除`,
  headerBad: 'ヘッダー名に使えるのは英数字とハイフンだけです。',
  bearerNotice: '検出はオフです。このヘッダーがログインになります。',
  advanced: 'ログインホスト、スコープなど特別な場合',
  lookAgain: 'この設定でもう一度調べる',
  tunnel: 'Edge Tunnel を使う',
  tunnelAdvice: {
    public:
      '不要です。プラットフォームはこの公開サーバーに直接接続できます。使ってもトークンはこのコンピューターに残ります。',
    private:
      '推奨します。このサーバーはプライベートネットワークにあり、プラットフォームからは届きません。',
    loopback:
      '推奨します。このサーバーはこのコンピューターで動いており、プラットフォームからは届きません。',
  },
  recommended: '推奨',
  tunnelNotLinked: 'このコンピューターはまだトンネルにリンクされていません。今でも後でもできます。',
  linkNow: 'トンネルをリンク',
  connect: '接続',
  connectSignIn: 'サインインへ進む',
  nameMissing: '接続の名前を入力してください。',
}

export const journey: Texts['journey'] = {
  signInTitle: (name) => `${name} にサインイン`,
  useTitle: (name) => `${name} が追加の権限を求めています`,
  resumed: 'アプリの再起動後に続きから再開しました。',
  registering: {
    'pre-registered': '入力されたアプリを使用しています…',
    cimd: '文書でこのアプリを紹介しています…',
    dcr: 'サーバーにこのアプリを登録しています…',
    manual: '手動で作成するアプリを待っています…',
  },
  waitingTitle: 'ブラウザーでサインインしてください',
  waitingText: 'ブラウザーのページを開きました。完了すると、このウィンドウは自動的に先へ進みます。',
  waitingLink:
    '下のリンクをブラウザーで開いてください。完了すると、このウィンドウは自動的に先へ進みます。',
  waitingAsRoot:
    'アプリは root で動いているため、このページはアプリのウィンドウではなく、お使いのブラウザーで開きます。開かない場合は、リンクをコピーして、自分のユーザーで起動したブラウザーで開いてください。',
  waitingElsewhere:
    'このサインインは AI プラットフォームのページで終わります。そのときこのウィンドウが自動で進まなければ、そのページのアドレス全体をコピーしてここに貼り付けてください。含まれるコードはほかの人には使えません。',
  openAgain: 'もう一度開く',
  openPage: 'ブラウザーで開く',
  copyLink: 'リンクをコピー',
  timeLeft: (span) => `残り ${span}`,
  attempt: (count) => `サインインページ ${count}`,
  pasteTitle: '別のコンピューターでサインインした、または最後のページが開かないとき',
  pasteHelp: '最後に表示されたページのアドレス全体を貼り付けてください。',
  pasteLabel: '最後のページのアドレス',
  pasteSend: 'このアドレスを使う',
  useDevice: 'コードでサインイン',
  useDeviceHelp: 'スマートフォンや別のコンピューターで短いコードを入力します。',
  deviceTitle: 'このコードを入力してください',
  deviceText:
    '任意のデバイスでページを開き、コードを入力してください。このウィンドウは自動的に先へ進みます。',
  deviceCode: 'コード',
  devicePage: 'ページ',
  cancelHint: 'Esc でキャンセル',
  verifying: 'サーバーにツールを問い合わせています…',
  doneTitle: (name) => `${name} の準備ができました`,
  doneTools: (count) => `ツール ${count} 個`,
  doneScopes: '権限',
  seeTools: 'ツールを見る',
  toConnection: '接続へ移動',
  addAnother: '別のサーバーを追加',
  platformTitle: 'AI プラットフォームに入力してください',
  platformText:
    'プラットフォームは Edge Tunnel を通じてサーバーに届きます。トークンはこのコンピューターに残ります。',
  platformUrl: 'MCP サーバーのアドレス',
  platformHeader: '認証ヘッダー',
  platformHeaderHelp: '値はトンネルの管理者から受け取ったアクセスキーです',
  cancelledTitle: 'キャンセルしました',
  cancelledText: '中途半端に残ったものはありません。',
  notes: (count) => `知っておくとよいこと (${count})`,
  gone: 'すでに終了しています。',
  question: {
    'plain-http': '暗号化せずにサインイン情報を送りますか?',
    'pkce-unlisted': 'PKCE の保証なしで続けますか?',
    'issuer-path-lost': '正しいサインインサーバーですか?',
    'new-scopes': '追加の権限を許可しますか?',
    'other-spelling': '別のコールバックアドレスを試しますか?',
    'run-command': 'このコンピューターでこのコマンドを実行しますか?',
  },
  questionHelp: {
    'plain-http':
      'このサーバーには暗号化なしの http で接続します。途中の誰もがトークンを読めます。信頼できるネットワークでのみ「はい」を選んでください。',
    'pkce-unlisted':
      'PKCE は盗まれたコードを無効にします。サーバーは対応を明示していませんが、いずれにしても使用します。',
    'issuer-path-lost':
      'サインインサーバーの名乗る名前が、サーバーの案内と少し異なります。両者を比べてください。',
    'new-scopes':
      '依頼した操作のために、サーバーがこの権限を求めています。ブラウザーでもう一度確認します。',
    'other-spelling':
      'サインインサーバーがコールバックアドレスを拒否しました。2 つの表記の一方だけを受け付けるサーバーは多くあります。',
    'run-command':
      'コマンドはあなたの権限で動き、あなたにできることは何でもできます。出所が分かる場合のみ「はい」を選んでください。',
  },
  yes: 'はい、続ける',
  no: 'いいえ',
}

export const client: Texts['client'] = {
  title: 'アプリを手動で作成する必要があります',
  why: '確認する理由',
  lead: (issuer) =>
    `サインインサーバー ${issuer} は、そこで作成されたアプリだけを受け付けます。作成するか管理者に文面を送り、クライアント ID を入力してください。`,
  makeStep: '1. アプリを作成',
  enterStep: '2. 受け取った値を入力',
  callback: 'コールバックアドレス',
  callbackHelp: 'このとおり正確に登録してください。複数登録できる場合はすべて登録してください。',
  platform: 'プラットフォーム',
  platformHelp:
    'プラットフォームがすでに登録したアプリ用です。サインインはそのページで終わり、このアプリのウィンドウがそこで止まって応答を受け取ります。',
  spelling: '表記',
  scopes: 'スコープ',
  noScopes: 'サーバーは指定していません。',
  method: 'アプリの認証方式',
  methods: {
    none: '公開クライアント、シークレットなし (PKCE)',
    client_secret_post: 'リクエスト本文のシークレット (client_secret_post)',
    client_secret_basic: 'ヘッダーのシークレット (client_secret_basic)',
    private_key_jwt: '鍵で署名 (private_key_jwt)',
  },
  recipe: (provider) => `${provider} での手順`,
  recipeSource: '出典',
  forAdmin: '管理者宛ての文面をコピー',
  clientId: 'クライアント ID',
  clientSecret: 'クライアントシークレット',
  secretNeeded: 'このサーバーでは必要です。',
  secretOptional: 'アプリにある場合のみ。',
  reveal: 'シークレットを表示',
  conceal: 'シークレットを隠す',
  replace: 'シークレットを置き換える',
  check: 'サインイン前に確認',
  checkOther: (spelling) => `${spelling} で確認`,
  verdict: {
    accepted: 'サーバーはクライアント ID を認識し、コールバックアドレスを受け付けます。',
    'client-unknown': 'サーバーはこのクライアント ID を認識していません。',
    'callback-refused': 'サーバーはこのアプリのコールバックアドレスを受け付けません。',
    'cannot-tell': 'サーバーに確認できません。サインインすればわかります。',
  },
  submit: 'サインインへ進む',
  later: '後で',
  adminText: (facts) =>
    [
      'お世話になっております。',
      '',
      `${facts.issuer} でサインインする MCP サーバーを使いたいのですが、そちらで OAuth アプリを作成していただけますか。`,
      '',
      'アプリの種類: ネイティブ/デスクトップ、PKCE (S256) 付き authorization code',
      'コールバックアドレス (表記どおり正確に):',
      ...facts.callbacks.map((each) => `  ${each}`),
      `スコープ: ${facts.scopes.join(' ') || '特になし'}`,
      `アプリの認証方式: ${facts.method}`,
      '',
      'クライアント ID と、あればクライアントシークレットを安全な方法でお送りください。',
    ].join('\n'),
}
