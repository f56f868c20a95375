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
          <Group gap="xs">
            <Button variant="default" size="compact-sm" onClick={() => setShown({ shown: version.number })}>
              {t`Look at version ${version.number}`}
            </Button>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => setShown({ shown: 0, compared: version.number })}
            >
              {t`What changed since version ${version.number}`}
            </Button>
            {!version.is_live && (
              <Button variant="default" size="compact-sm" onClick={() => setRestoring(version)}>
                {t`Restore version ${version.number}`}
              </Button>
            )}
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
