import { useLingui as useI18n } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { Anchor, Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import type { Channel } from '@/api/types'
import { type Column, DataTable, EmptyState, Page, Pill, RelativeTime, type Tone, usePagedList } from '@/kit'
import { openPhone } from '../phone/state'
import { findings } from './checks'
import classes from './numbers.module.css'

export function NumberPill({ channel }: { channel: Channel }) {
  const { t } = useLingui()
  const names: Record<Channel['state'], string> = {
    connected: t`Connected`,
    problem: t`Needs a look`,
    new: t`Waiting for the first message`,
  }
  const tones: Record<Channel['state'], Tone> = { connected: 'good', problem: 'problem', new: 'warning' }
  return <Pill tone={tones[channel.state]}>{names[channel.state]}</Pill>
}

/** The WhatsApp numbers, and the demo number that is always there. */
export default function NumbersPage() {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const navigate = useNavigate()
  const list = usePagedList<Channel>(['channels', 'list'], '/channels')
  const problemText = (problem: Channel['problems'][number]) => {
    const says = findings[problem.code]?.says
    return says ? i18n._(says.id, problem.params ?? {}, { message: says.message ?? '' }) : ''
  }
  const toPhone = (event: MouseEvent) => {
    event.stopPropagation()
    openPhone()
  }
  const connect = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ to: '/numbers/connect' as never })}>
      {t`Connect a number`}
    </Button>
  )
  const columns: Column<Channel>[] = [
    {
      id: 'name',
      label: t`Number`,
      render: (channel) =>
        channel.kind === 'demo' ? (
          <>
            <strong style={{ fontWeight: 550 }}>{t`Demo number`}</strong>
            <div className={classes.small}>{t`A phone inside this program, to try flows without WhatsApp.`}</div>
            <Anchor component="button" size="sm" onClick={toPhone}>
              {t`Open the demo phone`}
            </Anchor>
          </>
        ) : (
          <>
            <Link
              to={`/numbers/${channel.id}` as never}
              className={classes.name}
              onClick={(event) => event.stopPropagation()}
            >
              {channel.name}
            </Link>
            <div className={`${classes.small} num`}>{channel.display_phone || t`Phone number not known yet`}</div>
          </>
        ),
    },
    {
      id: 'state',
      label: t`State`,
      render: (channel) => (
        <>
          <NumberPill channel={channel} />
          {channel.problems.length > 0 && (
            <ul className={classes.problems}>
              {channel.problems.map((problem) => (
                <li key={problem.code} className={classes.small}>
                  {problemText(problem)}
                </li>
              ))}
            </ul>
          )}
        </>
      ),
    },
    {
      id: 'flows',
      label: t`Live flows`,
      render: (channel) =>
        channel.live_flows.length > 0 ? channel.live_flows.map((flow) => flow.name).join(', ') : t`None`,
    },
    {
      id: 'signed',
      label: t`Last message from Meta`,
      render: (channel) =>
        channel.kind === 'demo' ? (
          '–'
        ) : channel.last_signed_at ? (
          <RelativeTime at={channel.last_signed_at} />
        ) : (
          t`None yet`
        ),
    },
  ]
  return (
    <Page
      title={t`Numbers`}
      note={t`The WhatsApp business numbers that your flows answer on. A new number answers nothing until a flow chooses it.`}
      action={connect}
    >
      <DataTable
        name="numbers"
        label={t`Numbers`}
        list={list}
        columns={columns}
        rowKey={(channel) => channel.id}
        onOpen={(channel) =>
          channel.kind === 'demo' ? openPhone() : void navigate({ to: `/numbers/${channel.id}` as never })
        }
        empty={<EmptyState text={t`No number is connected yet.`} action={connect} />}
      />
    </Page>
  )
}
