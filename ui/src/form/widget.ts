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
  onChange: (value: unknown) => void
  /** The whole config, for `x-when` of items. */
  root: Config
  /** The label is said but not shown: the place says what it is. */
  bare?: boolean
}
