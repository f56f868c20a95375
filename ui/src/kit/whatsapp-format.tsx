import { Fragment, type ReactNode } from 'react'

// WhatsApp's own marks. Each needs something that is not a space right inside both ends, and no letter outside.
const MARKS: { pattern: RegExp; wrap: (inside: ReactNode) => ReactNode; raw?: boolean }[] = [
  { pattern: /```([\s\S]+?)```/, wrap: (inside) => <code>{inside}</code>, raw: true },
  { pattern: /(?<![\w`])`([^`\n]+)`(?![\w`])/, wrap: (inside) => <code>{inside}</code>, raw: true },
  { pattern: /(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])/, wrap: (inside) => <strong>{inside}</strong> },
  { pattern: /(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])/, wrap: (inside) => <em>{inside}</em> },
  { pattern: /(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])/, wrap: (inside) => <s>{inside}</s> },
]

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/

function inline(text: string, chip: (expression: string, key: string) => ReactNode, path: string): ReactNode {
  if (!text) return null
  let first: { index: number; length: number; node: ReactNode } | undefined
  const consider = (match: RegExpExecArray | null, make: (match: RegExpExecArray) => ReactNode) => {
    if (match && (!first || match.index < first.index)) {
      first = { index: match.index, length: match[0].length, node: make(match) }
    }
  }
  consider(/\{\{([\s\S]*?)\}\}/.exec(text), (m) => chip((m[1] ?? '').trim(), `${path}c`))
  for (const mark of MARKS) {
    consider(mark.pattern.exec(text), (m) => mark.wrap(mark.raw ? (m[1] ?? '') : inline(m[1] ?? '', chip, `${path}i`)))
  }
  consider(LINK.exec(text), (m) => <span data-link>{m[0]}</span>)
  if (!first) return text
  return (
    <Fragment key={path}>
      {text.slice(0, first.index)}
      {first.node}
      {inline(text.slice(first.index + first.length), chip, `${path}n`)}
    </Fragment>
  )
}

/** Text as WhatsApp shows it; a `{{ variable }}` becomes what `chip` makes of it. */
export function WhatsAppText({ text, chip }: { text: string; chip?: (expression: string) => ReactNode }) {
  const render = (expression: string, key: string) => (
    <span key={key} data-variable>
      {chip ? chip(expression) : expression}
    </span>
  )
  return (
    <>
      {text.split('\n').map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <Fragment key={index}>
          {index > 0 && <br />}
          {inline(line, render, `${index}`)}
        </Fragment>
      ))}
    </>
  )
}
