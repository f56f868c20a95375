import { expect, test } from 'vitest'
import { type Box, placeBubble, ringAround } from './guide-place'

const own = { width: 320, height: 180 }
const wide = { left: 56, top: 52, width: 1384, height: 848 }
const tablet = { left: 56, top: 52, width: 764, height: 1128 }
const phone = { left: 0, top: 93, width: 390, height: 751 }
const covers = (at: { left: number; top: number }, box: Box) =>
  at.left < box.left + box.width &&
  at.left + own.width > box.left &&
  at.top < box.top + box.height &&
  at.top + own.height > box.top

test.each([
  ['a card in the middle', { left: 600, top: 100, width: 264, height: 90 }, wide],
  ['a card under the bar', { left: 617, top: 116, width: 264, height: 83 }, wide],
  ['a panel at the right edge', { left: 1080, top: 52, width: 360, height: 848 }, wide],
  ['a button in the bar', { left: 1204, top: 8, width: 84, height: 36 }, wide],
  ['a button at the end of the bar', { left: 1390, top: 8, width: 40, height: 36 }, wide],
  ['a card on a tablet', { left: 241, top: 133, width: 166, height: 53 }, tablet],
  ['a card on a phone', { left: 63, top: 120, width: 264, height: 90 }, phone],
  ['a button in the bar of a phone', { left: 350, top: 6, width: 40, height: 40 }, phone],
  ['a button at the foot of a phone', { left: 300, top: 790, width: 60, height: 44 }, phone],
])('%s is not covered, nor the bar, and the bubble is on the screen', (_, box, room) => {
  const at = placeBubble(box, own, room)
  expect(covers(at, box)).toBe(false)
  expect(at.left).toBeGreaterThanOrEqual(room.left)
  expect(at.top).toBeGreaterThanOrEqual(room.top)
  expect(at.left + own.width).toBeLessThanOrEqual(room.left + room.width)
  expect(at.top + own.height).toBeLessThanOrEqual(room.top + room.height)
})

test('what is spoken of beside the target stays free where there is room', () => {
  const trigger = { left: 617, top: 116, width: 264, height: 83 }
  const first = { left: 617, top: 265, width: 264, height: 210 }
  const plus = { left: 737, top: 222, width: 22, height: 22 }
  const at = placeBubble(plus, own, wide, [trigger, first])
  expect([trigger, first].some((box) => covers(at, box))).toBe(false)
  // Near: beside the cards, not below them.
  expect(at).toEqual({ left: 617 + 264 + 16, top: 222 })
})

test('a button of the bar has its bubble below it', () => {
  expect(placeBubble({ left: 1204, top: 8, width: 84, height: 36 }, own, wide)).toEqual({ left: 1086, top: 64 })
})

test('the card that an open panel edits stays free on a tablet', () => {
  const panel = { left: 460, top: 52, width: 360, height: 1128 }
  const trigger = { left: 64, top: 133, width: 165, height: 52 }
  const first = { left: 64, top: 227, width: 165, height: 130 }
  const at = placeBubble(panel, own, tablet, [trigger, first])
  expect([panel, trigger, first].some((box) => covers(at, box))).toBe(false)
})

test('what fills the screen leaves the foot', () => {
  const at = placeBubble({ left: 0, top: 0, width: 390, height: 844 }, own, phone)
  expect(at.top + own.height).toBeLessThanOrEqual(844)
  expect(at.top).toBeGreaterThan(844 / 2)
})

test('a room that is lower than the bubble keeps its foot on the screen', () => {
  const at = placeBubble(undefined, own, { left: 0, top: 93, width: 390, height: 120 })
  expect(at.top + own.height).toBeLessThanOrEqual(213)
})

test.each([
  ['a panel at the edge', { left: 1080, top: 52, width: 360, height: 848 }],
  ['a button in the corner', { left: 1396, top: 2, width: 40, height: 40 }],
  ['a card that is partly out of sight', { left: 1400, top: 880, width: 264, height: 90 }],
  ['a card out of sight', { left: 1500, top: -400, width: 264, height: 90 }],
])('the ring of %s stays in the window', (_, box) => {
  const ring = ringAround(box, { width: 1440, height: 900 })
  expect(ring.left).toBeGreaterThanOrEqual(0)
  expect(ring.top).toBeGreaterThanOrEqual(0)
  expect(ring.width).toBeGreaterThanOrEqual(0)
  expect(ring.height).toBeGreaterThanOrEqual(0)
  expect(ring.left + ring.width).toBeLessThanOrEqual(1440)
  expect(ring.top + ring.height).toBeLessThanOrEqual(900)
})
