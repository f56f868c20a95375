import { useLingui } from '@lingui/react/macro'
import { Collapse } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import type { Config, Schema } from '@/api/types'
import { applies, isRecord } from '@/doc'
import { useEnvironment } from './environment'
import classes from './form.module.css'
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

/** The fields of a schema, each with its widget; objects without a widget of their own open up in place. */
export function Fields({ schema, value, root, item, path, id, onChange }: FieldsProps) {
  const field = (name: string): ReactNode => {
    const property = schema.properties?.[name]
    if (!property || !applies(property['x-when'], root, item)) return null
    const here = join(path, name)
    const set = (next: unknown, at = here) => {
      const copy = { ...value }
      if (next === undefined) delete copy[name]
      else copy[name] = next
      onChange(copy, at)
    }
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
      <Widget
        key={name}
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
