import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Tooltip } from '@mantine/core'
import {
  IconAlertCircle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconChevronLeft,
  IconExclamationCircle,
  IconListTree,
  IconLoader2,
  IconPlayerPlay,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, useErrorText } from '@/api'
import type { Flow } from '@/api/types'
import { ActionButton, act, useEditor, useView } from '@/canvas'
import { Pill, toast, useSlow } from '@/kit'
import { useCompact, usePhoneSized } from '@/kit/shell-size'
import classes from './editor.module.css'
import { EditorMenu } from './editor-menu'
import { useSaved, useSession } from './session-context'

interface FlowStateProps {
  flow: Pick<Flow, 'state' | 'version'>
  changes: number
  /** There is little room: the whole sentence is in the tooltip, and read out. */
  short?: boolean
}

/** The state of the flow, as people tell it apart. */
export function FlowState({ flow, changes, short = false }: FlowStateProps) {
  const { t } = useLingui()
  if (flow.state === 'paused') return <Pill tone="warning">{t`Paused`}</Pill>
  if (flow.state === 'archived') return <Pill tone="quiet">{t`Archived`}</Pill>
  if (!flow.version) return <Pill tone="quiet">{t`Never published`}</Pill>
  const { number } = flow.version
  if (changes === 0) return <Pill tone="good">{t`Live: version ${number}`}</Pill>
  const rest = plural(changes, { one: '# change not published', other: '# changes not published' })
  const whole = t`Live: version ${number}, ${rest}`
  if (!short) return <Pill tone="good">{whole}</Pill>
  const few = plural(changes, { one: '# change', other: '# changes' })
  return (
    <Tooltip label={whole} events={{ hover: true, focus: true, touch: true }}>
      <span className={classes.short}>
        <Pill tone="good">
          <span aria-hidden>{t`Live: version ${number} · ${few}`}</span>
          <span className="visually-hidden">{whole}</span>
        </Pill>
      </span>
    </Tooltip>
  )
}

function SavedTick() {
  const { t } = useLingui()
  const session = useSession()
  const save = useSaved((state) => state.save)
  const slow = useSlow(save.kind === 'saving')
  const sentence = useErrorText()
  if (save.kind === 'failed') {
    return (
      <Tooltip label={sentence(save.error).text} multiline maw={280}>
        <Button
          size="compact-xs"
          variant="light"
          color="red"
          leftSection={<IconAlertCircle size={14} />}
          onClick={() => void session.flush()}
        >
          {t`Not saved. Try again`}
        </Button>
      </Tooltip>
    )
  }
  if (save.kind === 'conflict') return <span className={`${classes.saved} ${classes.failed}`}>{t`Not saved`}</span>
  return (
    <span className={classes.saved} role="status" data-save={save.kind}>
      {slow ? (
        <>
          <IconLoader2 size={14} aria-hidden /> <span>{t`Saving`}</span>
        </>
      ) : (
        <>
          <IconCheck size={14} aria-hidden style={{ opacity: save.kind === 'saved' ? 1 : 0.3 }} />{' '}
          <span>{t`Saved`}</span>
        </>
      )}
    </span>
  )
}

/** Back, name, state, undo, problems, test, publish. What has no room goes into the menu at the end. */
export function TopBar({ flow, onAround }: { flow: Flow; onAround: () => void }) {
  const { t } = useLingui()
  const editor = useEditor()
  const changes = useSaved((state) => state.changes) ?? flow.changes
  const issues = useSaved((state) => state.issues)
  const testing = useView((view) => view.testing)
  const panel = useView((view) => view.panel)
  const phone = usePhoneSized()
  const compact = useCompact()
  const problems = issues.filter((issue) => issue.severity === 'error').length
  const menu = { flow, changes, problems, onAround }
  if (phone) {
    return (
      <header className={`${classes.bar} ${classes.phoneBar}`} data-guide="bar">
        <div className={classes.phoneRow}>
          <Button component={Link} to="/flows" variant="subtle" color="gray" px="xs" aria-label={t`Flows`}>
            <IconChevronLeft size={20} />
          </Button>
          <FlowName key={flow.name} flow={flow} />
          <EditorMenu {...menu} room="phone" />
        </div>
        <div className={classes.phoneRow}>
          <span className={classes.state}>
            <FlowState flow={flow} changes={changes} short />
          </span>
          <SavedTick />
          <span className={classes.grow} />
          <Button
            variant="default"
            px="sm"
            leftSection={<IconListTree size={16} />}
            onClick={() => editor.view.setState({ panel: 'outline' })}
          >
            {t`Read as a list`}
          </Button>
        </div>
      </header>
    )
  }
  return (
    <header className={`${classes.bar} ${compact ? classes.compactBar : ''}`} data-guide="bar">
      <Button
        component={Link}
        to="/flows"
        variant="subtle"
        color="gray"
        px="xs"
        {...(compact ? { 'aria-label': t`Flows` } : { leftSection: <IconChevronLeft size={16} /> })}
      >
        {compact ? <IconChevronLeft size={20} /> : t`Flows`}
      </Button>
      <FlowName key={flow.name} flow={flow} />
      <span className={classes.state}>
        <FlowState flow={flow} changes={changes} short={compact} />
      </span>
      <SavedTick />
      <span className={classes.grow} />
      <ActionButton id="undo">
        <IconArrowBackUp size={18} />
      </ActionButton>
      {!compact && (
        <>
          <ActionButton id="redo">
            <IconArrowForwardUp size={18} />
          </ActionButton>
          <Button
            variant={panel === 'problems' ? 'light' : 'subtle'}
            color={problems > 0 ? 'red' : 'gray'}
            px="xs"
            leftSection={<IconExclamationCircle size={16} />}
            aria-pressed={panel === 'problems'}
            onClick={() => act(editor, 'problems')}
          >
            {t`Problems`} <span className="num">&nbsp;{issues.length}</span>
          </Button>
        </>
      )}
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} />}
        aria-pressed={testing}
        data-guide="test"
        onClick={() => act(editor, 'test')}
      >
        {t`Test`}
      </Button>
      <Button
        data-guide="publish"
        onClick={() => act(editor, 'publish')}
        disabled={flow.version !== null && changes === 0}
      >
        {t`Publish`}
      </Button>
      <EditorMenu {...menu} room={compact ? 'compact' : 'wide'} />
    </header>
  )
}

function FlowName({ flow }: { flow: Flow }) {
  const { t } = useLingui()
  const sentence = useErrorText()
  const queries = useQueryClient()
  const [name, setName] = useState(flow.name)
  const rename = useMutation({
    mutationFn: (next: string) => api.patch<Flow>(`/flows/${flow.id}`, { name: next }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['flow', flow.id] }),
    onError: (error) => {
      setName(flow.name)
      toast.problem(sentence(error).text)
    },
  })
  const save = () => {
    const next = name.trim()
    if (!next || next === flow.name) setName(flow.name)
    else rename.mutate(next)
  }
  return (
    <input
      className={classes.name}
      aria-label={t`Name of the flow`}
      maxLength={100}
      value={name}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}
