// A template of WhatsApp as the customer gets it: its text with what is put in the place of its variables.
import type { Content, Media } from '@/api/types'
import { isRecord, valueAt } from './rules'

const BLANK = /\{\{\s*([^{}]+?)\s*\}\}/g
const FILES = ['image', 'video', 'document']

export interface TemplateWords {
  header?: { type?: string; text?: string | undefined } | undefined
  body: string
  footer?: string | undefined
  buttons: { text: string }[]
}

/** The variables of a text, in the order in which values are given: numbers by number, names as they appear. */
export function variablesOf(text: string): string[] {
  const found = [...new Set([...text.matchAll(BLANK)].map((match) => match[1] ?? ''))]
  return found.every((name) => /^\d+$/.test(name)) ? found.sort((a, b) => Number(a) - Number(b)) : found
}

/** Puts values into a text; what has none stays as Meta writes it, {{1}}. */
export const fillBlanks = (text: string, value: (name: string) => string | undefined): string =>
  text.replace(BLANK, (whole, name: string) => value(name)?.trim() || whole)

/** The bubble of a template. `fill` puts the values of one of its texts in. */
export function templateBubble(
  { header, body, footer, buttons }: TemplateWords,
  fill: (text: string, part: 'header' | 'body') => string,
  media: Media = {},
): Content {
  const file = header?.type && FILES.includes(header.type) ? { type: header.type, media } : undefined
  const title = header?.text ? { text: fill(header.text, 'header') } : undefined
  const top = file ?? title
  return {
    type: buttons.length > 0 ? 'buttons' : 'text',
    text: fill(body, 'body'),
    ...(top && { header: top }),
    ...(footer && { footer }),
    ...(buttons.length > 0 && { options: buttons.map(({ text }, index) => ({ id: `${index}`, title: text })) }),
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** The bubble of the copy that a step keeps at `field`, with the values that stand beside it. */
export function copiedBubble(config: unknown, field: string, media?: Media): Content | undefined {
  const copy = valueAt(config, field)
  if (!isRecord(copy) || !textOf(copy.body)) return undefined
  const above = field.slice(0, field.lastIndexOf('.') + 1)
  const fill = (text: string, part: 'header' | 'body') => {
    const values = valueAt(config, `${above}${part}_params`)
    const names = variablesOf(text)
    return fillBlanks(text, (name) => (Array.isArray(values) ? textOf(values[names.indexOf(name)]) : undefined))
  }
  const header = isRecord(copy.header) ? { type: textOf(copy.header.type), text: textOf(copy.header.text) } : undefined
  const buttons = Array.isArray(copy.buttons) ? copy.buttons.filter(isRecord) : []
  const words = buttons.map((button) => ({ text: textOf(button.text) }))
  return templateBubble({ header, body: textOf(copy.body), footer: textOf(copy.footer), buttons: words }, fill, media)
}
