/** What every sample server looks like to whoever started it, and what the ones with a login have in common. */

export interface SampleServer {
  /** Address of the MCP endpoint, as a person would paste it. */
  readonly url: string
  /** What kind of server this is, in a few words. */
  readonly description: string
  close(): Promise<void>
}

export interface OAuthSampleOptions {
  /** How long an access token works; short, so that a refresh can be seen. Default 60. */
  readonly accessTokenSeconds?: number
  readonly accounts?: readonly string[]
}

/** The options with their defaults. */
export function accountsAndTokens(options: OAuthSampleOptions): Required<OAuthSampleOptions> {
  return {
    accessTokenSeconds: options.accessTokenSeconds ?? 60,
    accounts: options.accounts ?? ['ada@example.com', 'grace@example.com'],
  }
}
