/** What a sign-in popup asks the person: whether to go on in their own browser, and which certificate to show. */
import type { BrowserWindow, Certificate } from 'electron'
import type { Electron } from './electron.ts'
import type { Texts } from './policy/texts.ts'

export type Trouble = 'not-encrypted' | 'other-program' | 'unreadable' | 'certificate'

/** True: the person wants their own browser. */
export async function offerBrowser(
  dialog: Electron['dialog'],
  window: BrowserWindow,
  trouble: Trouble,
  texts: Texts,
): Promise<boolean> {
  const details: Readonly<Record<Trouble, string>> = {
    'not-encrypted': texts.pageNotEncrypted,
    'other-program': texts.pageOtherProgram,
    unreadable: texts.pageUnreadable,
    certificate: texts.pageCertificate,
  }
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: texts.pageRefused,
    detail: details[trouble],
    buttons: [texts.cancel, texts.openInBrowser],
    defaultId: 1,
    cancelId: 0,
    noLink: true,
  })
  return response === 1
}

/** None unless the person picks one: a certificate tells a server who they are. */
export async function pickCertificate(
  dialog: Electron['dialog'],
  window: BrowserWindow,
  asked: { readonly host: string; readonly certificates: readonly Certificate[] },
  texts: Texts,
): Promise<Certificate | undefined> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: texts.chooseCertificate,
    detail: texts.certificateAsked(asked.host),
    buttons: [
      texts.noCertificate,
      ...asked.certificates.map((each) => `${each.subjectName} (${each.issuerName})`),
    ],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 0 ? undefined : asked.certificates[response - 1]
}
