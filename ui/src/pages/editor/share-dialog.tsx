import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Group, Modal, SegmentedControl, Stack, Text, Tooltip } from '@mantine/core'
import { IconQrcode } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api'
import type { Instant, Page } from '@/api/types'
import { useEditor } from '@/canvas'
import { CopyButton, ErrorState, LoadingShape, QrCode, useFormat } from '@/kit'
import { ProblemLine } from '../common/problem-line'
import { useAct } from '../common/use-act'
import classes from './share-dialog.module.css'

interface PreviewLink {
  id: string
  url: string
  author: { id: string; name: string } | null
  created_at: Instant
  until: Instant
}

type Life = 'hour' | 'day' | 'week'

const isHere = (url: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)

/** Links with which somebody without a sign-in may try the draft. */
export default function ShareDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Show it to somebody`}
      closeButtonProps={{ 'aria-label': t`Close` }}
      size="lg"
    >
      <Links />
    </Modal>
  )
}

function Links() {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const [life, setLife] = useState<Life>('week')
  const key = ['flow', flowId, 'links']
  const links = useQuery({ queryKey: key, queryFn: () => api.get<Page<PreviewLink>>(`/flows/${flowId}/links`) })
  const make = useMutation({
    mutationFn: () => api.post<PreviewLink>(`/flows/${flowId}/links`, { life }),
    onSuccess: () => links.refetch(),
  })
  const all = links.data?.items ?? []
  return (
    <Stack gap="md">
      <Stack gap={4}>
        <Text size="sm">
          {t`Whoever has the link can try this flow in the browser, without signing in: a client, a colleague.`}
        </Text>
        <Text size="sm" c="dimmed">
          {t`They see the newest draft: mend something, and they read it when they start over. Nothing is sent, kept or counted, and calls to other systems are answered by the samples of their steps.`}
        </Text>
      </Stack>
      <Group align="flex-end" justify="space-between">
        <Stack gap={4}>
          <Text size="sm" fw={550} id="life-of-link">{t`The link works for`}</Text>
          <SegmentedControl
            aria-labelledby="life-of-link"
            value={life}
            onChange={(value) => setLife(value as Life)}
            data={[
              { value: 'hour', label: t`1 hour` },
              { value: 'day', label: t`1 day` },
              { value: 'week', label: t`7 days` },
            ]}
          />
        </Stack>
        <Button loading={make.isPending} onClick={() => make.mutate()}>{t`Make a link`}</Button>
      </Group>
      <ProblemLine error={make.error} />
      {links.isPending && <LoadingShape rows={2} />}
      {links.isError && !links.data && <ErrorState error={links.error} onRetry={() => void links.refetch()} />}
      {all.length > 0 && (
        <section className={classes.links} aria-label={t`Open links`}>
          <h3>{t`Open links`}</h3>
          {all.some((link) => isHere(link.url)) && (
            <p className={classes.warning}>
              {t`These links open on this computer alone. For others this program needs a public address: set FLUSSO_PUBLIC_URL.`}
            </p>
          )}
          <ul>
            {all.map((link) => (
              <OpenLink key={link.id} link={link} onWithdrawn={() => void links.refetch()} />
            ))}
          </ul>
        </section>
      )}
    </Stack>
  )
}

function OpenLink({ link, onWithdrawn }: { link: PreviewLink; onWithdrawn: () => void }) {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const act = useAct()
  const format = useFormat()
  const [code, setCode] = useState(false)
  const until = format.soon(link.until)
  const qr = t`QR code of the link`
  return (
    <li>
      <div className={classes.line}>
        <div className={classes.what}>
          <code>{link.url}</code>
          <span>
            {link.author
              ? t`Made by ${link.author.name}, works until ${until}`
              : t`Made by a program, works until ${until}`}
          </span>
        </div>
        <CopyButton value={link.url} label={t`Copy the link`} />
        <Tooltip label={qr}>
          <ActionIcon aria-label={qr} aria-expanded={code} onClick={() => setCode(!code)}>
            <IconQrcode size={16} />
          </ActionIcon>
        </Tooltip>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() =>
            void act(() => api.del(`/flows/${flowId}/links/${link.id}`), {
              done: t`The link is withdrawn: nobody can open it any more.`,
            }).then(onWithdrawn)
          }
        >{t`Withdraw`}</Button>
      </div>
      {code && (
        <div className={classes.code}>
          <QrCode value={link.url} label={qr} />
        </div>
      )}
    </li>
  )
}
