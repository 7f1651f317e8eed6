/** Korean: settings, import, and the window that lost its app. */
import type { Texts } from '../language.ts'

export const settings: Texts['settings'] = {
  title: '설정',
  appearance: '모양',
  theme: '색상',
  themes: { system: '시스템에 따름', light: '밝게', dark: '어둡게' },
  language: '언어',
  languages: { system: '시스템에 따름', en: 'English', ko: '한국어', ja: '日本語' },
  signIn: '로그인',
  signInWith: '로그인 페이지',
  signInWiths: { popup: '이 앱의 창에서', 'system-browser': '내 브라우저에서' },
  signInHelp: '앱 안의 창을 허용하지 않는 제공자의 로그인 페이지는 항상 브라우저에서 열립니다.',
  asRoot:
    '앱이 root로 실행 중이며, root에게는 브라우저 샌드박스가 없습니다. 그래서 앱의 창은 이 컴퓨터의 페이지만 보여 주고, 다른 서버의 로그인 페이지는 사용자의 브라우저에 맡깁니다. 여기서 열려면 앱을 자신의 계정으로 시작하세요.',
  platform: 'AI 플랫폼',
  platformCallback: '플랫폼 또는 그 콜백 주소',
  platformCallbackHelp:
    '이 컴퓨터 대신 AI 플랫폼의 콜백으로 등록된 앱에만 필요합니다. 그러면 앱을 직접 만드는 양식에서 선택할 수 있습니다.',
  platformExample: 'https://platform.example.com',
  background: '백그라운드',
  launchAtLogin: '컴퓨터에 로그인할 때 시작',
  notifications: '연결에 로그인이 필요하면 알림',
  notificationsHelp: '서버마다 하루에 최대 한 번.',
  secrets: '토큰 보관 위치',
  vaultState: '상태',
  vaultStatus: { open: '열림', closed: '아직 필요 없음', failed: '열 수 없음' },
  vaultWhy: {
    keychain:
      '토큰은 이 컴퓨터의 파일에 봉인됩니다. 여는 키는 운영 체제의 키체인에 있어 다른 사람이나 다른 컴퓨터는 읽을 수 없습니다.',
    passphrase:
      '토큰은 암호 문구로 이 컴퓨터의 파일에 봉인됩니다. 암호 문구 없이는 아무도 열 수 없습니다.',
    session:
      '토큰은 메모리에만 보관합니다. 앱을 종료하면 사라지므로 다음에 다시 로그인해야 합니다.',
  },
  changeVault: '다른 방법 선택…',
  dataFolder: '데이터 폴더',
  network: '네트워크',
  networkHelp: '앱을 다음에 시작할 때부터 적용됩니다.',
  proxy: '프록시',
  proxies: { system: '시스템에 따름', direct: '없음', manual: '직접 지정' },
  proxyUrl: '프록시 주소',
  proxyExample: 'http://proxy.example.com:8080',
  caFile: '인증 기관 파일 (PEM)',
  caFileHelp: '시스템의 인증 기관에 더해 신뢰합니다. 비우면 없음.',
  save: '저장',
  diagnostics: '진단',
  diagnosticsHelp:
    '지원 담당자에게 보낼 텍스트입니다. 비밀 정보는 들어 있지 않으며, 보내기 전에 확인할 수 있습니다.',
  makeDiagnostics: '진단 보기',
  diagnosticsTitle: '진단',
  about: '정보',
  version: '버전',
  shell: '창',
  quit: '앱 종료',
  quitTitle: '앱을 종료할까요?',
  quitText: '터널이 실행 중입니다. 앱을 종료하면 AI 플랫폼이 서버에 연결할 수 없게 됩니다.',
}

export const imports: Texts['imports'] = {
  title: '서버 가져오기',
  lead: 'mcp.json, 명령줄, curl 호출, 설치 링크를 붙여 넣으세요. 저장하기 전에 이해한 내용을 보여 줍니다.',
  label: '가져올 텍스트',
  read: '읽기',
  understood: '이해한 내용',
  skipped: '제외됨',
  save: (count) => `서버 ${count}개 저장`,
  missing: (names) => `직접 입력할 값: ${names}`,
  withHeaders: (names) => `헤더: ${names}`,
  withClient: (id) => `클라이언트 ID ${id}`,
  withSecret: '(시크릿 포함)',
  result: '가져옴',
  importedCount: (count) => `연결 ${count}개를 추가했습니다.`,
  signInLater: '네트워크로 물어본 것은 없습니다. 필요한 곳에서 로그인하세요.',
  toList: '연결로 이동',
  again: '더 가져오기',
  export: '내보내기',
  exportHelp:
    '모든 연결을 다른 클라이언트용 mcp.json으로 내보냅니다. 비밀 정보는 들어 있지 않습니다.',
  exportButton: 'mcp.json 보기',
}

export const lost: Texts['lost'] = {
  title: '앱이 종료되었습니다',
  text: '이 창을 실행하던 앱이 종료되었습니다. 다시 여세요. 저장된 내용은 그대로입니다.',
  strangerTitle: '이 페이지는 앱과 연결되어 있지 않습니다',
  strangerText:
    '링크가 이미 사용되었거나 링크 없이 열린 페이지입니다. 안전을 위해 아무것도 표시하지 않습니다.',
  how: '다시 열려면 AIP Desktop을 시작하거나 다음을 실행하세요',
  crashed: '이 창에 문제가 생겼습니다',
  crashedText: '앱은 계속 실행 중입니다. 계속하려면 창을 다시 불러오세요.',
  reload: '다시 불러오기',
}
