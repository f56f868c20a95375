import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconBrandWhatsapp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEditor } from '@/canvas'
import { useFormat } from '@/kit'
import phone from './test-panel.module.css'
import { trialsQuery } from './try-trial'

/** Above the phone on the screen: the way to the phone in the hand, and whether one has the draft now. */
export function TryBar({ flowId }: { flowId: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const { view } = useEditor()
  const trials = useQuery({ ...trialsQuery(flowId), retry: false })
  const taken = trials.data?.items.find((one) => one.state === 'taken' && one.mine)
  return (
    <div className={phone.tools}>
      <Button
        size="compact-sm"
        variant={taken ? 'light' : 'default'}
        leftSection={<IconBrandWhatsapp size={16} />}
        onClick={() => view.setState({ trying: true })}
      >
        {taken?.until ? t`On your phone until ${format.clock(taken.until)}` : t`Try on my WhatsApp`}
      </Button>
    </div>
  )
}
