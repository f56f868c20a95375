import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Group, Popover, Portal, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconBold, IconBraces, IconItalic, IconStrikethrough } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { EmojiButton } from './emoji-picker'
import { useEnvironment, useFieldIssue } from './environment'
import { ExpressionField, LiveResult } from './expression-field'
import { expressionsIn, formatChip, parseChip } from './expressions'
import classes from './form.module.css'
import { type ChipStyle, TemplateEditor } from './template-editor'
import { VariablePicker } from './variable-picker'
import { labelOf } from './variables'

export interface TemplateInputProps {
  id: string
  path: string
  label: string
  value: string
  onChange: (value: string) => void
  line?: boolean
  placeholder?: string | undefined
}

interface OpenChip {
  from: number
  to: number
  expression: string
  rect: DOMRect
}

/** Text with variables: chips, a picker, and "if empty, write". */
export function TemplateInput({
  id,
  path,
  label,
  value,
  onChange,
  line = false,
  placeholder = '',
}: TemplateInputProps) {
  const { t } = useLingui()
  const { variables } = useEnvironment()
  const issue = useFieldIssue(path)
  const holder = useRef<HTMLDivElement>(null)
  const editor = useRef<TemplateEditor>(undefined)
  const [picking, setPicking] = useState(false)
  const [chip, setChip] = useState<OpenChip>()
  const change = useRef(onChange)
  change.current = onChange

  const style = useMemo<ChipStyle>(
    () => ({
      className: classes.chip ?? '',
      label: (path) => labelOf(variables, path),
      name: (label) => t`Variable: ${label}`,
    }),
    [variables, t],
  )

  // The editor lives as long as its field; value and style are handed in as they change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once
  useEffect(() => {
    if (!holder.current) return
    const made = new TemplateEditor({
      parent: holder.current,
      value,
      line,
      lines: 3,
      label,
      id,
      placeholder,
      style,
      onChange: (text) => change.current(text),
      onChip: setChip,
      onBraces: () => setPicking(true),
    })
    editor.current = made
    return () => made.destroy()
  }, [])
  useEffect(() => editor.current?.set(value), [value])
  useEffect(() => editor.current?.restyle(style), [style])

  const write = (text: string) => {
    setPicking(false)
    editor.current?.insertVariable(text)
  }
  const picker = (
    <VariablePicker
      opened={picking}
      onClose={() => setPicking(false)}
      onPick={(path) => write(formatChip({ path }))}
      onWrite={write}
    >
      <Tooltip label={t`Insert a variable`} disabled={picking}>
        <ActionIcon size="md" aria-label={t`Insert a variable into ${label}`} onClick={() => setPicking(!picking)}>
          <IconBraces size={16} />
        </ActionIcon>
      </Tooltip>
    </VariablePicker>
  )
  const mark = (name: string, sign: string, Icon: typeof IconBold) => (
    <Tooltip label={name}>
      <ActionIcon size="md" aria-label={name} onClick={() => editor.current?.wrap(sign)}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  )
  // A variable explains itself; what is computed is shown with its result.
  const computed = expressionsIn(value).some((one) => !parseChip(one.expression))
  return (
    <>
      <div className={classes.box} data-invalid={issue?.severity === 'error' || undefined}>
        {line ? (
          <div className={classes.line}>
            <div ref={holder} />
            {picker}
          </div>
        ) : (
          <>
            <div ref={holder} />
            <div className={classes.tools}>
              {mark(t`Bold`, '*', IconBold)}
              {mark(t`Italic`, '_', IconItalic)}
              {mark(t`Strikethrough`, '~', IconStrikethrough)}
              <span style={{ flex: 1 }} />
              <EmojiButton label={label} onPick={(sign) => editor.current?.insert(sign)} />
              {picker}
            </div>
          </>
        )}
        {chip && (
          <ChipEditor
            key={`${chip.from}`}
            chip={chip}
            onClose={() => setChip(undefined)}
            onReplace={(text) => {
              editor.current?.replace(chip.from, chip.to, text)
              setChip(undefined)
              editor.current?.view.focus()
            }}
          />
        )}
      </div>
      {computed && <LiveResult text={value} />}
    </>
  )
}

function ChipEditor({
  chip,
  onClose,
  onReplace,
}: {
  chip: OpenChip
  onClose: () => void
  onReplace: (t: string) => void
}) {
  const { t } = useLingui()
  const { variables } = useEnvironment()
  const parts = parseChip(chip.expression)
  const [fallback, setFallback] = useState(parts?.fallback ?? '')
  const [raw, setRaw] = useState(chip.expression)
  const save = () => onReplace(parts ? formatChip({ path: parts.path, fallback }) : `{{ ${raw} }}`)
  return (
    <Popover opened onChange={(open) => !open && onClose()} width={320} position="bottom-start" shadow="md" trapFocus>
      <Portal>
        <Popover.Target>
          <span
            style={{ position: 'fixed', left: chip.rect.left, top: chip.rect.top, width: 1, height: chip.rect.height }}
          />
        </Popover.Target>
      </Portal>
      <Popover.Dropdown
        onKeyDown={(event) => event.key === 'Enter' && event.target instanceof HTMLInputElement && save()}
      >
        <Stack gap="xs">
          <Text size="xs" c="dimmed">
            {parts ? `${labelOf(variables, parts.path)} · ${parts.path}` : t`Expression`}
          </Text>
          {parts ? (
            <TextInput
              size="xs"
              data-autofocus
              label={t`If empty, write`}
              value={fallback}
              onChange={(event) => setFallback(event.currentTarget.value)}
            />
          ) : (
            <ExpressionField value={raw} onChange={setRaw} />
          )}
          <Group justify="space-between">
            <Button size="compact-xs" variant="subtle" color="red" onClick={() => onReplace('')}>
              {t`Remove`}
            </Button>
            <Button size="compact-xs" onClick={save}>{t`Done`}</Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
