/** Finds an installed Chromium, Chrome or Edge: the one the person named, then a fixed table of each system. */
import { accessSync, constants, statSync } from 'node:fs'
import { posix, win32 } from 'node:path'

export interface BrowserSearch {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
}

const linuxNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
]

const macApps = ['Google Chrome', 'Microsoft Edge', 'Chromium', 'Brave Browser']

const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
]

/** Absolute paths to look at, in order. `AIP_BROWSER` names the only one, where it is set. */
export function browserPlaces({ environment, platform, home }: BrowserSearch): string[] {
  const named = environment['AIP_BROWSER']?.trim()
  if (named) return [named]
  if (platform === 'darwin') {
    return macApps.flatMap((app) =>
      ['/Applications', posix.join(home, 'Applications')].map((folder) =>
        posix.join(folder, `${app}.app`, 'Contents', 'MacOS', app),
      ),
    )
  }
  if (platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    const folders = roots.flatMap((name) => environment[name] ?? [])
    return windowsPrograms.flatMap((program) => folders.map((root) => win32.join(root, program)))
  }
  // A relative folder on the PATH would let the working folder choose what runs.
  const folders = (environment['PATH'] ?? '').split(':').filter((each) => each.startsWith('/'))
  return linuxNames.flatMap((name) => folders.map((folder) => posix.join(folder, name)))
}

/** The first that is there and may be run. */
export function findBrowser(search: BrowserSearch): string | undefined {
  return browserPlaces(search).find(isProgram)
}

/** Where this browser can keep a profile of ours: a browser from a snap may not look into hidden folders. */
export function profileFolder(browser: string, dataFolder: string, home: string): string {
  return browser.startsWith('/snap/')
    ? posix.join(home, 'snap', 'chromium', 'common', 'aip-desktop-window')
    : posix.join(dataFolder, 'window-profile')
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    // Not there, or not for us: the next place.
    return false
  }
}
