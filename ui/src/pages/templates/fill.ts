// A template as the customer would get it, with values in the place of its variables.
import type { Content, TemplateInfo } from '@/api/types'
import { fillBlanks, templateBubble } from '@/doc'

/** One place to fill in: where it stands and what Meta calls it. */
export interface Blank {
  part: 'header' | 'body' | 'button'
  name: string
  /** Of a button: its place. */
  index: number
}

export const blankKey = (blank: Blank) => `${blank.part} ${blank.part === 'button' ? blank.index : blank.name}`

export function blanksOf(template: TemplateInfo): Blank[] {
  const { header, body, buttons } = template.variables
  return [
    ...(header ?? []).map((name): Blank => ({ part: 'header', name, index: 0 })),
    ...(body ?? []).map((name): Blank => ({ part: 'body', name, index: 0 })),
    ...(buttons ?? []).map((index): Blank => ({ part: 'button', name: template.buttons[index]?.text ?? '', index })),
  ]
}

/** The bubble; what has no value yet stays as Meta writes it, {{1}}. */
export const filled = (template: TemplateInfo, values: Record<string, string>): Content =>
  templateBubble(template, (text, part) => fillBlanks(text, (name) => values[blankKey({ part, name, index: 0 })]))
