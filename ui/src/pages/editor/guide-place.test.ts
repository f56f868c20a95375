import { expect, test } from 'vitest'
import { placeBubble } from './guide-place'

const own = { width: 320, height: 180 }
const wide = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
const covers = (at: { left: number; top: number }, box: { left: number; top: number; width: number; height: number }) =>
  at.left < box.left + box.width &&
  at.left + own.width > box.left &&
  at.top < box.top + box.height &&
  at.top + own.height > box.top

test.each([
  ['a card in the middle', { left: 600, top: 100, width: 264, height: 90 }, wide],
  ['a panel at the right edge', { left: 1080, top: 52, width: 360, height: 848 }, wide],
  ['a button at the end of the bar', { left: 1390, top: 8, width: 40, height: 36 }, wide],
  ['a card on a phone', { left: 63, top: 120, width: 264, height: 90 }, phone],
  ['a button at the foot of a phone', { left: 300, top: 790, width: 60, height: 44 }, phone],
])('%s is not covered, and the bubble is on the screen', (_, box, screen) => {
  const at = placeBubble(box, own, screen)
  expect(covers(at, box)).toBe(false)
  expect(at.left).toBeGreaterThanOrEqual(0)
  expect(at.top).toBeGreaterThanOrEqual(0)
  expect(at.left + own.width).toBeLessThanOrEqual(screen.width)
  expect(at.top + own.height).toBeLessThanOrEqual(screen.height)
})

test('what fills the screen leaves the foot', () => {
  const at = placeBubble({ left: 0, top: 0, width: 390, height: 844 }, own, phone)
  expect(at.top + own.height).toBeLessThanOrEqual(phone.height)
  expect(at.top).toBeGreaterThan(phone.height / 2)
})
