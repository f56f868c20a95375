import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useEnvironment } from './environment'
import classes from './form.module.css'
import { Frame } from './frame'
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
