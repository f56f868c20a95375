// "Send a test request": the call of a step, once and for real, and its answer to pick values from.
import { useLingui as useCatalog } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Loader, TextInput } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { api } from '@/api/client'
import { useErrorText } from '@/api/errors'
import { eventCodes } from '@/api/events'
import type { Config, Json, Schema } from '@/api/types'
import { isRecord, slug } from '@/doc'
import { useEnvironment } from './environment'
import { expressionsIn } from './expressions'
import classes from './form.module.css'
import { JsonTree } from './json-tree'
import {
  asSample,
  inWords,
  type Member,
  membersOf,
  pathOf,
  readJson,
  sampleOf,
  typed,
  usedIn,
  valueAtMembers,
} from './samples'
import { labelOf } from './variables'

interface Answer {
  request?: { method: string; url: string; headers?: Pair[]; body?: string }
  result?: {
    status?: number
    headers?: Pair[]
    body?: string
    json?: Json
    error?: string
    detail?: string
    elapsed_ms?: number
  }
  problems: { code: string; params?: Record<string, string> }[]
}
interface Pair {
  name: string
  value: string
}

/** Whether a form describes a call whose answer can be looked at. */
export const makesCalls = (schema: Schema): boolean =>
  ['method', 'url', 'sample'].every((name) => schema.properties?.[name]?.type === 'string')

// What only reads can be sent without asking.
const READS = new Set(['', 'GET', 'HEAD'])
const TEXT_SHOWN = 4000
const NAME_LENGTH = 40
// Members that the answer has of its own.
const TAKEN = ['status', 'ok', 'body', 'json', 'error']

/** All texts with expressions in a config; the sample is no part of the request. */
function expressionsOf(config: Config): string[] {
  const found: string[] = []
  const walk = (value: unknown) => {
    if (typeof value === 'string') found.push(...expressionsIn(value).map((one) => one.expression))
    else if (Array.isArray(value)) value.forEach(walk)
    else if (isRecord(value)) Object.values(value).forEach(walk)
  }
  const { sample: _, values: __, ...request } = config
  walk(request)
  return found
}

export interface TryRequestProps {
  schema: Schema
  config: Config
  onChange: (config: Config, field: string) => void
}

export function TryRequest({ schema, config, onChange }: TryRequestProps) {
  const { t } = useLingui()
  const { variables, trial, language } = useEnvironment()
  const sentence = useErrorText()
  const [stage, setStage] = useState<'idle' | 'asking' | 'sending'>('idle')
  const [given, setGiven] = useState<Record<string, string>>({})
  const [answer, setAnswer] = useState<Answer>()
  const [problem, setProblem] = useState('')
  if (!trial) return null
  const method = typeof config.method === 'string' ? config.method : ''
  const changes = !READS.has(method)
  const used = usedIn(expressionsOf(config)).map((path) => {
    const known = variables.find((one) => one.path === path) ?? { path, label: path, group: '', type: 'text' }
    return { ...known, label: labelOf(variables, path), text: given[path] ?? inWords(sampleOf(known)) }
  })
  const empty = typeof config.url !== 'string' || config.url.trim() === ''
  const send = async () => {
    setStage('sending')
    setProblem('')
    try {
      const values = Object.fromEntries(used.map((one) => [one.path, typed(one.text, one.type)]))
      const body = { kind: trial.kind, config, language, values }
      setAnswer(await api.post<Answer>(`/flows/${trial.flow}/try-call`, body))
    } catch (error) {
      setAnswer(undefined)
      setProblem(sentence(error).text)
    } finally {
      setStage('idle')
    }
  }
  return (
    <section className={classes.section} aria-label={t`Test request`}>
      <div className={classes.inside}>
        {used.length > 0 && (stage !== 'idle' || answer) && (
          <fieldset className={classes.given}>
            <legend>{t`Values for this test`}</legend>
            {used.map((one) => (
              <TextInput
                key={one.path}
                size="xs"
                label={one.label}
                value={one.text}
                onChange={(event) => setGiven({ ...given, [one.path]: event.currentTarget.value })}
              />
            ))}
          </fieldset>
        )}
        {stage === 'asking' && changes && (
          <Alert color="yellow" role="alert">
            {t`This request really leaves the program: ${method} may change something in the other system.`}
          </Alert>
        )}
        {stage === 'asking' ? (
          <Group gap="xs">
            <Button size="xs" onClick={send} leftSection={<IconSend size={14} />} data-autofocus>
              {t`Send it`}
            </Button>
            <Button size="xs" variant="default" onClick={() => setStage('idle')}>{t`Cancel`}</Button>
          </Group>
        ) : (
          <Button
            size="xs"
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            leftSection={stage === 'sending' ? <Loader size={14} /> : <IconSend size={14} />}
            disabled={empty || stage === 'sending'}
            onClick={() => (changes || (used.length > 0 && !answer) ? setStage('asking') : void send())}
          >
            {stage === 'sending' ? t`Waiting for the answer…` : t`Send a test request`}
          </Button>
        )}
        {empty && <div className={classes.help}>{t`Write the address first.`}</div>}
        <div role="status" className={classes.nested}>
          {problem && <div className={classes.error}>{problem}</div>}
          {answer && stage === 'idle' && (
            <Outcome answer={answer} schema={schema} config={config} onChange={onChange} />
          )}
        </div>
      </div>
    </section>
  )
}

function Outcome({ answer, schema, config, onChange }: TryRequestProps & { answer: Answer }) {
  const { t } = useLingui()
  const { i18n } = useCatalog()
  const [told, setTold] = useState('')
  const { request, result, problems } = answer
  const said = (code: string) => {
    const message = eventCodes[code]
    return message ? i18n._(message.id, {}, { message: message.message ?? '' }) : code
  }
  const seconds = new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 2 }).format(
    (result?.elapsed_ms ?? 0) / 1000,
  )
  const status = result?.status ?? 0
  const good = !result?.error && status >= 200 && status < 300
  const keep = (members: Member[]) => {
    const next = keepValue(schema, config, result?.json, members)
    if (!next) return setTold(t`No more values can be kept in this step.`)
    setTold(next.added ? t`Kept as “${next.name}”.` : t`This is kept already, as “${next.name}”.`)
    if (next.added) onChange(next.config, 'values')
  }
  return (
    <>
      {problems.map((one) => (
        <div key={`${one.code}${one.params?.path ?? ''}`} className={`${classes.error} ${classes.warning}`}>
          {said(one.code)}
          {one.params?.path && `: ${one.params.path}`}
        </div>
      ))}
      {!request && <div className={classes.error}>{t`Nothing was sent.`}</div>}
      {request && (
        <div className={classes.help}>
          <code>
            {request.method} {request.url}
          </code>
        </div>
      )}
      {result?.error && (
        <div className={classes.error}>
          {said(result.error)}
          {result.error === 'connect' && result.detail && ` (${result.detail})`}
        </div>
      )}
      {result && status > 0 && (
        <div>
          <strong className={good ? undefined : classes.over}>{status}</strong>{' '}
          <span className={classes.and}>
            {t`after ${seconds} s`} · {good ? t`the flow goes on by “Success”` : t`the flow goes on by “Error”`}
          </span>
        </div>
      )}
      {(result?.headers?.length ?? 0) > 0 && (
        <details>
          <summary className={classes.help}>{t`Headers`}</summary>
          <dl className={classes.headers}>
            {result?.headers?.map((header) => (
              <div key={header.name}>
                <dt>{header.name}</dt>
                <dd>{header.value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {result?.json !== undefined && (
        <>
          <div className={classes.help}>{t`Click a value to keep it for later steps.`}</div>
          <div className={classes.treeBox}>
            <JsonTree value={result.json} onPick={keep} />
          </div>
        </>
      )}
      {result?.json === undefined && result?.body && (
        <>
          <div className={classes.help}>{t`The answer is not JSON: later steps get it as one text.`}</div>
          <pre className={classes.plainAnswer}>
            {result.body.slice(0, TEXT_SHOWN)}
            {result.body.length > TEXT_SHOWN && '…'}
          </pre>
        </>
      )}
      {told && <div className={classes.help}>{told}</div>}
    </>
  )
}

/** The config with one more value to keep, and a sample answer that holds it. */
export function keepValue(schema: Schema, config: Config, answer: unknown, members: readonly Member[]) {
  const values = Array.isArray(config.values) ? config.values.filter(isRecord) : []
  const path = pathOf('json', members)
  const known = values.find((one) => one.path === path)
  if (known) return { name: String(known.name ?? ''), added: false, config }
  const most = schema.properties?.values?.['x-max-items']
  if (!schema.properties?.values || (most !== undefined && values.length >= most)) return undefined
  const named = [...members].reverse().find((member) => typeof member === 'string') ?? 'answer'
  const taken = new Set([...TAKEN, ...values.map((one) => String(one.name ?? ''))])
  const base = slug(String(named)).slice(0, NAME_LENGTH - 3) || 'value'
  let name = base
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`
  const next: Config = { ...config, values: [...values, { name, path }] }
  const sample = readJson(config.sample)
  const way = membersOf(path)
  if (sample === undefined || !way || valueAtMembers(sample, way) === undefined) {
    const text = asSample(answer, schema.properties?.sample?.['x-max-length'] ?? 16_000)
    if (text !== undefined) next.sample = text
  }
  return { name, added: true, config: next }
}
