/** Japanese: settings, import, and the window that lost its app. */
import type { Texts } from '../language.ts'

export const settings: Texts['settings'] = {
  title: '設定',
  appearance: '外観',
  theme: '配色',
  themes: { system: 'システムに合わせる', light: 'ライト', dark: 'ダーク' },
  language: '言語',
  languages: { system: 'システムに合わせる', en: 'English', ko: '한국어', ja: '日本語' },
  signIn: 'サインイン',
  signInWith: 'サインインページ',
  signInWiths: { popup: 'このアプリのウィンドウで', 'system-browser': '自分のブラウザーで' },
  signInHelp: 'アプリのウィンドウを拒否するプロバイダーは、いずれにしてもブラウザーで開きます。',
  asRoot:
    'アプリは root で動いており、root ではブラウザーのサンドボックスが働きません。そのためアプリのウィンドウはこのコンピューターのページだけを表示し、ほかのサーバーのサインインページはお使いのブラウザーに任せます。ここで開くには、アプリを自分のユーザーで起動してください。',
  platform: 'AI プラットフォーム',
  platformCallback: 'プラットフォームまたはそのコールバックアドレス',
  platformCallbackHelp:
    'このコンピューターではなく AI プラットフォームのコールバックで登録されたアプリにだけ必要です。手作業で作るアプリのフォームで選べるようになります。',
  platformExample: 'https://platform.example.com',
  background: 'バックグラウンド',
  launchAtLogin: 'このコンピューターへのログイン時に起動',
  notifications: 'サインインが必要な接続があれば通知',
  notificationsHelp: 'サーバーごとに 1 日 1 回まで。',
  secrets: 'トークンの保管場所',
  vaultState: '状態',
  vaultStatus: { open: '開いています', closed: 'まだ不要', failed: '開けません' },
  vaultWhy: {
    keychain:
      'トークンはこのコンピューターのファイルに封印されます。開く鍵は OS のキーチェーンにあるため、他の人や他のコンピューターには読めません。',
    passphrase:
      'トークンはパスフレーズで、このコンピューターのファイルに封印されます。パスフレーズなしには誰も開けません。',
    session:
      'トークンはメモリーにだけ保持します。アプリを終了すると消去されるため、次回は再びサインインが必要です。',
  },
  changeVault: '別の方法を選ぶ…',
  dataFolder: 'データフォルダー',
  network: 'ネットワーク',
  networkHelp: '次回のアプリ起動時から有効です。',
  proxy: 'プロキシ',
  proxies: { system: 'システムに合わせる', direct: 'なし', manual: '指定する' },
  proxyUrl: 'プロキシのアドレス',
  proxyExample: 'http://proxy.example.com:8080',
  caFile: '認証局のファイル (PEM)',
  caFileHelp: 'システムの認証局に加えて信頼します。空欄ならなし。',
  save: '保存',
  diagnostics: '診断',
  diagnosticsHelp:
    'サポート担当者に渡すテキストです。秘密情報は含まれず、渡す前に内容を確認できます。',
  makeDiagnostics: '診断を表示',
  diagnosticsTitle: '診断',
  about: '情報',
  version: 'バージョン',
  shell: 'ウィンドウ',
  quit: 'アプリを終了',
  quitTitle: 'アプリを終了しますか?',
  quitText:
    'トンネルが動いています。アプリを終了すると、AI プラットフォームからサーバーに届かなくなります。',
}

export const imports: Texts['imports'] = {
  title: 'サーバーを取り込む',
  lead: 'mcp.json、コマンド、curl、インストールリンクを貼り付けてください。保存する前に、理解した内容を表示します。',
  label: '取り込むテキスト',
  read: '読み取る',
  understood: '理解した内容',
  skipped: '除外',
  save: (count) => `${count} 件のサーバーを保存`,
  missing: (names) => `入力が必要な値: ${names}`,
  withHeaders: (names) => `ヘッダー: ${names}`,
  withClient: (id) => `クライアント ID ${id}`,
  withSecret: '(シークレット付き)',
  result: '取り込みました',
  importedCount: (count) => `接続を ${count} 件追加しました。`,
  signInLater: 'ネットワークへの問い合わせはしていません。必要なところでサインインしてください。',
  toList: '接続へ移動',
  again: 'さらに取り込む',
  export: '書き出し',
  exportHelp:
    'すべての接続を、ほかのクライアント用の mcp.json として書き出します。秘密情報は含まれません。',
  exportButton: 'mcp.json を表示',
}

export const lost: Texts['lost'] = {
  title: 'アプリが終了しました',
  text: 'このウィンドウを動かしていたアプリが終了しました。もう一度開いてください。保存されたものは失われていません。',
  strangerTitle: 'このページはアプリに接続されていません',
  strangerText:
    'リンクがすでに使われたか、リンクなしで開かれたページです。安全のため、何も表示しません。',
  how: 'もう一度開くには、AIP Desktop を起動するか、次を実行してください',
  crashed: 'このウィンドウで問題が発生しました',
  crashedText: 'アプリは動き続けています。ウィンドウを再読み込みして続けてください。',
  reload: '再読み込み',
}
