import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Menu, Tabs, Tooltip } from '@mantine/core'
import { IconRefresh, IconRepeat } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { api } from '@/api'
import type { Simulation, SimulationInput } from '@/api/types'
import { useEdited, useEditor, useView } from '@/canvas'
import { Dock } from './dock'
import classes from './editor.module.css'
import { Conditions } from './test-conditions'
import { createTest } from './test-conversation'
import { History, Variables } from './test-history'
import { SavedTests } from './test-list'
import phone from './test-panel.module.css'
import { Screen } from './test-phone'
import { TryBar } from './try-bar'

/** The phone beside the editor: plays the draft on the real engine; nothing leaves the program unless pressed. */
export function TestPanel({ hidden }: { hidden: boolean }) {
  const { t } = useLingui()
  const { flowId, store, view, viewport } = useEditor()
  const [talk] = useState(() =>
    createTest({
      simulate: (body) => api.post<Simulation>(`/flows/${flowId}/simulate`, body),
      document: () => store.getState().doc,
      onStep: (current) => {
        view.setState({ current })
        if (current) viewport.current?.reveal(current)
      },
    }),
  )
  const played = useRef(store.getState().doc)
  const doc = useEdited((state) => state.doc)
  const inputs = useStore(talk.store, (state) => state.inputs)
  const state = useStore(talk.store, ({ last }) => last?.state)
  const [edited, setEdited] = useState(false)

  const from = useView((state) => state.testFrom)
  const started = useRef(false)
  useEffect(() => {
    // "Test from here" of a step opens the panel, or goes on in the open one.
    if (from !== undefined) {
      view.setState({ testFrom: undefined })
      void talk.from(from)
    } else if (!started.current) void talk.restart()
    started.current = true
  }, [talk, from, view])
  useEffect(
    () => () => {
      talk.stop()
      started.current = false
    },
    [talk],
  )
  // The step editor tells how conditions stand with what is known here.
  useEffect(() => view.setState({ known: state }), [view, state])
  useEffect(() => () => view.setState({ known: undefined }), [view])
  useEffect(() => setEdited(doc !== played.current), [doc])
  const again = (run: () => Promise<unknown>) => {
    played.current = store.getState().doc
    setEdited(false)
    void run()
  }

  return (
    <Dock
      name="test"
      label={t`Test`}
      hidden={hidden}
      flush
      onClose={() => view.setState({ testing: false })}
      head={
        <>
          <h2 className={classes.dockTitle} style={{ minWidth: 'max-content' }}>{t`Test`}</h2>
          <Conditions talk={talk} onRestart={() => again(() => talk.restart(inputs[0]))} />
          <StartMenu onStart={(input) => again(() => talk.restart(input))} />
          <Tooltip label={edited ? t`The flow changed: give the same answers again` : t`Give the same answers again`}>
            <Button
              size="compact-sm"
              miw={0}
              style={{ flexShrink: 1 }}
              variant={edited ? 'filled' : 'default'}
              className={phone.replay ?? ''}
              leftSection={<IconRepeat size={14} />}
              disabled={inputs.length === 0}
              onClick={() => again(() => talk.replay())}
            >
              {t`Replay my answers`}
            </Button>
          </Tooltip>
        </>
      }
    >
      <Tabs
        defaultValue="phone"
        keepMounted={false}
        className={phone.phone}
        styles={{ tabLabel: { fontSize: 14 } }}
        data-own-keys
      >
        <Tabs.List grow>
          <Tabs.Tab value="phone">{t`Phone`}</Tabs.Tab>
          <Tabs.Tab value="history">{t`History`}</Tabs.Tab>
          <Tabs.Tab value="variables">{t`Variables`}</Tabs.Tab>
          <Tabs.Tab value="tests">{t`Tests`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="phone" className={phone.phone}>
          <TryBar flowId={flowId} />
          <Screen talk={talk} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <History talk={talk} />
        </Tabs.Panel>
        <Tabs.Panel value="variables">
          <Variables talk={talk} />
        </Tabs.Panel>
        <Tabs.Panel value="tests" className={phone.scroll}>
          <SavedTests talk={talk} />
        </Tabs.Panel>
      </Tabs>
    </Dock>
  )
}

function StartMenu({ onStart }: { onStart: (input: SimulationInput) => void }) {
  const { t } = useLingui()
  const { kinds } = useEditor()
  const triggers = useEdited((state) => state.doc.triggers)
  const start = t`Start again`
  if (triggers.length < 2) {
    return (
      <Tooltip label={start}>
        <ActionIcon aria-label={start} onClick={() => onStart({ kind: 'start' })}>
          <IconRefresh size={18} />
        </ActionIcon>
      </Tooltip>
    )
  }
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={start}>
          <IconRefresh size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{start}</Menu.Label>
        {triggers.map((trigger) => (
          <Menu.Item key={trigger.id} onClick={() => onStart({ kind: 'start', trigger: trigger.id })}>
            {kinds.get(trigger.kind)?.name ?? trigger.kind}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
