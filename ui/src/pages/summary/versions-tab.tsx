import { useLingui } from '@lingui/react/macro'
import { Anchor, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Version } from '@/api/types'
import type { FlowSummary } from '@/api/types-people'
import { EmptyState, LoadingShape, Pill, RelativeTime, useFormat } from '@/kit'
import { useLength } from './counters'
import classes from './summary.module.css'

interface VersionsTabProps {
  flowId: string
  versions: Version[] | undefined
  numbers: FlowSummary['versions']
}

/** Every published state with what it did, to compare. */
export function VersionsTab({ flowId, versions, numbers }: VersionsTabProps) {
  const { t } = useLingui()
  const format = useFormat()
  const length = useLength()
  if (!versions) return <LoadingShape rows={4} />
  if (versions.length === 0) return <EmptyState text={t`Never published: versions appear here.`} />
  const by = new Map(numbers.map((one) => [one.version, one]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.versions} tabIndex={0} aria-label={t`Versions`}>
      <table className={classes.table} aria-label={t`Versions`}>
        <thead>
          <tr>
            <th scope="col">{t`Version`}</th>
            <th scope="col">{t`Contacts`}</th>
            <th scope="col">{t`Ongoing`}</th>
            <th scope="col">{t`Completed`}</th>
            <th scope="col">{t`Expired`}</th>
            <th scope="col">{t`Canceled`}</th>
            <th scope="col">{t`Failed`}</th>
            <th scope="col">{t`Average time`}</th>
            <th scope="col">{t`Actions`}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => {
            const n = by.get(version.number)
            return (
              <tr key={version.id}>
                <td>
                  <Group gap="xs">
                    <strong>{t`Version ${version.number}`}</strong>
                    {version.is_live && <Pill tone="good">{t`Live`}</Pill>}
                  </Group>
                  <div className={classes.help}>
                    {version.name && `${version.name} · `}
                    <RelativeTime at={version.published_at} />
                    {version.author?.name && ` · ${version.author.name}`}
                  </div>
                </td>
                {(['contacts', 'ongoing', 'completed', 'expired', 'canceled', 'failed'] as const).map((key) => (
                  <td key={key}>{format.number(n?.[key] ?? 0)}</td>
                ))}
                <td>{n?.average_seconds == null ? '–' : length(n.average_seconds)}</td>
                <td>
                  <div className={classes.acts}>
                    <Anchor
                      component={Link}
                      to="."
                      size="sm"
                      search={
                        ((now: Record<string, unknown>) => ({
                          ...now,
                          tab: 'viewer',
                          version: String(version.number),
                        })) as never
                      }
                    >
                      {t`Look at it`}
                    </Anchor>
                    <Anchor
                      component={Link}
                      to={`/flows/${flowId}/edit` as never}
                      search={{ panel: 'versions' } as never}
                      size="sm"
                    >
                      {version.is_live ? t`Compare` : t`Compare or restore`}
                    </Anchor>
                  </div>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
