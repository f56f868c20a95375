import { useId } from 'react'
import type { Config, Schema } from '@/api/types'
import { Fields } from './fields'
import classes from './form.module.css'
import { makesCalls, TryRequest } from './try-request'

export { useCatalogWords } from './durations'
export { type Environment, EnvironmentProvider, type Variable } from './environment'
export { parseChip } from './expressions'
export { filled } from './filled'
export { LineText } from './line-text'
export { labelOf, variablesFor } from './variables'

export interface StepFormProps {
  schema: Schema
  config: Config
  /** `field` is what was edited, as a dotted path: quick edits of one field are one step back. */
  onChange: (config: Config, field: string) => void
}

/** The form of a step or trigger, rendered from its kind's schema. */
export function StepForm({ schema, config, onChange }: StepFormProps) {
  const id = useId()
  return (
    <div className={classes.form}>
      <Fields schema={schema} value={config} root={config} path="" id={id} onChange={onChange} />
      {makesCalls(schema) && <TryRequest schema={schema} config={config} onChange={onChange} />}
    </div>
  )
}
