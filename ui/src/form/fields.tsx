import { useLingui } from '@lingui/react/macro'
import { Collapse } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ComponentType, memo, type ReactNode, useId, useRef, useState } from 'react'
import type { Config, Schema } from '@/api/types'
import { applies, isRecord } from '@/doc'
import { useEnvironment } from './environment'
import classes from './form.module.css'
import type { WidgetProps } from './widget'
import { widgetFor } from './widgets'

export interface FieldsProps {
  schema: Schema
  value: Record<string, unknown>
  /** The whole config: `x-when` looks from there. */
  root: Config
  /** The element of a list, for paths that begin with a dot. */
  item?: Record<string, unknown>
  path: string
  id: string
  onChange: (value: Record<string, unknown>, path: string) => void
}

interface Section {
  name: string
  collapsed: boolean
  names: string[]
}

/** Consecutive fields of one `x-group` stand together, in the order of the schema. */
export function sectionsOf(schema: Schema): Section[] {
  const ordered = Object.entries(schema.properties ?? {}).sort(
    ([, a], [, b]) => (a['x-order'] ?? 0) - (b['x-order'] ?? 0),
  )
  const sections: Section[] = []
  for (const [name, field] of ordered) {
    const group = field['x-group'] ?? ''
    const found = sections.find((section) => section.name === group)
    if (found) {
      found.names.push(name)
      found.collapsed ||= Boolean(field['x-collapsed'])
    } else sections.push({ name: group, collapsed: Boolean(field['x-collapsed']), names: [name] })
  }
  return sections
}

const join = (path: string, name: string) => (path ? `${path}.${name}` : name)

// Widgets that look at other fields in ways that their schema does not tell.
const CURIOUS = /"x-widget":"(media|template_params)"/
const around = new WeakMap<Schema, 'all' | string[]>()

/** The fields of the whole config that a field's widget looks at. */
function looksAt(schema: Schema): 'all' | string[] {
  const known = around.get(schema)
  if (known) return known
  const text = JSON.stringify(schema)
  const terms = [...text.matchAll(/"x-when":"((?:[^"\\]|\\.)*)"/g)].flatMap(([, when = '']) => when.match(/\w+/g) ?? [])
  const found = CURIOUS.test(text) ? 'all' : terms
  around.set(schema, found)
  return found
}

/** A field is drawn again when something that it shows is another: not for every key in its neighbour. */
const FieldOf = memo(
  function FieldOf({ of: Widget, ...props }: WidgetProps & { of: ComponentType<WidgetProps> }) {
    return <Widget {...props} />
  },
  ({ root: was, ...a }, { root: is, ...b }) => {
    const names = Object.keys({ ...a, ...b }) as (keyof typeof a)[]
    if (names.some((name) => a[name] !== b[name])) return false
    const seen = looksAt(b.schema)
    return was === is || (seen !== 'all' && seen.every((name) => was[name] === is[name]))
  },
)

/** The fields of a schema, each with its widget; objects without a widget of their own open up in place. */
export function Fields({ schema, value, root, item, path, id, onChange }: FieldsProps) {
  // What a field calls stays the same function, and puts its value into what stands here by then.
  const now = useRef({ value, onChange })
  now.current = { value, onChange }
  const [setters] = useState(() => new Map<string, (next: unknown, at?: string) => void>())
  const setter = (name: string, here: string) => {
    const known = setters.get(here)
    if (known) return known
    const set = (next: unknown, at = here) => {
      const copy = { ...now.current.value }
      if (next === undefined) delete copy[name]
      else copy[name] = next
      now.current.onChange(copy, at)
    }
    setters.set(here, set)
    return set
  }
  const field = (name: string): ReactNode => {
    const property = schema.properties?.[name]
    if (!property || !applies(property['x-when'], root, item)) return null
    const here = join(path, name)
    const set = setter(name, here)
    const Widget = widgetFor(property)
    if (!Widget) {
      if (!property.properties) return null
      const inside = isRecord(value[name]) ? value[name] : {}
      return (
        <div key={name} className={classes.nested}>
          <Fields
            schema={property}
            value={inside}
            root={root}
            {...(item && { item })}
            path={here}
            id={`${id}-${name}`}
            onChange={(next, at) => set(next, at)}
          />
        </div>
      )
    }
    return (
      <FieldOf
        key={name}
        of={Widget}
        id={`${id}-${name}`}
        path={here}
        schema={property}
        label={property.title ?? name}
        help={property.description}
        value={value[name]}
        onChange={set}
        root={root}
        {...(item && { item })}
      />
    )
  }
  return sectionsOf(schema).map((section) => {
    const inside = section.names.map(field).filter(Boolean)
    if (inside.length === 0) return null
    if (!section.name) return inside
    return (
      <SectionBox key={section.name} section={section} path={path}>
        {inside}
      </SectionBox>
    )
  })
}

function SectionBox({ section, path, children }: { section: Section; path: string; children: ReactNode }) {
  const { t } = useLingui()
  const id = useId()
  const { issues, quiet } = useEnvironment()
  const troubled =
    !quiet && issues.some((issue) => section.names.some((name) => issue.field?.startsWith(join(path, name))))
  const [open, setOpen] = useState(!section.collapsed)
  const shown = open || troubled
  return (
    <section className={classes.section}>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setOpen(!shown)}
      >
        <IconChevronRight size={16} aria-hidden />
        {section.name || t`More`}
      </button>
      <Collapse expanded={shown} id={id}>
        <div className={classes.inside}>{children}</div>
      </Collapse>
    </section>
  )
}
