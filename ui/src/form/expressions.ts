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

/** Where the `{{ }}` of a text stand. */
export function expressionsIn(text: string): { from: number; to: number; expression: string }[] {
  return [...text.matchAll(/\{\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\}/g)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    expression: (match[1] ?? '').trim(),
  }))
}
