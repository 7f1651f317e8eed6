/** Sign-in pages that refuse embedded browsers: they are shown in the person's own browser at once (R31). */

interface Refusal {
  readonly host: string
  /** Where the owner of the host says so. */
  readonly source: string
}

const refusals: readonly Refusal[] = [
  {
    host: 'accounts.google.com',
    source:
      'https://developers.googleblog.com/2020/08/guidance-for-our-effort-to-block-less-secure-browser-and-apps.html',
  },
]

/** True when the page at `url` is known to turn away browsers that are part of an app. */
export function refusesEmbedded(url: URL): boolean {
  return refusals.some(({ host }) => url.hostname === host)
}
