// How many lines a text takes on a card, worked out without drawing it: the same document always has the same picture.

/** The letters of a card: 13 px of Inter. */
const SIZE = 13
// Widths in hundredths of an em, measured in the font that the program brings, a little on the careful side.
const WIDTHS: Record<number, string> = {
  25: 'ijlì',
  30: " !',.:;I·|’",
  37: '()-/[\\]`frt',
  46: '"^_{}“”1',
  52: '*?s–',
  57: '7FJLaàäckvxyzçè',
  60: 'EbdghnñoòöpquùüeéÈ«»',
  65: '023456890#$&+<=>~BPRSTZ£€ß',
  70: 'ADKVXYÀ',
  76: 'CGHNOQU',
  83: 'w',
  90: 'M…m',
  99: '%@W—',
}
const OTHER = 65
/** Emoji, and whatever else is as wide as it is high. */
const WIDE = 140
const FIRST_WIDE = 0x2190
const JOINERS = new Set(['\u200d', '\ufe0f'])
const widthOf = new Map(
  Object.entries(WIDTHS).flatMap(([width, letters]) => [...letters].map((letter) => [letter, Number(width)] as const)),
)
const SPACE = widthOf.get(' ') ?? OTHER
// A variable stands there by its name, which is not known here: one of twelve letters with its rim.
const NAME = 'n'.repeat(14)

function textWidth(text: string): number {
  let sum = 0
  for (const letter of text) {
    if (JOINERS.has(letter)) continue
    sum += widthOf.get(letter) ?? ((letter.codePointAt(0) ?? 0) >= FIRST_WIDE ? WIDE : OTHER)
  }
  return (sum * SIZE) / 100
}

/** The lines of a text in so many px: broken between words, and within those that are longer than a line. */
export function linesOf(text: string, width: number): number {
  const space = (SPACE * SIZE) / 100
  let lines = 0
  for (const paragraph of text.replace(/\{\{[\s\S]*?\}\}/g, NAME).split('\n')) {
    let used = 0
    lines += 1
    for (const word of paragraph.split(' ')) {
      const wide = textWidth(word)
      if (used > 0 && used + space + wide > width) {
        lines += 1
        used = 0
      }
      const over = Math.max(0, Math.ceil(wide / width) - 1)
      lines += over
      used += (used > 0 ? space : 0) + wide - over * width
    }
  }
  return lines
}
