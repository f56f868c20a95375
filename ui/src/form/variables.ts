// The variables that a step may use: the fixed ones, contact fields, declared ones, and answers of steps before it.
import type { ContactField, FlowDocument, Kind, StepDoc, VariableInfo } from '@/api/types'
import { applies, before, isRecord, START, stepById } from '@/doc'
import type { Variable } from './environment'
import { answerVariables } from './samples'

export function variablesFor(
  doc: FlowDocument,
  step: string,
  kinds: ReadonlyMap<string, Kind>,
  fixed: VariableInfo[],
  fields: ContactField[],
): Variable[] {
  const near = step === START ? [] : before(doc, step)
  const answers = near.flatMap((id) => {
    const source = stepById(doc, id)
    const outputs = source ? (kinds.get(source.kind)?.outputs ?? []) : []
    const own: Variable[] = outputs
      .filter((output) => applies(output.when, source?.config))
      .map((output) => ({
        path: `step.${source?.key}${output.path ? `.${output.path}` : ''}`,
        label: output.path ? `${source?.name}: ${output.label}` : (source?.name ?? ''),
        group: 'step',
        type: output.type,
        ...chosenSample(source, output.path ?? ''),
      }))
    return source ? [...own, ...answerVariables(source, kinds.get(source.kind))] : own
  })
  const custom = fields.map((field) => ({
    path: `contact.fields.${field.key}`,
    label: field.label || field.key,
    group: 'contact',
    type: field.type,
  }))
  const declared = doc.variables.map((variable) => ({
    path: `var.${variable.key}`,
    label: variable.label || variable.key,
    group: 'var',
    type: variable.type,
  }))
  return [
    ...answers,
    ...fixed.filter((v) => v.group === 'contact'),
    ...custom,
    ...declared,
    ...fixed.filter((v) => v.group !== 'contact'),
  ]
}

/** What was chosen, tried with the first of the options. */
function chosenSample(source: StepDoc | undefined, path: string): { sample?: string } {
  const [first] = Array.isArray(source?.config.options) ? source.config.options.filter(isRecord) : []
  const sample = path === 'value' ? first?.id : ['', 'label', 'text'].includes(path) ? first?.title : undefined
  return typeof sample === 'string' && sample ? { sample } : {}
}

/** How a path is called on a chip. */
export function labelOf(variables: readonly Pick<Variable, 'path' | 'label'>[], path: string): string {
  return variables.find((variable) => variable.path === path.replaceAll('?.', '.'))?.label ?? path
}
