/** The environment a command gets: what programs need to run at all, and the variables the person named; nothing else of this process. */

/** On Windows programs do not start, or do not find their files, without these. */
const windowsNames = [
  'APPDATA',
  'COMSPEC',
  'HOMEDRIVE',
  'HOMEPATH',
  'LOCALAPPDATA',
  'PATH',
  'PATHEXT',
  'PROCESSOR_ARCHITECTURE',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'USERNAME',
  'USERPROFILE',
]
const otherNames = ['PATH', 'HOME', 'LANG', 'TMPDIR']

export function commandEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  named: Readonly<Record<string, string>>,
  platform: NodeJS.Platform,
): Record<string, string> {
  const wanted = platform === 'win32' ? windowsNames : otherNames
  const kept = Object.entries(own).flatMap(([name, value]) =>
    value !== undefined && wanted.includes(platform === 'win32' ? name.toUpperCase() : name)
      ? [[name, value] as const]
      : [],
  )
  return { ...Object.fromEntries(kept), ...named }
}
