import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef } from 'react'
import { KindIcon, useEdited, useEditor } from '@/canvas'
import { addTrigger, removeTrigger, START, setTrigger } from '@/doc'
import { EnvironmentProvider, filled, StepForm } from '@/form'
import { Dock } from './dock'
import classes from './editor.module.css'
import { NumbersField } from './settings-panel'
import { useEnvironmentOf, useFocusField } from './step-panel'

/** What starts the flow, and on which numbers. */
export function TriggerPanel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { store, kinds, catalog } = useEditor()
  const triggers = useEdited((state) => state.doc.triggers)
  const environment = useEnvironmentOf(START, false)
  const body = useRef<HTMLDivElement>(null)
  useFocusField(START, body)
  return (
    <Dock
      name="panel"
      label={t`Trigger`}
      onClose={onClose}
      head={
        <>
          <KindIcon icon="bolt" group="triggers" />
          <h2 className={classes.dockTitle}>{t`When it runs`}</h2>
        </>
      }
    >
      <div ref={body} style={{ display: 'contents' }}>
        {triggers.map((trigger, index) => {
          const kind = kinds.get(trigger.kind)
          // A trigger's problems are told by its place in the list.
          const issues = environment.issues
            .filter((issue) => issue.path.startsWith(`/triggers/${index}`))
            .map((issue) => ({ ...issue, field: issue.field ?? '' }))
          return (
            <section key={trigger.id} className={classes.card} aria-label={kind?.name ?? trigger.kind}>
              <div className={classes.cardHead}>
                <KindIcon icon={kind?.icon ?? 'bolt'} group="triggers" size={24} />
                <strong>{kind?.name ?? trigger.kind}</strong>
                <ActionIcon
                  aria-label={t`Remove ${kind?.name ?? trigger.kind}`}
                  onClick={() => store.run({ label: 'trigger' }, (doc) => removeTrigger(doc, trigger.id))}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </div>
              {kind?.help && <span className={classes.small}>{kind.help}</span>}
              {kind && (
                <EnvironmentProvider value={{ ...environment, issues }}>
                  <StepForm
                    schema={kind.schema}
                    config={filled(kind.defaults, trigger.config)}
                    onChange={(config, field) =>
                      store.run({ label: 'trigger', merge: `${trigger.id} ${field}` }, (doc) =>
                        setTrigger(doc, trigger.id, config),
                      )
                    }
                  />
                </EnvironmentProvider>
              )}
            </section>
          )
        })}
      </div>
      <Menu width="target">
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={16} />}>
            {t`Add a trigger`}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {catalog.triggers.map((kind) => (
            <Menu.Item
              key={kind.kind}
              leftSection={<KindIcon icon={kind.icon} group="triggers" size={24} />}
              onClick={() => store.run({ label: 'trigger' }, (doc, context) => addTrigger(doc, context, kind))}
            >
              {kind.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <EnvironmentProvider value={environment}>
        <NumbersField />
      </EnvironmentProvider>
    </Dock>
  )
}
