import { useLingui } from '@lingui/react/macro'
import { Tooltip } from '@mantine/core'
import { IconCopy, IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { contactFieldsQuery } from '@/api'
import type { Config, StepDoc } from '@/api/types'
import { ActionButton, KindIcon, PathFields, useEdited, useEditor, useFacts, useView } from '@/canvas'
import { exitsAt, renameStep, START, setConfig, stepById } from '@/doc'
import {
  type Environment,
  EnvironmentProvider,
  LineText,
  labelOf,
  parseChip,
  StepForm,
  useCatalogWords,
  variablesFor,
} from '@/form'
import { Bubble, Chat, ChatNotice, CopyButton, toast } from '@/kit'
import { Dock } from './dock'
import classes from './editor.module.css'
import { previewBubbles } from './preview'
import { TriggerPanel } from './trigger-panel'

/** Variables, steps and problems around the fields of one step. */
export function useEnvironmentOf(step: string, quiet: boolean): Environment {
  const { t } = useLingui()
  const { kinds, catalog, flowId } = useEditor()
  const doc = useEdited((state) => state.doc)
  const context = useEdited((state) => state.context)
  const { issues } = useFacts()
  const { data: fields } = useQuery(contactFieldsQuery)
  const words = useCatalogWords()
  // What is typed here changes neither list: the same object spares every field the work.
  const variables = useSteady(
    useMemo(
      () => variablesFor(doc, step, kinds, catalog.variables, fields?.items ?? []),
      [doc, step, kinds, catalog, fields],
    ),
    sameJson,
  )
  const steps = useSteady(
    useMemo(() => doc.steps.filter((other) => other.id !== step), [doc.steps, step]),
    sameItems,
  )
  const own = useSteady(
    useMemo(() => issues.filter((issue) => issue.step === step), [issues, step]),
    sameJson,
  )
  const groups = useMemo(
    () => [
      { id: 'step', label: t`Answers` },
      { id: 'contact', label: t`Contact` },
      { id: 'var', label: t`Variables of the flow` },
      { id: 'trigger', label: t`What started the flow` },
      { id: 'global', label: t`Now` },
      { id: 'run', label: t`This flow` },
    ],
    [t],
  )
  const { language } = doc.settings
  const state = useView((view) => view.known)
  const { newId } = context
  const kind = stepById(doc, step)?.kind ?? ''
  return useMemo(
    () => ({
      variables,
      groups,
      steps,
      words,
      issues: own,
      language,
      newId,
      quiet,
      trial: { flow: flowId, kind, state },
    }),
    [variables, groups, steps, words, own, language, newId, quiet, flowId, kind, state],
  )
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, index) => item === b[index])
const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The earlier value for as long as the new one says the same. */
function useSteady<T>(value: T, same: (a: T, b: T) => boolean): T {
  const kept = useRef(value)
  if (kept.current !== value && !same(kept.current, value)) kept.current = value
  return kept.current
}

/** The editor of what is chosen on the canvas. */
export function StepPanel({ onClose }: { onClose: () => void }) {
  const selection = useEdited((state) => state.selection)
  const doc = useEdited((state) => state.doc)
  const [id] = selection
  if (selection.length !== 1 || id === undefined) return null
  if (id === START) return <TriggerPanel onClose={onClose} />
  const step = stepById(doc, id)
  return step ? <StepEditor key={id} step={step} onClose={onClose} /> : null
}

function StepEditor({ step, onClose }: { step: StepDoc; onClose: () => void }) {
  const { t } = useLingui()
  const { kinds, store, view } = useEditor()
  const kind = kinds.get(step.kind)
  const fresh = useView((state) => state.fresh.has(step.id))
  const environment = useEnvironmentOf(step.id, fresh)
  const body = useRef<HTMLDivElement>(null)
  useFocusField(step.id, body)

  // Whoever leaves a new step has had the time to fill it: from now on its problems are shown.
  useEffect(
    () => () => {
      view.setState((state) => {
        if (!state.fresh.has(step.id)) return state
        const rest = new Set(state.fresh)
        rest.delete(step.id)
        return { ...state, fresh: rest }
      })
    },
    [view, step.id],
  )

  const change = (config: Config, field: string) =>
    store.run({ label: 'edit', merge: `${step.id} ${field}` }, (doc, context) =>
      setConfig(doc, context, step.id, config),
    )

  return (
    <Dock
      name="panel"
      label={t`Step editor`}
      onClose={onClose}
      head={
        <>
          <KindIcon icon={kind?.icon ?? ''} group={kind?.group} />
          <NameField key={step.name} step={step} />
          <ActionButton id="duplicate">
            <IconCopy size={16} />
          </ActionButton>
          <ActionButton id="delete">
            <IconTrash size={16} />
          </ActionButton>
        </>
      }
    >
      <EnvironmentProvider value={environment}>
        <div className={classes.row}>
          <span className={classes.small}>{kind?.help ?? t`This program does not know this kind of step.`}</span>
        </div>
        <div ref={body}>{kind && <StepForm schema={kind.schema} config={step.config} onChange={change} />}</div>
        <Preview step={step} environment={environment} />
        <Paths step={step} />
        {(kind?.outputs?.length ?? 0) > 0 && (
          <div className={`${classes.row} ${classes.key}`}>
            {t`Later steps use it as`} <code>{`{{ step.${step.key} }}`}</code>
            <CopyButton value={`{{ step.${step.key} }}`} label={t`Copy`} />
          </div>
        )}
      </EnvironmentProvider>
    </Dock>
  )
}

/** Where each path leads, as fields: what the lines on the canvas say. */
function Paths({ step }: { step: StepDoc }) {
  const { t } = useLingui()
  const doc = useEdited((state) => state.doc)
  const context = useEdited((state) => state.context)
  const [open, setOpen] = useState(false)
  if (exitsAt(doc, step.id, context).length === 0) return null
  return (
    <details className={classes.paths} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t`Where it leads`}</summary>
      {open && <PathFields from={step.id} />}
    </details>
  )
}

function Preview({ step, environment }: { step: StepDoc; environment: Environment }) {
  const { t } = useLingui()
  const { kinds } = useEditor()
  const doc = useEdited((state) => state.doc)
  const bubbles = previewBubbles(kinds.get(step.kind), step.config, environment.words)
  // A step that says nothing has nothing to show.
  if (!bubbles.some((bubble) => bubble.content)) return null
  const chip = (expression: string) => {
    const parts = parseChip(expression)
    return parts ? labelOf(environment.variables, parts.path) : expression
  }
  return (
    <section className={classes.preview} aria-label={t`Preview`}>
      <p className={classes.previewTitle}>{t`What the customer sees`}</p>
      <Chat>
        {bubbles.map((bubble, index) => {
          const key = `${index}`
          if (bubble.content)
            return <Bubble key={key} content={bubble.content} direction="out" side="left" chip={chip} />
          return (
            <ChatNotice key={key}>
              <LineText pieces={bubble.notice ?? []} chip={chip} stepName={(id) => stepById(doc, id)?.name} />
            </ChatNotice>
          )
        })}
      </Chat>
    </section>
  )
}

function NameField({ step }: { step: StepDoc }) {
  const { t } = useLingui()
  const { store, view } = useEditor()
  const [name, setName] = useState(step.name)
  const input = useRef<HTMLInputElement>(null)
  const wanted = useView((state) => state.focusField === `name:${step.id}`)
  useEffect(() => {
    if (!wanted) return
    input.current?.select()
    view.setState({ focusField: undefined })
  }, [wanted, view])
  const save = () => {
    const wanted = name.trim()
    if (!wanted || name === step.name) {
      setName(step.name)
      return
    }
    store.run({ label: 'rename' }, (doc) => renameStep(doc, step.id, wanted))
    const given = stepById(store.getState().doc, step.id)?.name
    if (given !== undefined && given !== wanted) {
      toast.done(t`Another step is called “${wanted}”: this one is “${given}” now.`)
    }
  }
  return (
    <>
      <input
        ref={input}
        className={classes.stepName}
        aria-label={t`Name of the step`}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') {
            setName(step.name)
            event.stopPropagation()
          }
        }}
      />
      <Tooltip label={t`The name is also the variable's name`}>
        <IconPencil size={14} color="var(--muted)" aria-hidden />
      </Tooltip>
    </>
  )
}

// Words come first: a text is what people want to write, before any switch above it.
const WRITING = '[contenteditable="true"], textarea, input:not([type]), input[type="text"]'
const ANY = 'input:not([type="hidden"]), select, button'

const firstField = (place: Element | null) =>
  place?.querySelector<HTMLElement>(WRITING) ?? place?.querySelector<HTMLElement>(ANY)

/** Puts the focus into the first field, or the one that a problem speaks of. */
export function useFocusField(id: string, body: React.RefObject<HTMLElement | null>) {
  const { view } = useEditor()
  const wanted = useView((state) => state.focusField)
  useEffect(() => {
    if (wanted !== id && !wanted?.startsWith(`${id}#`)) return
    const field = wanted.slice(id.length + 1)
    // The form is painted one frame later, and whatever had the focus has given it back by then.
    const frame = requestAnimationFrame(() => {
      const place = field ? body.current?.querySelector(`[data-field="${CSS.escape(field)}"]`) : body.current
      const target = firstField(place ?? body.current)
      target?.focus()
      target?.scrollIntoView({ block: 'nearest' })
      view.setState({ focusField: undefined })
    })
    return () => cancelAnimationFrame(frame)
  }, [wanted, id, view, body])
}
