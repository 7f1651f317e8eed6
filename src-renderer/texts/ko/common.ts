/** Korean: words that stand on many screens, the frame, and problems. */
import type { Texts } from '../language.ts'
import { problemWords } from './problems.ts'
import { tellSaying } from './tell.ts'

export const common: Texts['common'] = {
  product: 'AIP Desktop',
  copy: '복사',
  copied: '복사됨',
  copyThis: (what) => `복사: ${what}`,
  close: '닫기',
  cancel: '취소',
  save: '저장',
  back: '뒤로',
  tryAgain: '다시 시도',
  none: '없음',
  unknown: '알 수 없음',
  optional: '선택 사항',
  show: '표시',
  hide: '숨기기',
  milliseconds: (ms) => `${Math.round(ms)}ms`,
  span: (seconds) => {
    if (seconds < 60) return `${seconds}초`
    if (seconds < 3600) return `${Math.floor(seconds / 60)}분 ${seconds % 60}초`
    if (seconds < 86_400)
      return `${Math.floor(seconds / 3600)}시간 ${Math.floor((seconds % 3600) / 60)}분`
    return `${Math.floor(seconds / 86_400)}일 ${Math.floor((seconds % 86_400) / 3600)}시간`
  },
}

export const frame: Texts['frame'] = {
  navigation: '주 메뉴',
  connections: '연결',
  tunnel: 'Edge Tunnel',
  settings: '설정',
  underWay: '진행 중',
  failed: '실패',
  needsYou: '확인이 필요함',
  add: '서버 추가',
  loading: '앱에 연결하는 중…',
  chooseVault: '토큰을 보관할 곳 선택…',
  vaultDialog: '토큰을 보관할 곳',
  vaultLead:
    '토큰은 보통 이 컴퓨터의 키체인에 있는 키로 봉인됩니다. 다른 방법을 고를 수 있으며, 봉인되지 않은 채 저장되는 일은 없습니다.',
  vaultKeychain: '키체인 다시 시도',
  vaultPassphrase: '암호 문구',
  vaultPassphraseHelp: '앱을 시작할 때마다 입력합니다. 잊어버리면 누구도 복구할 수 없습니다.',
  vaultSession: '이번 세션만',
  vaultSessionHelp: '앱을 종료하면 모두 사라지므로 다음에 다시 로그인해야 합니다.',
  passphrase: '암호 문구',
  unlock: '이 암호 문구 사용',
  chooseSession: '이번 세션에만 보관',
  dismiss: '확인',
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
    input: '입력을 읽는 중',
    network: '네트워크에 연결하는 중',
    discovery: '서버에 로그인 방법을 묻는 중',
    registration: '이 앱을 등록하는 중',
    'sign-in': '로그인하는 중',
    token: '토큰을 받는 중',
    verify: '연결을 확인하는 중',
    call: '도구를 호출하는 중',
    vault: '보관소를 여는 중',
    store: '데이터를 읽거나 쓰는 중',
    tunnel: 'Edge Tunnel에서',
    relay: '릴레이에서',
    internal: '앱 내부에서',
  },
  turn: {
    you: '직접 해결할 수 있습니다',
    'server-owner': '서버 담당자가 조치해야 합니다',
    it: 'IT 부서가 조치해야 합니다',
    aip: '이 앱의 오류입니다. 신고해 주세요',
  },
  details: '자세히',
  goSettings: '설정으로 이동',
  copyDetails: '자세한 내용 복사',
  copyForThem: '담당자에게 보낼 내용 복사',
}
