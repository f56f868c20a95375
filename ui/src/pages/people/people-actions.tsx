import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, catalogQuery } from '@/api'
import type { FlowDocument, Run } from '@/api/types'
import type { PeopleChanged } from '@/api/types-people'
import { exitsOf } from '@/doc/rules'
import { useCatalogWords } from '@/form/durations'
import { Confirm } from '@/kit'
import { BulkProgress, useBulk } from '../common/use-bulk'

// In one request: each waits for its own turn, and people see how far it is.
const AT_ONCE = 50

interface PeopleActionsProps {
  flowId: string
  flowName: string
  runs: Run[]
  onDone: () => void
}

const live = (run: Run) => run.status === 'waiting' || run.status === 'running'

/** Ends the chosen, lets them go on, or takes them to the published version; each is asked first. */
export function PeopleActions({ flowId, flowName, runs, onDone }: PeopleActionsProps) {
  const { t, i18n } = useLingui()
  const { run, progress } = useBulk()
  const words = useCatalogWords()
  const [asking, setAsking] = useState<'end' | 'go_on' | 'move'>()
  const [path, setPath] = useState<string | null>(null)
  const inside = runs.filter(live)
  const [first] = inside
  // Letting go on needs a path: it is offered for people who stand at the same step of the same version.
  const together =
    first?.step !== undefined &&
    inside.every((run) => run.step === first.step && run.version === first.version && run.flow.id === first.flow.id)
  const { data: catalog } = useQuery(catalogQuery(i18n.locale))
  const { data: version } = useQuery({
    queryKey: ['flow', first?.flow.id ?? flowId, 'version', first?.version],
    queryFn: () =>
      api.get<FlowDocument | { document: FlowDocument }>(
        `/flows/${first?.flow.id ?? flowId}/versions/${first?.version}/document`,
      ),
    enabled: asking === 'go_on' && first !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const document = version && ('document' in version ? version.document : version)
  const step = document?.steps.find((one) => one.id === first?.step)
  const kind = catalog?.items.find((one) => one.kind === step?.kind)
  const connected = new Set(document?.connections.filter((one) => one.from === step?.id).map((one) => one.exit))
  const paths =
    step && kind
      ? exitsOf(kind, step.config, words)
          .filter((one) => connected.has(one.id))
          .map((one) => ({ value: one.id, label: one.label || t`Next` }))
      : []
  const chosen = path ?? paths[0]?.value ?? null

  const change = async (action: string) => {
    await run(inside, {
      size: AT_ONCE,
      work: async (few) => {
        const { items } = await api.post<PeopleChanged>(`/flows/${flowId}/people/change`, {
          action,
          runs: few.map((one) => one.id),
          ...(action === 'go_on' && chosen && { path: chosen }),
        })
        return items.map((one) => (one.status === 'done' ? undefined : (one.code ?? '')))
      },
      done: (n) => plural(n, { one: 'Done for # person.', other: 'Done for # people.' }),
      left: (n) => plural(n, { one: '# person was left as they are.', other: '# people were left as they are.' }),
      refresh: [['flow', flowId], ['run'], ['conversations']],
    })
    onDone()
  }
  const count = inside.length
  const who = plural(count, { one: '# person', other: '# people' })
  const gone = runs.length - count
  const left = gone > 0 && (
    <Text size="sm" mt="xs">
      {plural(gone, {
        one: '# of those chosen is not in the flow any more: they stay as they are.',
        other: '# of those chosen are not in the flow any more: they stay as they are.',
      })}
    </Text>
  )
  const close = () => setAsking(undefined)
  return (
    <>
      <Button size="compact-sm" variant="default" disabled={!together} onClick={() => setAsking('go_on')}>
        {t`Let go on`}
      </Button>
      <Button size="compact-sm" variant="default" disabled={count === 0} onClick={() => setAsking('move')}>
        {t`Move to the published version`}
      </Button>
      <Button size="compact-sm" variant="default" disabled={count === 0} onClick={() => setAsking('end')}>
        {t`Take out`}
      </Button>
      <Confirm
        opened={asking === 'end'}
        title={t`Take ${who} out of “${flowName}”?`}
        action={t`Take them out`}
        onClose={close}
        onConfirm={() => change('end')}
      >
        {t`The flow does not answer them any more where they stand. Their next message may start a flow again.`}
        {left}
        <BulkProgress progress={progress} />
      </Confirm>
      <Confirm
        opened={asking === 'move'}
        title={t`Move ${who} to the published version?`}
        action={t`Move them`}
        onClose={close}
        onConfirm={() => change('move')}
      >
        {t`They stay at their step and read the published texts from there on. Whoever is at a step that no longer exists keeps their version.`}
        {left}
        <BulkProgress progress={progress} />
      </Confirm>
      <Confirm
        opened={asking === 'go_on'}
        title={t`Let ${who} go on?`}
        action={t`Let them go on`}
        onClose={close}
        onConfirm={() => change('go_on')}
      >
        <Stack gap="sm">
          <div>
            <Text size="sm">
              {t`They leave “${step?.name ?? ''}” without an answer, and the flow writes to them at once what comes next.`}
            </Text>
            {left}
          </div>
          <Select
            label={t`By which path`}
            data={paths}
            value={chosen}
            allowDeselect={false}
            onChange={setPath}
            comboboxProps={{ withinPortal: true }}
          />
          <BulkProgress progress={progress} />
        </Stack>
      </Confirm>
    </>
  )
}
