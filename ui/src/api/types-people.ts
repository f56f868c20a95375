// What people did in a flow, as the API counts it.

/** Narrows to people who came in during a period, in one version or in all. */
export interface Between {
  from?: string
  to?: string
  version?: string
}

export interface Numbers {
  contacts: number
  ongoing: number
  completed: number
  expired: number
  canceled: number
  failed: number
  average_seconds: number | null
  median_seconds: number | null
}

export interface DayNumbers {
  day: string
  contacts: number
  completed: number
  expired: number
  canceled: number
  failed: number
}

export interface FlowSummary extends Numbers {
  called: number
  days: DayNumbers[]
  versions: ({ version: number } & Numbers)[]
  /** Turns that are not counted yet. */
  uncounted: number
}

export interface StepNumbers {
  step: string
  entered: number
  waiting: number
  left: Record<string, number>
  jumped: number
  moved: number
  ended: Record<string, number>
}

export interface StepStats {
  contacts: number
  called: number
  items: StepNumbers[]
  uncounted: number
}

/** What somebody did at a step. */
export type Did = 'here' | 'entered' | 'left' | 'jumped' | 'moved' | 'ended'

export interface PeopleChanged {
  items: { id: string; status: 'done' | 'skipped'; code?: string }[]
}
