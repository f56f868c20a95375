import { useLingui } from '@lingui/react/macro'
import { IconDeviceMobile } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { Shell } from '@/kit/shell'
import { togglePhone, usePhone } from './state'

const DemoPhone = lazy(() => import('.'))

/** The shell, with the demo phone in its navigation: it floats above whichever page is open. */
export function ShellWithPhone({ children }: { children: ReactNode }) {
  const { t } = useLingui()
  const open = usePhone((state) => state.open)
  return (
    <Shell tools={[{ label: t`Demo phone`, icon: IconDeviceMobile, open, onToggle: togglePhone }]}>
      {children}
      {open && (
        <Suspense fallback={null}>
          <DemoPhone />
        </Suspense>
      )}
    </Shell>
  )
}
