/** Japanese: this computer: its keychain, its data folder, and the app itself. */
import type { machine as english } from '#contract/sayings/machine.ts'
import type { SayingsLike } from '../../tell.ts'

export const machine: SayingsLike<typeof english> = {
  'vault.locked': 'このコンピューターのキーチェーンがロックされています。',
  'vault.no-key': 'このコンピューターのキーチェーンに、保存されたサインインを開く鍵がありません。',
  'vault.other-key': 'キーチェーンの鍵が、保存されたサインインに必要な鍵と異なります。',
  'vault.none': 'このコンピューターに、AIP Desktop が使えるキーチェーンがありません。',
  'vault.slow': 'このコンピューターのキーチェーンが {seconds} 秒以内に応答しませんでした。',
  'vault.passphrase-wrong': 'このパスフレーズでは、保存されたサインインを開けません。',
  'vault.passphrase-wrong.next':
    'パスフレーズを確認して、もう一度試してください。何も変わっていません。',
  'vault.damaged': '封印された記録が変更または破損しており、開けません。',
  'vault.damaged.next':
    'その接続にもう一度サインインするか、バックアップからデータファイルを復元してください。',
  'store.newer': '保存されたデータは、より新しい AIP Desktop で書き込まれています。',
  'store.newer.next': 'AIP Desktop を更新してください。ファイルはそのまま残してあります。',
  'store.busy':
    '別の AIP Desktop のプロセスが保存されたデータを使っており、時間内に終わりませんでした。',
  'store.damaged': '接続を保存したファイルが破損しているか、AIP Desktop のファイルではありません。',
  'store.damaged.backup':
    'ファイルを別の場所に移し、{backup} をその名前に変えてください。サインイン以外のすべてを含むバックアップです。何も変更していません。',
  'store.damaged.next':
    'バックアップからファイルを復元するか、最初からやり直す場合は別の場所に移してください。内容は変更していません。',
  'store.unwritable': 'データを保存するフォルダーまたはファイルに書き込めません。',
  'store.unwritable.next':
    'フォルダーの所有者が自分であること、読み取り専用でないこと、ディスクに空きがあることを確認してください。',
  'store.entry': '保存された項目を読み取れません。別のバージョンで書き込まれた可能性があります。',
  'store.entry.next':
    'AIP Desktop を更新するか、バックアップからファイルを復元してください。内容は変更していません。',

  'app.mistake': 'AIP Desktop の不具合です。',
  'app.mistake.next': '参照番号を添えてご報告ください。ほかの情報は診断にあります。',
  'app.not-waiting': 'この応答を待っていた処理は、もう終わっています。',
  'app.not-waiting.next': '現在のウィンドウの表示を確認し、必要ならもう一度始めてください。',
  'app.cancelled': 'キャンセルしました。',
  'app.cancelled.next': '中途半端に残ったものはありません。いつでも始め直せます。',
  'app.not-understood': 'アプリが要求を理解できませんでした。',
  'app.not-understood.next':
    '入力内容を確認してください。ウィンドウが自動的に行ったことなら、ご報告ください。',
  'app.ending': 'アプリを終了しています。',
  'app.ending.next': 'aip open でもう一度開いてください。',
}
