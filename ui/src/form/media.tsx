// A file that the customer gets: by its address, or uploaded, looked at, exchanged and taken away.
import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, FileButton, Group, Progress, SegmentedControl, Select } from '@mantine/core'
import { IconFile, IconTrash, IconUpload } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useErrorText } from '@/api/errors'
import { upload } from '@/api/upload'
import { isRecord } from '@/doc'
import { useEnvironment } from './environment'
import classes from './form.module.css'
import { Frame } from './frame'
import { MEDIA_LIMITS, type MediaKind, mediaKind, troubleOf } from './media-limits'
import { newUnit } from './options'
import { TemplateInput } from './template-input'
import type { WidgetProps } from './widget'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

interface Used {
  media_id: string
  filename: string
}

/** Files that the other steps of this flow send: they need no second upload. */
function useFilesOfFlow(): Used[] {
  const { steps } = useEnvironment()
  const found = new Map<string, Used>()
  const walk = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (isRecord(value)) {
      const media_id = text(value.media_id)
      if (media_id && text(value.filename)) found.set(media_id, { media_id, filename: text(value.filename) })
      else Object.values(value).forEach(walk)
    }
  }
  for (const step of steps) walk(step.config)
  return [...found.values()]
}

function useMegabytes() {
  const { i18n } = useLingui()
  const format = new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 1 })
  return (bytes: number) =>
    bytes < 1024 * 1024 ? `${format.format(bytes / 1024)} KB` : `${format.format(bytes / 1024 / 1024)} MB`
}

export function MediaWidget({ id, path, label, help, value, onChange, schema, root, item }: WidgetProps) {
  const { t } = useLingui()
  const sentence = useErrorText()
  const megabytes = useMegabytes()
  const used = useFilesOfFlow()
  const media = isRecord(value) ? value : {}
  const [part, setPart] = useState<number>()
  const [problem, setProblem] = useState('')
  const giveUp = useRef<AbortController>(undefined)
  useEffect(() => () => giveUp.current?.abort(), [])
  // An upload takes a while: what was written meanwhile stays.
  const now = useRef({ media, onChange })
  now.current = { media, onChange }
  const source = media.source === 'upload' ? 'upload' : 'url'
  const kind = mediaKind(schema, root, item)
  const limit = MEDIA_LIMITS[kind ?? 'document']
  const most = megabytes(limit.size)
  const others = used.filter((one) => one.media_id !== media.media_id)

  const complain = (file: { type: string; size: number; name: string }): boolean => {
    const trouble = troubleOf(kind, file)
    const size = megabytes(file.size)
    if (trouble === 'type') setProblem(t`WhatsApp cannot send “${file.name}” here. It takes: ${limit.names}.`)
    if (trouble === 'size') setProblem(t`“${file.name}” has ${size}. WhatsApp takes at most ${most}.`)
    return trouble !== undefined
  }
  const take = async (file: File | null) => {
    setProblem('')
    if (!file || complain(file)) return
    giveUp.current = new AbortController()
    setPart(0)
    try {
      const stored = await upload(file, setPart, giveUp.current.signal)
      // What a name promises is one thing, what is inside another: the server has looked.
      // Sound in an MP4 looks like a film from outside.
      const type = kind === 'audio' || kind === 'voice' ? file.type : stored.mime
      if (complain({ type, size: stored.size, name: file.name })) return
      const { media, onChange } = now.current
      onChange({ ...media, source: 'upload', media_id: stored.id, filename: stored.filename || file.name }, newUnit())
    } catch (error) {
      if (!(error instanceof DOMException)) setProblem(sentence(error).text)
    } finally {
      setPart(undefined)
    }
  }
  const remove = () => {
    const { media_id: _, filename: __, ...rest } = media
    onChange({ ...rest, source: 'upload' }, newUnit())
  }
  const percent = Math.round((part ?? 0) * 100)
  const filename = text(media.filename)
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <SegmentedControl
        size="xs"
        aria-label={t`Where the file comes from`}
        value={source}
        onChange={(next) => onChange({ ...media, source: next })}
        data={[
          { value: 'url', label: t`Web address` },
          { value: 'upload', label: t`Upload` },
        ]}
      />
      {source === 'url' ? (
        <TemplateInput
          key="url"
          id={id}
          path={`${path}.url`}
          label={t`Web address of the file`}
          placeholder="https://"
          line
          value={text(media.url)}
          onChange={(url) => onChange({ ...media, source: 'url', url })}
        />
      ) : (
        <div className={classes.nested}>
          {text(media.media_id) && <Preview kind={kind} id={text(media.media_id)} name={filename} />}
          {part !== undefined && (
            <Group gap="xs" wrap="nowrap">
              <Progress value={percent} style={{ flex: 1 }} aria-label={t`Upload`} />
              <span className="num">{percent}%</span>
              <Button size="compact-xs" variant="subtle" onClick={() => giveUp.current?.abort()}>{t`Cancel`}</Button>
            </Group>
          )}
          <Group gap="xs">
            <FileButton onChange={take} {...(limit.types.length > 0 && kind && { accept: limit.types.join(',') })}>
              {(props) => (
                <Button
                  {...props}
                  id={id}
                  size="xs"
                  variant="default"
                  disabled={part !== undefined}
                  leftSection={<IconUpload size={14} />}
                >
                  {media.media_id ? t`Choose another file` : t`Choose a file`}
                </Button>
              )}
            </FileButton>
            {text(media.media_id) && (
              <Button
                size="xs"
                variant="subtle"
                color="red"
                leftSection={<IconTrash size={14} />}
                onClick={remove}
                aria-label={t`Remove ${filename}`}
              >
                {t`Remove`}
              </Button>
            )}
          </Group>
          {others.length > 0 && (
            <Select
              size="xs"
              aria-label={t`A file of another step`}
              placeholder={t`A file of another step`}
              data={others.map((one) => ({ value: one.media_id, label: one.filename }))}
              value={null}
              onChange={(next) => {
                const one = others.find((other) => other.media_id === next)
                if (one) onChange({ ...media, source: 'upload', ...one }, newUnit())
              }}
            />
          )}
        </div>
      )}
      <div className={classes.help}>
        {kind ? t`WhatsApp takes ${limit.names}, up to ${most}.` : t`WhatsApp takes up to ${most}.`}
      </div>
      {problem && (
        <div className={classes.error} role="alert">
          {problem}
        </div>
      )}
    </Frame>
  )
}

/** The file as the customer will meet it. */
function Preview({ kind, id, name }: { kind: MediaKind | undefined; id: string; name: string }) {
  const { t } = useLingui()
  const [broken, setBroken] = useState(false)
  const address = `/media/${encodeURIComponent(id)}`
  const picture = kind === 'image' || kind === 'sticker'
  return (
    <figure className={classes.media} key={id}>
      {!broken && picture && <img src={address} alt={name} onError={() => setBroken(true)} />}
      {!broken && kind === 'video' && (
        // biome-ignore lint/a11y/useMediaCaption: a file that the customer gets as it is
        <video src={address} controls preload="metadata" onError={() => setBroken(true)} />
      )}
      {!broken && (kind === 'audio' || kind === 'voice') && (
        // biome-ignore lint/a11y/useMediaCaption: a file that the customer gets as it is
        <audio src={address} controls preload="metadata" onError={() => setBroken(true)} />
      )}
      <figcaption>
        <IconFile size={14} aria-hidden />
        <Anchor href={address} target="_blank" rel="noreferrer" size="xs">
          {name || t`The file`}
        </Anchor>
      </figcaption>
    </figure>
  )
}
