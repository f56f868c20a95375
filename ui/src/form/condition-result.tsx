// How a condition stands with the values at hand: each comparison, and the path that would be taken.
import { useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle, IconArrowRight, IconCheck, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '@/api/client'
import { useExpressionWhy } from '@/api/expressions'
import { type Path, type Row, WITHOUT_VALUE } from './condition-paths'
import { useEnvironment } from './environment'
import classes from './form.module.css'
import { sampleOf, usedIn } from './samples'

interface Trouble {
  code: string
  params?: Record<string, string>
}
export interface TriedRow {
  holds: boolean
  left: string
  right: string
  right2: string
  error?: Trouble
}
export interface TriedPath {
  id: string
  holds: boolean
  groups: TriedRow[][]
  error?: Trouble
}
interface Answer {
  exit: string
  paths: TriedPath[]
}

/** What came of the paths as they were asked about: a little later than they are written. */
export interface Tried extends Answer {
  asked: Path[]
  /** With what is known in the test conversation, not with samples. */
  test: boolean
}

// Long enough that it is not asked letter by letter.
const PAUSE_MS = 250
const SHOWN_LENGTH = 40
const OTHERWISE = 'else'

const rowsOf = (paths: readonly Path[]) => paths.flatMap((path) => path.groups.flatMap((group) => group.rows))

/** Nothing of it is still to be chosen or written. */
export const isWhole = (row: Row): boolean =>
  row.left !== '' &&
  (WITHOUT_VALUE.has(row.op) || (Boolean(row.right?.trim()) && (row.op !== 'between' || Boolean(row.right2?.trim()))))

/** Asks the engine, with the values of the test conversation if there is one. */
export function useTried(paths: readonly Path[]): Tried | undefined {
  const { trial, variables, language } = useEnvironment()
  const [asked] = useDebouncedValue(JSON.stringify(paths), PAUSE_MS)
  const [state] = useDebouncedValue(trial?.state, PAUSE_MS)
  const { data } = useQuery({
    queryKey: ['try-condition', trial?.flow, asked, state],
    enabled: Boolean(trial) && rowsOf(paths).some(isWhole),
    retry: false,
    placeholderData: (before) => before,
    queryFn: async (): Promise<Tried> => {
      const known = JSON.parse(asked) as Path[]
      const texts = rowsOf(known).flatMap((row) => [row.left, row.right ?? '', row.right2 ?? ''])
      const values = Object.fromEntries(
        usedIn(texts).map((path) => {
          const variable = variables.find((one) => one.path === path)
          return [path, sampleOf(variable ?? { path, label: path, group: '', type: 'text' })]
        }),
      )
      const given = state === undefined ? { values } : { state }
      const answer = await api.post<Answer>(`/flows/${trial?.flow}/try-condition`, { paths: known, language, ...given })
      return { ...answer, asked: known, test: state !== undefined }
    },
  })
  return data
}

/** What was told about a row, as long as it speaks of the same comparison. */
export function rowTold(tried: Tried | undefined, path: Path, group: number, index: number): TriedRow | undefined {
  const row = path.groups[group]?.rows[index]
  const then = tried?.asked.find((one) => one.id === path.id)?.groups[group]?.rows[index]
  if (!row || !then || !isWhole(row) || !isWhole(then) || then.left !== row.left || then.op !== row.op) return undefined
  return tried?.paths.find((one) => one.id === path.id)?.groups[group]?.[index]
}

const short = (text: string) => (text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text)

function Told({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.told}>
      {icon}
      <span>{children}</span>
    </div>
  )
}

/** Whether a comparison holds, in words. */
export function RowResult({ told, row, operator }: { told: TriedRow | undefined; row: Row; operator: string }) {
  const { t } = useLingui()
  const inWords = useExpressionWhy()
  if (!told) return null
  if (told.error) {
    const params = told.error.params ?? {}
    // What it holds says more than how it is called.
    const { why } = inWords(params.value === row.left ? { ...params, value: short(told.left) } : params)
    return (
      <Told icon={<IconAlertTriangle size={14} color="var(--warning)" aria-hidden />}>
        {why ? t`Cannot be compared now: ${why}` : t`Cannot be compared now`}
      </Told>
    )
  }
  const quoted = (side: string) => {
    const text = short(side)
    return text ? t`“${text}”` : t`nothing`
  }
  const sides = WITHOUT_VALUE.has(row.op)
    ? [quoted(told.left), operator]
    : [quoted(told.left), operator, quoted(told.right), ...(row.op === 'between' ? [t`and`, quoted(told.right2)] : [])]
  const sentence = sides.join(' ')
  return told.holds ? (
    <Told icon={<IconCheck size={14} color="var(--accent)" aria-hidden />}>{t`True now: ${sentence}`}</Told>
  ) : (
    <Told icon={<IconX size={14} aria-hidden />}>{t`Not true now: ${sentence}`}</Told>
  )
}

/** Whether a path would be taken. */
export function PathResult({ tried, id }: { tried: Tried | undefined; id: string }) {
  const { t } = useLingui()
  const path = tried?.paths.find((one) => one.id === id)
  if (tried?.exit === id) {
    return (
      <Told
        icon={<IconArrowRight size={14} color="var(--accent)" aria-hidden />}
      >{t`This path would be taken now`}</Told>
    )
  }
  if (path?.holds && !path.error) {
    return (
      <Told icon={<IconCheck size={14} aria-hidden />}>{t`True now as well, but an earlier path comes first`}</Told>
    )
  }
  return null
}

/** The way that would be taken, and with which values. */
export function WayResult({ tried, paths }: { tried: Tried | undefined; paths: readonly Path[] }) {
  const { t } = useLingui()
  const at = paths.findIndex((path) => path.id === tried?.exit)
  if (!tried || (tried.exit !== OTHERWISE && at < 0)) return null
  const name = at < 0 ? t`Otherwise` : paths[at]?.name || t`Path ${at + 1}`
  return (
    <div role="status" className={classes.help}>
      {tried.test
        ? t`With the values of the test the customer goes on by “${name}”.`
        : t`With sample values the customer goes on by “${name}”.`}
    </div>
  )
}
