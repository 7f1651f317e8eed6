/** The few words the shell itself says: menus, dialogs, notifications. The window has catalogs of its own. */

export const languages = ['en', 'ko', 'ja'] as const
export type Language = (typeof languages)[number]

const english = {
  product: 'AIP Desktop',
  open: 'Open AIP Desktop',
  quit: 'Quit AIP Desktop',
  quitAndStop: 'Quit and stop the tunnel',
  tunnelOff: 'Edge Tunnel: off',
  tunnelStarting: 'Edge Tunnel: starting',
  tunnelOnline: 'Edge Tunnel: online',
  tunnelOffline: 'Edge Tunnel: offline',
  tunnelPaused: 'Edge Tunnel: paused',
  tunnelFailed: 'Edge Tunnel: failed',
  pauseTunnel: 'Pause the tunnel',
  resumeTunnel: 'Resume the tunnel',
  needSignIn: (count: number) =>
    count === 1 ? '1 connection needs a sign-in' : `${count} connections need a sign-in`,
  signInNeededTitle: (name: string) => `${name} needs a sign-in`,
  signInNeededBody: 'Open AIP Desktop to sign in again.',
  stillRunningTitle: 'The tunnel keeps running',
  stillRunningBody: 'AIP Desktop stays in the tray. Quit it there to stop the tunnel.',
  quitQuestion: 'Quit AIP Desktop?',
  quitExposed: (names: string) => `The platform can no longer reach: ${names}.`,
  quitTunnel: 'The tunnel stops.',
  quitCalls: (count: number) =>
    count === 1 ? '1 running tool call ends.' : `${count} running tool calls end.`,
  cancel: 'Cancel',
  openInBrowser: 'Open in your browser instead',
  signInMenu: 'Sign-in',
  reloadPage: 'Reload this page',
  closeWindow: 'Close this window',
  pageRefused: 'This page cannot be shown here',
  pageNotEncrypted: 'The sign-in leads to a page without encryption.',
  pageOtherProgram: 'The sign-in wants to start another program.',
  pageUnreadable: 'The sign-in leads to an address that is not one.',
  pageCertificate:
    'The certificate of the page could not be verified. Certificates from a file are used by the app itself, but not in this window.',
  chooseCertificate: 'Which certificate do you want to show?',
  certificateAsked: (host: string) => `${host} asks for a certificate that says who you are.`,
  noCertificate: 'None',
  addServerQuestion: 'Set up this server?',
  addServerDetail: (name: string, url: string) =>
    `A link asks AIP Desktop to set up a server.\n\n${name === '' ? '' : `Name: ${name}\n`}Address: ${url}\n\nContinue only if you expected this.`,
  addServer: 'Continue',
  linkUnusable: 'This link is not one AIP Desktop understands. Nothing was done.',
  windowGone: 'The window stopped working',
  windowGoneDetail: 'It ended several times in a row. A running tunnel goes on.',
  tryAgain: 'Try again',
  startFailed: 'AIP Desktop could not start',
}

export type Texts = typeof english

const korean: Texts = {
  product: 'AIP Desktop',
  open: 'AIP Desktop 열기',
  quit: 'AIP Desktop 종료',
  quitAndStop: '종료하고 터널 중지',
  tunnelOff: 'Edge Tunnel: 꺼짐',
  tunnelStarting: 'Edge Tunnel: 시작하는 중',
  tunnelOnline: 'Edge Tunnel: 온라인',
  tunnelOffline: 'Edge Tunnel: 오프라인',
  tunnelPaused: 'Edge Tunnel: 일시 중지됨',
  tunnelFailed: 'Edge Tunnel: 실패',
  pauseTunnel: '터널 일시 중지',
  resumeTunnel: '터널 다시 시작',
  needSignIn: (count) => `로그인이 필요한 연결 ${count}개`,
  signInNeededTitle: (name) => `${name}: 로그인이 필요합니다`,
  signInNeededBody: 'AIP Desktop을 열어 다시 로그인하세요.',
  stillRunningTitle: '터널이 계속 실행됩니다',
  stillRunningBody:
    'AIP Desktop이 트레이에 남아 있습니다. 터널을 중지하려면 트레이에서 종료하세요.',
  quitQuestion: 'AIP Desktop을 종료할까요?',
  quitExposed: (names) => `플랫폼에서 더 이상 연결할 수 없습니다: ${names}.`,
  quitTunnel: '터널이 중지됩니다.',
  quitCalls: (count) => `실행 중인 도구 호출 ${count}개가 끝납니다.`,
  cancel: '취소',
  openInBrowser: '브라우저에서 열기',
  signInMenu: '로그인',
  reloadPage: '페이지 새로 고침',
  closeWindow: '창 닫기',
  pageRefused: '이 페이지는 여기에 표시할 수 없습니다',
  pageNotEncrypted: '로그인이 암호화되지 않은 페이지로 이어집니다.',
  pageOtherProgram: '로그인이 다른 프로그램을 시작하려고 합니다.',
  pageUnreadable: '로그인이 올바르지 않은 주소로 이어집니다.',
  pageCertificate:
    '페이지의 인증서를 확인할 수 없습니다. 파일에서 추가한 인증서는 앱에서만 사용되고 이 창에서는 사용되지 않습니다.',
  chooseCertificate: '어떤 인증서를 제시할까요?',
  certificateAsked: (host) => `${host}에서 본인을 확인하는 인증서를 요청합니다.`,
  noCertificate: '없음',
  addServerQuestion: '이 서버를 설정할까요?',
  addServerDetail: (name, url) =>
    `링크가 AIP Desktop에 서버 설정을 요청합니다.\n\n${name === '' ? '' : `이름: ${name}\n`}주소: ${url}\n\n예상한 요청일 때만 계속하세요.`,
  addServer: '계속',
  linkUnusable: 'AIP Desktop이 이해할 수 없는 링크입니다. 아무 작업도 하지 않았습니다.',
  windowGone: '창이 작동을 멈췄습니다',
  windowGoneDetail: '연달아 여러 번 종료되었습니다. 실행 중인 터널은 계속됩니다.',
  tryAgain: '다시 시도',
  startFailed: 'AIP Desktop을 시작할 수 없습니다',
}

const japanese: Texts = {
  product: 'AIP Desktop',
  open: 'AIP Desktop を開く',
  quit: 'AIP Desktop を終了',
  quitAndStop: '終了してトンネルを停止',
  tunnelOff: 'Edge Tunnel: オフ',
  tunnelStarting: 'Edge Tunnel: 開始しています',
  tunnelOnline: 'Edge Tunnel: オンライン',
  tunnelOffline: 'Edge Tunnel: オフライン',
  tunnelPaused: 'Edge Tunnel: 一時停止中',
  tunnelFailed: 'Edge Tunnel: 失敗',
  pauseTunnel: 'トンネルを一時停止',
  resumeTunnel: 'トンネルを再開',
  needSignIn: (count) => `サインインが必要な接続: ${count} 件`,
  signInNeededTitle: (name) => `${name}: サインインが必要です`,
  signInNeededBody: 'AIP Desktop を開いて、もう一度サインインしてください。',
  stillRunningTitle: 'トンネルは動作を続けます',
  stillRunningBody:
    'AIP Desktop はトレイに残ります。トンネルを停止するには、トレイから終了してください。',
  quitQuestion: 'AIP Desktop を終了しますか?',
  quitExposed: (names) => `プラットフォームから接続できなくなります: ${names}。`,
  quitTunnel: 'トンネルが停止します。',
  quitCalls: (count) => `実行中のツール呼び出し ${count} 件が終了します。`,
  cancel: 'キャンセル',
  openInBrowser: 'ブラウザーで開く',
  signInMenu: 'サインイン',
  reloadPage: 'ページを再読み込み',
  closeWindow: 'ウィンドウを閉じる',
  pageRefused: 'このページはここに表示できません',
  pageNotEncrypted: 'サインインが暗号化されていないページに進もうとしています。',
  pageOtherProgram: 'サインインが別のプログラムを起動しようとしています。',
  pageUnreadable: 'サインインが正しくないアドレスに進もうとしています。',
  pageCertificate:
    'ページの証明書を確認できませんでした。ファイルから追加した証明書はアプリ本体だけで使われ、このウィンドウでは使われません。',
  chooseCertificate: 'どの証明書を提示しますか?',
  certificateAsked: (host) => `${host} が本人確認の証明書を求めています。`,
  noCertificate: 'なし',
  addServerQuestion: 'このサーバーを設定しますか?',
  addServerDetail: (name, url) =>
    `リンクが AIP Desktop にサーバーの設定を求めています。\n\n${name === '' ? '' : `名前: ${name}\n`}アドレス: ${url}\n\n心当たりがある場合だけ続けてください。`,
  addServer: '続ける',
  linkUnusable: 'AIP Desktop が理解できないリンクです。何も行いませんでした。',
  windowGone: 'ウィンドウが動作を停止しました',
  windowGoneDetail: '続けて何度も終了しました。実行中のトンネルは動作を続けます。',
  tryAgain: 'もう一度試す',
  startFailed: 'AIP Desktop を起動できませんでした',
}

const catalogs: Readonly<Record<Language, Texts>> = { en: english, ko: korean, ja: japanese }

/** The texts for the person's choice, else for the system's languages in their order (BCP 47), else English. */
export function textsFor(choice: 'system' | Language, systemLanguages: readonly string[]): Texts {
  if (choice !== 'system') return catalogs[choice]
  const wanted = systemLanguages.map((tag) => tag.toLowerCase().split('-')[0])
  const found = wanted.flatMap((tag) => languages.filter((language) => language === tag))[0]
  return catalogs[found ?? 'en']
}
