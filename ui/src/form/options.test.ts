import { expect, test } from 'vitest'
import { findEmoji } from './emoji'
import { mediaKind, troubleOf } from './media-limits'
import { linesOf, moved, withLines } from './options'

test('pasted lines lose the signs of a list', () => {
  expect(linesOf('- One\r\n2) Two\n\n• Three\n3 pieces')).toEqual(['One', 'Two', 'Three', '3 pieces'])
})

test('lines fill an empty option, come after a written one, and stop at the limit', () => {
  let n = 0
  const newId = () => `id${++n}`
  const empty = withLines(
    [
      { id: 'a', title: '' },
      { id: 'b', title: 'B' },
    ],
    0,
    ['One', 'Two'],
    newId,
    3,
  )
  expect(empty).toEqual({
    list: [
      { id: 'a', title: 'One' },
      { id: 'id1', title: 'Two' },
      { id: 'b', title: 'B' },
    ],
    left: [],
  })
  expect(withLines([{ id: 'a', title: 'A' }], 0, ['One', 'Two'], newId, 2)).toEqual({
    list: [
      { id: 'a', title: 'A' },
      { id: 'id2', title: 'One' },
    ],
    left: ['Two'],
  })
})

test('moving keeps everything else in order', () => {
  expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd'])
  expect(moved(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c'])
})

test('the kind of a file follows from when its field is shown', () => {
  const schema = { 'x-when': '.media_kind=image|.media_kind=video' }
  expect(mediaKind(schema, {}, { media_kind: 'video' })).toBe('video')
  expect(
    mediaKind({ 'x-when': 'a=template&header.type=document' }, { a: 'template', header: { type: 'document' } }),
  ).toBe('document')
  expect(mediaKind({}, {})).toBeUndefined()
})

test('what WhatsApp refuses is known before it is sent', () => {
  expect(troubleOf('image', { type: 'image/png', size: 5 * 1024 * 1024 })).toBeUndefined()
  expect(troubleOf('image', { type: 'image/png', size: 5 * 1024 * 1024 + 1 })).toBe('size')
  expect(troubleOf('image', { type: 'image/gif', size: 1 })).toBe('type')
  expect(troubleOf('voice', { type: 'audio/ogg; codecs=opus', size: 1 })).toBeUndefined()
  expect(troubleOf(undefined, { type: 'anything', size: 101 * 1024 * 1024 })).toBe('size')
})

test('emoji are found in both languages, accents aside, and none stands twice', () => {
  const signs = (query: string) => findEmoji(query).flatMap((group) => group.items.map((one) => one.sign))
  expect(signs('caffe')).toEqual(['☕'])
  expect(signs('coffee')).toEqual(['☕'])
  expect(signs('zzz')).toEqual([])
  const all = signs('')
  expect(new Set(all).size).toBe(all.length)
  expect(all.length).toBeGreaterThan(150)
})
