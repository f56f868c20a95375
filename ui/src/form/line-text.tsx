// A line of a card in words: what is known by a key or an id is told by its name.
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Fragment, type ReactNode } from 'react'
import { flowNamesQuery, usersQuery } from '@/api/queries'
import type { Piece, Reference } from '@/doc'
import { useContactFields } from './contact-fields'

export interface LineTextProps {
  pieces: readonly Piece[]
  /** How a `{{ variable }}` is shown. */
  chip: (expression: string) => ReactNode
  /** Names of this flow's steps by id. */
  stepName: (id: string) => string | undefined
}

export function LineText({ pieces, chip, stepName }: LineTextProps) {
  return (
    <>
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no other name
        <Fragment key={index}>
          {typeof piece === 'string' ? withChips(piece, chip) : named(piece, chip, stepName)}
        </Fragment>
      ))}
    </>
  )
}

function named(
  { widget, value }: Reference,
  chip: LineTextProps['chip'],
  stepName: LineTextProps['stepName'],
): ReactNode {
  switch (widget) {
    case 'contact_field':
      return <ContactFieldName field={value} />
    case 'flow':
      return <FlowName id={value} />
    case 'user':
      return <UserName id={value} />
    case 'step':
      return stepName(value) ?? '…'
    case 'variable':
      return <span data-variable>{chip(value)}</span>
    default:
      return value
  }
}

function withChips(text: string, chip: LineTextProps['chip']): ReactNode[] {
  return text.split(/\{\{([\s\S]*?)\}\}/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no other name
      <span key={index} data-variable>
        {chip(part.trim())}
      </span>
    ),
  )
}

function ContactFieldName({ field }: { field: string }) {
  return useContactFields().find((one) => one.value === field)?.label ?? field.replace(/^fields\./, '')
}

function FlowName({ id }: { id: string }) {
  const { t } = useLingui()
  const { data } = useQuery(flowNamesQuery)
  return data?.items.find((flow) => flow.id === id)?.name ?? (data ? t`a flow that is gone` : '…')
}

function UserName({ id }: { id: string }) {
  const { t } = useLingui()
  const { data } = useQuery(usersQuery)
  return data?.items.find((user) => user.id === id)?.name ?? (data ? t`somebody who is gone` : '…')
}
