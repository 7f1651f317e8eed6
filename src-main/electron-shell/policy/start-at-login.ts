/** How the app is started with the session on each system; it then starts hidden. */

/** The argument (Windows, Linux) that says "started with the session, show no window". */
export const hiddenArgument = '--hidden'

/** True when this start was the session's and not the person's. */
export function startsHidden(argv: readonly string[], wasOpenedAtLogin: boolean): boolean {
  return wasOpenedAtLogin || argv.includes(hiddenArgument)
}

/** The file in `~/.config/autostart` that starts a program with a Linux session (freedesktop.org, Desktop Application Autostart Specification). */
export function autostartEntry(program: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=AIP Desktop',
    `Exec=${quoted(program)} ${hiddenArgument}`,
    'X-GNOME-Autostart-enabled=true',
    'NoDisplay=true',
    '',
  ].join('\n')
}

/** Quoting of the Exec key (Desktop Entry Specification, "The Exec key"): backslashes count twice, percent signs are doubled. */
function quoted(program: string): string {
  const inside = program.replace(/["`$\\]/g, (each) => (each === '\\' ? '\\\\\\\\' : `\\\\${each}`))
  return `"${inside.replaceAll('%', '%%')}"`
}
