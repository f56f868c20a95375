import { createContext, useContext } from 'react'
import type { Issue, Json, StepDoc } from '@/api/types'
import type { Words } from '@/doc'

export interface Variable {
  path: string
  label: string
  group: string
  type: string
  /** What it holds in a trial, when something is known of it. */
  sample?: unknown
}

/** What the fields of a form need to know of the flow around them. */
export interface Environment {
  variables: Variable[]
  groups: { id: string; label: string }[]
  /** Steps that can be gone to. */
  steps: StepDoc[]
  words: Words
  /** Problems of this step, by dotted field path. */
  issues: Issue[]
  /** The language of the flow, for texts that customers read. */
  language: string
  newId: () => string
  /** Problems are told only once the step was left: a beginner is not greeted with red. */
  quiet: boolean
  /** Where something can be tried: the flow, the kind of this step, and what is known in the test conversation. */
  trial?: { flow: string; kind: string; state?: Json | undefined } | undefined
}

const EnvironmentContext = createContext<Environment | undefined>(undefined)
export const EnvironmentProvider = EnvironmentContext.Provider

export function useEnvironment(): Environment {
  const value = useContext(EnvironmentContext)
  if (!value) throw new Error('a field outside of its form')
  return value
}

export function useFieldIssue(path: string): Issue | undefined {
  const { issues, quiet } = useEnvironment()
  if (quiet) return undefined
  return issues.find((issue) => issue.field === path || issue.path.endsWith(`/config/${path.replaceAll('.', '/')}`))
}
