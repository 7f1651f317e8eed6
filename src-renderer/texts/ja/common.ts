/** Japanese: words that stand on many screens, the frame, and problems. */
import type { Texts } from '../language.ts'
import { problemWords } from './problems.ts'
import { tellSaying } from './tell.ts'

export const common: Texts['common'] = {
  product: 'AIP Desktop',
  copy: 'コピー',
  copied: 'コピーしました',
  copyThis: (what) => `コピー: ${what}`,
  close: '閉じる',
  cancel: 'キャンセル',
  save: '保存',
  back: '戻る',
  tryAgain: 'もう一度試す',
  none: 'なし',
  unknown: '不明',
  optional: '任意',
  show: '表示',
  hide: '隠す',
  milliseconds: (ms) => `${Math.round(ms)} ms`,
  span: (seconds) => {
    if (seconds < 60) return `${seconds}秒`
    if (seconds < 3600) return `${Math.floor(seconds / 60)}分${seconds % 60}秒`
    if (seconds < 86_400)
      return `${Math.floor(seconds / 3600)}時間${Math.floor((seconds % 3600) / 60)}分`
    return `${Math.floor(seconds / 86_400)}日${Math.floor((seconds % 86_400) / 3600)}時間`
  },
}

export const frame: Texts['frame'] = {
  navigation: 'メイン',
  connections: '接続',
  tunnel: 'Edge Tunnel',
  settings: '設定',
  underWay: '進行中',
  failed: '失敗',
  needsYou: '操作が必要です',
  add: 'サーバーを追加',
  loading: 'アプリに接続しています…',
  chooseVault: 'トークンの保管場所を選ぶ…',
  vaultDialog: 'トークンの保管場所',
  vaultLead:
    'トークンは通常、このコンピューターのキーチェーンにある鍵で封印されます。別の方法も選べます。封印されずに保存されることはありません。',
  vaultKeychain: 'キーチェーンをもう一度試す',
  vaultPassphrase: 'パスフレーズ',
  vaultPassphraseHelp: 'アプリを起動するたびに入力します。忘れると誰にも復元できません。',
  vaultSession: 'このセッションのみ',
  vaultSessionHelp: 'アプリを終了するとすべて消去されるため、次回は再びサインインが必要です。',
  passphrase: 'パスフレーズ',
  unlock: 'このパスフレーズを使う',
  chooseSession: 'このセッションのみ保持',
  dismiss: '了解',
}

export const problem: Texts['problem'] = {
  words: ({ code, says: particular }) => {
    const [says, next] = problemWords[code]
    return {
      says: particular?.message ? tellSaying(particular.message) : says,
      next: particular?.next ? tellSaying(particular.next) : next,
    }
  },
  step: {
    input: '入力の読み取り中',
    network: 'ネットワークへの接続中',
    discovery: 'サーバーへのサインイン方法の問い合わせ中',
    registration: 'このアプリの登録中',
    'sign-in': 'サインイン中',
    token: 'トークンの取得中',
    verify: '接続の確認中',
    call: 'ツールの呼び出し中',
    vault: '保管庫を開くとき',
    store: 'データの読み書き中',
    tunnel: 'Edge Tunnel で',
    relay: 'リレーで',
    internal: 'アプリの内部で',
  },
  turn: {
    you: 'ご自身で解決できます',
    'server-owner': 'サーバーの管理者の対応が必要です',
    it: 'IT 部門の対応が必要です',
    aip: 'このアプリの不具合です。ご報告ください',
  },
  details: '詳細',
  goSettings: '設定へ移動',
  copyDetails: '詳細をコピー',
  copyForThem: '担当者宛ての文面をコピー',
}
