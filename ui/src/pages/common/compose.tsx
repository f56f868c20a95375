import { useLingui } from '@lingui/react/macro'
import { ActionIcon, FileButton, Textarea } from '@mantine/core'
import { IconPaperclip, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { api, useErrorText } from '@/api'
import type { Content, UploadedMedia } from '@/api/types'
import { toast } from '@/kit'
import classes from './compose.module.css'

const typeOf = (mime: string) => {
  const [main] = mime.split('/')
  return main === 'image' || main === 'video' || main === 'audio' ? main : 'document'
}

async function upload(file: File, caption: string): Promise<Content> {
  const form = new FormData()
  form.set('file', file)
  const stored = await api.post<UploadedMedia>('/media', form)
  const media = { id: stored.id, mime: stored.mime, filename: stored.filename || file.name, size: stored.size }
  return { type: typeOf(stored.mime), media, ...(caption && { text: caption }) }
}

interface ComposeProps {
  label: string
  /** Keeps what was written when it rejects. */
  onSend: (content: Content) => Promise<unknown>
  maxLength?: number
  /** What a file becomes; without it the file is stored here. */
  onFile?: (file: File, text: string) => Content
  /** Whoever sends says itself what went wrong. */
  quiet?: boolean
  disabled?: boolean
}

/** A line to write in, with a file if wanted. Enter sends, Shift and Enter begin a new line. */
export function Compose({ label, onSend, maxLength, onFile, quiet, disabled }: ComposeProps) {
  const { t } = useLingui()
  const sentence = useErrorText()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const work = async (what: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await what()
      return true
    } catch (error) {
      if (!quiet) toast.problem(sentence(error).text)
      return false
    } finally {
      setBusy(false)
    }
  }
  const send = async () => {
    const said = text.trim()
    if (!said || busy || disabled) return
    setText('')
    if (!(await work(() => onSend({ type: 'text', text: said })))) setText(said)
  }
  const attach = (file: File | null) => {
    if (!file) return
    void work(async () => {
      const caption = text.trim()
      await onSend(onFile ? onFile(file, caption) : await upload(file, caption))
      setText('')
    })
  }
  return (
    <form
      className={classes.compose}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <FileButton onChange={attach}>
        {(props) => (
          <ActionIcon {...props} size={36} aria-label={t`Send a file`} disabled={busy || disabled}>
            <IconPaperclip size={18} />
          </ActionIcon>
        )}
      </FileButton>
      <Textarea
        flex={1}
        autosize
        minRows={1}
        maxRows={6}
        aria-label={label}
        placeholder={label}
        value={text}
        {...(maxLength && { maxLength })}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          void send()
        }}
      />
      <ActionIcon
        type="submit"
        size={36}
        variant="filled"
        color="leaf"
        aria-label={t`Send`}
        disabled={!text.trim() || disabled}
        loading={busy}
      >
        <IconSend size={18} />
      </ActionIcon>
    </form>
  )
}
