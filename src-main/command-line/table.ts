/** Lines up rows in columns; widths count characters as a terminal shows them. */
import { printable } from './output.ts'
import type { Paint } from './output.ts'

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => width(row[column] ?? ''))),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === cells.length - 1
          ? printable(cell)
          : printable(cell) + ' '.repeat((widths[column] ?? 0) - width(cell)),
      )
      .join('  ')
      .trimEnd()
  return [paint.dim(line(head)), ...rows.map(line)].join('\n')
}

/** Columns a text takes: colours take none, wide characters two. */
function width(text: string): number {
  // oxlint-disable-next-line no-control-regex -- our own colours are escape sequences
  const plain = printable(text).replace(/\u001b\[\d+m/g, '')
  const shown = [...new Intl.Segmenter().segment(plain)]
  return shown.reduce((sum, { segment }) => sum + (isWide(segment) ? 2 : 1), 0)
}

function isWide(character: string): boolean {
  return /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u.test(
    character,
  )
}
