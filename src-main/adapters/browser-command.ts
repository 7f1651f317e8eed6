/** Which programs can open a web page here: `BROWSER`, else the system's own opener. */
export interface BrowserCommand {
  readonly program: string
  readonly args: readonly string[]
}

export interface BrowserOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
}

/** The commands to try for `url`, in order; empty when this computer has no screen to show a browser on. */
export function browserCommands(
  url: string,
  { environment, platform }: BrowserOptions,
): BrowserCommand[] {
  const wanted = environment['BROWSER']?.trim() ?? ''
  if (wanted !== '') return alternatives(wanted, platform).map((words) => withUrl(words, url))
  if (platform === 'darwin') return [{ program: '/usr/bin/open', args: [url] }]
  if (platform === 'win32') {
    const root = environment['SystemRoot'] ?? 'C:\\Windows'
    // Not `cmd /c start`: cmd gives `&` and `%` in an address a meaning.
    return [
      { program: `${root}\\System32\\rundll32.exe`, args: ['url.dll,FileProtocolHandler', url] },
    ]
  }
  const windows = environment['WSL_DISTRO_NAME'] ? [{ program: 'wslview', args: [url] }] : []
  const screen = environment['DISPLAY'] || environment['WAYLAND_DISPLAY']
  return [...windows, ...(screen ? [{ program: 'xdg-open', args: [url] }] : [])]
}

/** `BROWSER` lists alternatives with colons; a drive letter or an address is no list. */
function alternatives(text: string, platform: NodeJS.Platform): string[][] {
  const parts = platform === 'win32' ? [text] : splitOutsideQuotes(text, /:(?!\/\/)/)
  return parts.map(splitWords).filter((words) => words.length > 0)
}

function withUrl([program = '', ...args]: string[], url: string): BrowserCommand {
  return args.some((each) => each.includes('%s'))
    ? { program, args: args.map((each) => each.replaceAll('%s', () => url)) }
    : { program, args: [...args, url] }
}

/** Splits at spaces; single and double quotes keep words together. No other shell meaning. */
function splitWords(text: string): string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, (_all, a, b) => String(a ?? b)))
}

function splitOutsideQuotes(text: string, separator: RegExp): string[] {
  const parts = ['']
  for (const piece of text.match(/"[^"]*"|'[^']*'|[^"']+|["']/g) ?? []) {
    const quoted = /^["']./.test(piece)
    const [first = '', ...rest] = quoted ? [piece] : piece.split(separator)
    parts[parts.length - 1] += first
    parts.push(...rest)
  }
  return parts
}
