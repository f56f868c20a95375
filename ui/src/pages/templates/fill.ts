// A template as the customer would get it, with values in the place of its variables.
import type { Content, TemplateInfo } from '@/api/types'

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

const fill = (text: string, part: Blank['part'], values: Record<string, string>): string =>
  text.replace(
    /\{\{\s*([^{}]+?)\s*\}\}/g,
    (whole, name: string) => values[blankKey({ part, name, index: 0 })]?.trim() || whole,
  )

const MEDIA = ['image', 'video', 'document']

/** The bubble; what has no value yet stays as Meta writes it, {{1}}. */
export function filled(template: TemplateInfo, values: Record<string, string>): Content {
  const { header, body, footer, buttons } = template
  return {
    type: buttons.length > 0 ? 'buttons' : 'text',
    text: fill(body, 'body', values),
    ...(header.text && { header: { text: fill(header.text, 'header', values) } }),
    ...(MEDIA.includes(header.type) && { header: { type: header.type, media: {} } }),
    ...(footer && { footer }),
    ...(buttons.length > 0 && {
      options: buttons.map((button, index) => ({ id: `${index}`, title: button.text })),
    }),
  }
}
