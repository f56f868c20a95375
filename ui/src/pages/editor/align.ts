// Two lists of bubbles beside each other: what stayed, what changed, what came and what went.

export interface Pair<T> {
  before?: T
  after?: T
  same: boolean
}

/** Equal ones anchor the rest; between two anchors the first stands beside the first. */
export function align<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): Pair<T>[] {
  const a = before.map(key)
  const b = after.map(key)
  // The length of the longest common part from here on.
  const rest = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number) => rest[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = rest[i]
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: Pair<T>[] = []
  let gone: T[] = []
  let come: T[] = []
  const settle = () => {
    for (let n = 0; n < Math.max(gone.length, come.length); n += 1) {
      const [was, is] = [gone[n], come[n]]
      pairs.push({ same: false, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) })
    }
    gone = []
    come = []
  }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const [was, is] = [before[i], after[j]]
    if (i < a.length && j < b.length && a[i] === b[j]) {
      settle()
      pairs.push({ same: true, before: was as T, after: is as T })
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      gone.push(was as T)
      i += 1
    } else {
      come.push(is as T)
      j += 1
    }
  }
  settle()
  return pairs
}

export interface Word {
  text: string
  /** Only on this side. */
  marked: boolean
}

// A text longer than this is marked as a whole: nobody reads single words of it.
const WORDS = 400

/** The words of two texts, those that differ marked. */
export function markWords(before: string, after: string): { before: Word[]; after: Word[] } {
  // A variable is one word, whatever stands between its braces.
  const split = (text: string) => text.match(/\{\{[\s\S]*?\}\}|\s+|(?:(?!\{\{[\s\S]*?\}\})\S)+/g) ?? []
  const [a, b] = [split(before), split(after)]
  if (a.length + b.length > WORDS)
    return { before: [{ text: before, marked: true }], after: [{ text: after, marked: true }] }
  const out = { before: [] as Word[], after: [] as Word[] }
  const add = (side: Word[], text: string, marked: boolean) => {
    const last = side.at(-1)
    if (last && last.marked === marked) last.text += text
    else side.push({ text, marked })
  }
  for (const pair of align(a, b, (word) => word)) {
    if (pair.before !== undefined) add(out.before, pair.before, !pair.same)
    if (pair.after !== undefined) add(out.after, pair.after, !pair.same)
  }
  return out
}
