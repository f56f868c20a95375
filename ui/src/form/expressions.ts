// What a variable chip says: a path, and what to write if it is empty. Anything else is shown as it stands.
export interface ChipParts {
  path: string
  fallback?: string
}

const CHIP = /^([a-z_][\w]*(?:\??\.[\w]+|\[\d+\])*)\s*(?:\?\?\s*("(?:[^"\\]|\\.)*"|'[^']*'))?$/i

export function parseChip(expression: string): ChipParts | undefined {
  const match = CHIP.exec(expression.trim())
  if (!match?.[1]) return undefined
  const quoted = match[2]
  if (quoted === undefined) return { path: match[1] }
  try {
    const text = quoted.startsWith('"') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
    return { path: match[1], fallback: text }
  } catch {
    return undefined
  }
}

export const formatChip = ({ path, fallback }: ChipParts): string =>
  fallback ? `{{ ${path} ?? ${JSON.stringify(fallback)} }}` : `{{ ${path} }}`

const WHOLE = /^\{\{\s*([\s\S]*?)\s*\}\}$/

/**
 * Where a chosen variable goes, and as what. Braces and letters that were typed before the list had the focus are part
 * of it; inside an expression that was begun it stands without braces of its own.
 */
export function placeOf(before: string, after: string, variable: string): { back: number; on: number; insert: string } {
  const open = before.lastIndexOf('{{')
  const inside = WHOLE.exec(variable)?.[1]
  if (open < 0 || inside === undefined || before.includes('}}', open)) return { back: 0, on: 0, insert: variable }
  const typed = before.slice(open + 2)
  const word = /[\w.]*$/.exec(typed)?.[0] ?? ''
  if (typed.trim() === word) {
    const closed = /^\s*\}\}/.exec(after)?.[0] ?? ''
    return { back: before.length - open, on: closed.length, insert: variable }
  }
  return { back: word.length, on: 0, insert: inside }
}

/** Where the `{{ }}` of a text stand. */
export function expressionsIn(text: string): { from: number; to: number; expression: string }[] {
  return [...text.matchAll(/\{\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\}/g)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    expression: (match[1] ?? '').trim(),
  }))
}
