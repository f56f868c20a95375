import { Position } from '@xyflow/react'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Point } from '@/api/types'
import { lanesOf } from './lanes'

const HANDLE = 14
const WIDTH = 264

/** A card with one way out at its foot, or a row for each of several at both sides. */
function card(id: string, x: number, y: number, height = 120, exits = ['next']) {
  const size = { width: HANDLE, height: HANDLE }
  const middle = WIDTH / 2 - HANDLE / 2
  const rows = exits.flatMap((exit, n) => {
    const at = { type: 'source' as const, y: height - (exits.length - n) * 28 + HANDLE / 2, ...size }
    return [
      { ...at, id: exit, position: Position.Right, x: WIDTH - HANDLE / 2 },
      { ...at, id: `${exit}:left`, position: Position.Left, x: -HANDLE / 2 },
    ]
  })
  const foot = { id: 'next', type: 'source' as const, position: Position.Bottom, x: middle, y: height - HANDLE / 2 }
  return {
    id,
    position: { x, y },
    width: WIDTH,
    height,
    handles: [
      { type: 'target' as const, position: Position.Top, x: middle, y: -4, ...size },
      ...(exits.length > 1 ? rows : [{ ...foot, ...size }]),
    ],
  }
}
const line = (source: string, sourceHandle: string, target: string) => ({
  id: `${source}:${sourceHandle}`,
  source,
  sourceHandle,
  target,
})
type Card = ReturnType<typeof card>

/** Whether a straight piece between two corners runs across a card. */
const across = (one: Card, a: Point, b: Point) =>
  Math.min(a.x, b.x) < one.position.x + one.width &&
  one.position.x < Math.max(a.x, b.x) &&
  Math.min(a.y, b.y) < one.position.y + one.height &&
  one.position.y < Math.max(a.y, b.y)
const crossed = (cards: Card[], corners: Point[]) =>
  cards.filter((one) => corners.some((b, n) => n > 0 && across(one, corners[n - 1] as Point, b)))

test('a connection to the next card is a curve, and needs no corners', () => {
  const cards = [card('a', 0, 0), card('b', 0, 200), card('c', 320, 200)]
  expect(lanesOf(cards, [line('a', 'next', 'b'), line('a', 'next', 'c')]).size).toBe(0)
})

test('a card between does not look as if the connection led to it', () => {
  const cards = [card('a', 0, 0), card('between', 0, 200), card('b', 0, 400)]
  const corners = lanesOf(cards, [line('a', 'next', 'b')]).get('a:next') ?? []
  expect(corners.length).toBeGreaterThan(0)
  expect(crossed(cards, corners)).toEqual([])
  expect(corners.at(-1)).toEqual({ x: WIDTH / 2, y: 400 - 4 - 22 })
})

test('a row of several ways out goes round too, and two lanes do not lie on each other', () => {
  const cards = [
    card('a', 0, 0, 160, ['yes', 'no']),
    card('between', 120, 240),
    card('b', 120, 500),
    card('c', 120, 760),
  ]
  const found = lanesOf(cards, [line('a', 'yes', 'b'), line('a', 'no', 'c')])
  const [yes = [], no = []] = [found.get('a:yes'), found.get('a:no')]
  expect(crossed(cards, yes)).toEqual([])
  expect(crossed(cards, no)).toEqual([])
  const long = (corners: Point[]) => corners.at(-2)?.x ?? 0
  expect(Math.abs(long(yes) - long(no))).toBeGreaterThanOrEqual(10)
})

test('a connection that leads up goes past what stands between', () => {
  const cards = [card('a', 0, 0), card('between', 0, 200), card('b', 0, 400, 160, ['again', 'on'])]
  const corners = lanesOf(cards, [line('b', 'again', 'a')]).get('b:again')
  if (corners) expect(crossed(cards, corners)).toEqual([])
})

test('whatever the flow, the lane itself runs across no card', () => {
  const anyCard = fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: 0, max: 1500 }), fc.nat(300))
  const anyFlow = fc.tuple(fc.array(anyCard, { minLength: 2, maxLength: 25 }), fc.array(fc.tuple(fc.nat(), fc.nat())))
  let round = 0
  fc.assert(
    fc.property(anyFlow, ([places, pairs]) => {
      const cards = places.map(([x, y, height], n) => card(`s${n}`, x, y, 60 + height))
      const lines = pairs.map(([from, to], n) => ({
        ...line(`s${from % cards.length}`, 'next', `s${to % cards.length}`),
        id: `${n}`,
      }))
      for (const corners of lanesOf(cards, lines).values()) {
        round += 1
        for (const { x, y } of corners) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true)
        expect(crossed(cards, corners.slice(-3, -1))).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
  expect(round).toBeGreaterThan(50)
})
