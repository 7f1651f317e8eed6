/** Korean: this computer: its keychain, its data folder, and the app itself. */
import type { machine as english } from '#contract/sayings/machine.ts'
import type { SayingsLike } from '../../tell.ts'

export const machine: SayingsLike<typeof english> = {
  'vault.locked': '이 컴퓨터의 키체인이 잠겨 있습니다.',
  'vault.no-key': '이 컴퓨터의 키체인에 저장된 로그인을 여는 키가 없습니다.',
  'vault.other-key': '키체인이 저장된 로그인에 필요한 키와 다른 키를 돌려주었습니다.',
  'vault.none': '이 컴퓨터에 AIP Desktop이 사용할 수 있는 키체인이 없습니다.',
  'vault.slow': '이 컴퓨터의 키체인이 {seconds}초 안에 응답하지 않았습니다.',
  'vault.passphrase-wrong': '이 암호 문구로는 저장된 로그인을 열 수 없습니다.',
  'vault.passphrase-wrong.next': '암호 문구를 확인하고 다시 시도하세요. 바뀐 것은 없습니다.',
  'vault.damaged': '봉인된 기록이 변경되었거나 손상되어 열 수 없습니다.',
  'vault.damaged.next': '해당 연결에 다시 로그인하거나 백업에서 데이터 파일을 복원하세요.',
  'store.newer': '저장된 데이터가 더 새로운 버전의 AIP Desktop에서 기록되었습니다.',
  'store.newer.next': 'AIP Desktop을 업데이트하세요. 파일은 그대로 두었습니다.',
  'store.busy':
    '다른 AIP Desktop 프로세스가 저장된 데이터를 사용하고 있으며 제때 끝나지 않았습니다.',
  'store.damaged': '연결을 저장한 파일이 손상되었거나 AIP Desktop의 파일이 아닙니다.',
  'store.damaged.backup':
    '파일을 다른 곳으로 옮기고 {backup|을/를} 그 이름으로 바꾸세요. 로그인을 제외한 모든 것이 담긴 백업입니다. 바뀐 것은 없습니다.',
  'store.damaged.next':
    '백업에서 파일을 복원하거나, 새로 시작하려면 파일을 다른 곳으로 옮기세요. 파일 내용은 바꾸지 않았습니다.',
  'store.unwritable': '데이터를 저장하는 폴더나 파일에 쓸 수 없습니다.',
  'store.unwritable.next':
    '폴더의 소유자가 본인인지, 읽기 전용이 아닌지, 디스크에 여유 공간이 있는지 확인하세요.',
  'store.entry': '저장된 항목을 읽을 수 없습니다. 다른 버전에서 기록했을 수 있습니다.',
  'store.entry.next':
    'AIP Desktop을 업데이트하거나 백업에서 파일을 복원하세요. 파일 내용은 바꾸지 않았습니다.',

  'app.mistake': 'AIP Desktop의 오류입니다.',
  'app.mistake.next': '참조 번호와 함께 신고해 주세요. 나머지는 진단에 있습니다.',
  'app.not-waiting': '이 응답을 기다리던 작업이 이미 끝났습니다.',
  'app.not-waiting.next': '지금 창에 표시된 내용을 확인하고, 필요하면 다시 시작하세요.',
  'app.cancelled': '취소했습니다.',
  'app.cancelled.next': '중간에 남은 것은 없습니다. 원할 때 다시 시작하세요.',
  'app.not-understood': '앱이 요청을 이해하지 못했습니다.',
  'app.not-understood.next': '입력한 내용을 확인하세요. 창에서 저절로 나온 것이라면 신고해 주세요.',
  'app.ending': '앱이 종료되는 중입니다.',
  'app.ending.next': 'aip open으로 다시 여세요.',
}
