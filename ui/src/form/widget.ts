import type { Config, Schema } from '@/api/types'

/** What every widget gets. */
export interface WidgetProps {
  id: string
  /** Dotted path in the config. */
  path: string
  schema: Schema
  label: string
  help: string | undefined
  value: unknown
  /** `unit` names a change that is one step back by itself; without it quick changes of a field are one. */
  onChange: (value: unknown, unit?: string) => void
  /** The whole config, for `x-when` of items. */
  root: Config
  /** The element of a list in which the field stands. */
  item?: Record<string, unknown>
  /** The label is said but not shown: the place says what it is. */
  bare?: boolean
}
