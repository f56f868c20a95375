import { expect, test } from 'vitest'
import type { Kind } from '@/api/types'
import { findKinds } from './find-kinds'

const kind = (name: string, help: string, keywords: string[] = []) => ({ kind: name, name, help, keywords }) as Kind
const kinds = [
  kind('Divisione', 'Manda le persone su percorsi diversi.', ['casuale']),
  kind('Fine', 'Chiude il flusso per questa persona.'),
  kind('Assegna', 'Affida la conversazione.', ['operatore', 'persona']),
  kind('Attività', 'Altro.'),
]
const found = (query: string) => findKinds(kinds, query).map((one) => one.name)

test('names come before keywords, keywords before sentences', () => {
  expect(found('')).toEqual(['Divisione', 'Fine', 'Assegna', 'Attività'])
  expect(found('persona')).toEqual(['Assegna', 'Fine'])
  expect(found('fi')).toEqual(['Fine', 'Assegna'])
})

test('every word must fit, without case and accents', () => {
  expect(found('FLUSSO persona')).toEqual(['Fine'])
  expect(found('attivita')).toEqual(['Attività'])
  expect(found('niente')).toEqual([])
})
