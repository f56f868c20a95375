import { useLingui } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Version } from '@/api/types'
import { useEditor } from '@/canvas'
import { EmptyState, ErrorState, LoadingShape, Pill, RelativeTime } from '@/kit'
import { Dock } from './dock'
import classes from './editor.module.css'
import { PublishDialog } from './publish-dialog'
import { useVersions } from './use-versions'
import { VersionViewer } from './version-viewer'

/** Every published state; restoring one publishes it as the next. */
export function VersionsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const versions = useVersions(flowId)
  const [restoring, setRestoring] = useState<Version>()
  const [shown, setShown] = useState<{ shown: number; compared?: number }>()
  // The card names the version: its buttons say it only to who does not see the card.
  const acts = (version: Version) => {
    const look = {
      label: t`Look`,
      whole: t`Look at version ${version.number}`,
      onPress: () => setShown({ shown: version.number }),
    }
    const compare = {
      label: t`What changed`,
      whole: t`What changed since version ${version.number}`,
      onPress: () => setShown({ shown: 0, compared: version.number }),
    }
    const restore = {
      label: t`Restore`,
      whole: t`Restore version ${version.number}`,
      onPress: () => setRestoring(version),
    }
    return version.is_live ? [look, compare] : [look, compare, restore]
  }
  return (
    <Dock
      name="panel"
      label={t`Versions`}
      onClose={onClose}
      head={<h2 className={classes.dockTitle}>{t`Versions`}</h2>}
    >
      {versions.isPending && <LoadingShape />}
      {versions.isError && <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.data?.length === 0 && <EmptyState text={t`Never published: versions appear here.`} />}
      {versions.data?.map((version) => (
        <article key={version.id} className={classes.version}>
          <div className={classes.cardHead}>
            <strong>{version.name || t`Version ${version.number}`}</strong>
            {version.is_live && <Pill tone="good">{t`Live`}</Pill>}
          </div>
          <span className={classes.small}>
            {version.name && `${t`Version ${version.number}`} · `}
            <RelativeTime at={version.published_at} />
            {version.author?.name && ` · ${version.author.name}`}
          </span>
          {version.note && <span>{version.note}</span>}
          {version.people > 0 && <span className={classes.small}>{t`People in it now: ${version.people}`}</span>}
          <Group gap={6} mt={8}>
            {acts(version).map(({ label, whole, onPress }) => (
              <Button key={whole} variant="default" size="compact-sm" aria-label={whole} onClick={onPress}>
                {label}
              </Button>
            ))}
          </Group>
        </article>
      ))}
      {shown && versions.data && (
        <VersionViewer {...shown} versions={versions.data} onClose={() => setShown(undefined)} />
      )}
      {restoring && <PublishDialog opened restore={restoring} onClose={() => setRestoring(undefined)} />}
    </Dock>
  )
}
