import { useLingui } from '@lingui/react/macro'
import { Button, FileButton, Group, SegmentedControl, Text } from '@mantine/core'
import { IconBraces, IconUpload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '@/api/client'
import { useErrorText } from '@/api/errors'
import type { UploadedMedia } from '@/api/types'
import { isRecord } from '@/doc'
import { useEnvironment } from './environment'
import classes from './form.module.css'
import { Frame } from './frame'
import { TemplateInput } from './template-input'
import { VariablePicker } from './variable-picker'
import { labelOf } from './variables'
import type { WidgetProps } from './widget'

const CodeEditor = lazy(() => import('./code-editor'))

export function CodeWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const content = typeof value === 'string' ? value : ''
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <div className={classes.box}>
        <Suspense fallback={<div style={{ height: 96 }} />}>
          <CodeEditor
            id={id}
            label={label}
            language={schema['x-language'] ?? 'text'}
            value={content}
            onChange={onChange}
          />
        </Suspense>
      </div>
    </Frame>
  )
}

export function VariableWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const { variables } = useEnvironment()
  const [picking, setPicking] = useState(false)
  const now = typeof value === 'string' ? value : ''
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <VariablePicker
        opened={picking}
        onClose={() => setPicking(false)}
        onPick={(picked) => {
          setPicking(false)
          onChange(picked)
        }}
      >
        <Button
          id={id}
          variant="default"
          justify="space-between"
          fullWidth
          aria-label={`${label}: ${now ? labelOf(variables, now) : t`Choose a variable`}`}
          rightSection={<IconBraces size={14} />}
          onClick={() => setPicking(!picking)}
        >
          {now ? labelOf(variables, now) : t`Choose a variable`}
        </Button>
      </VariablePicker>
    </Frame>
  )
}

export function MediaWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const sentence = useErrorText()
  const media = isRecord(value) ? value : {}
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const source = media.source === 'upload' ? 'upload' : 'url'
  const upload = async (file: File | null) => {
    if (!file) return
    setBusy(true)
    setProblem('')
    try {
      const form = new FormData()
      form.set('file', file)
      const stored = await api.post<UploadedMedia>('/media', form)
      onChange({ ...media, source: 'upload', media_id: stored.id, filename: stored.filename || file.name })
    } catch (error) {
      setProblem(sentence(error).text)
    } finally {
      setBusy(false)
    }
  }
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
          value={typeof media.url === 'string' ? media.url : ''}
          onChange={(url) => onChange({ ...media, source: 'url', url })}
        />
      ) : (
        <Group gap="xs">
          <FileButton onChange={upload}>
            {(props) => (
              <Button {...props} size="xs" variant="default" loading={busy} leftSection={<IconUpload size={14} />}>
                {media.media_id ? t`Choose another file` : t`Choose a file`}
              </Button>
            )}
          </FileButton>
          <Text size="xs" c="dimmed" truncate maw={180}>
            {typeof media.filename === 'string' ? media.filename : ''}
          </Text>
        </Group>
      )}
      {problem && (
        <div className={classes.error} role="alert">
          {problem}
        </div>
      )}
    </Frame>
  )
}
