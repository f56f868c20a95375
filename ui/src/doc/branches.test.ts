import fc from 'fast-check'
import { expect, test } from 'vitest'
import { branches } from './branches'
import { anyOverlap, type Graph, START, tidy } from './layout'

const GAPS = { rank: 64, side: 48 }
const id = (n: number) => (n === 0 ? START : `s${n}`)

function graphOf(heights: number[], lines: [number, number][]): Graph {
  const cards = heights.map((height, n) => ({ id: id(n), size: { width: 264, height } }))
  const connections = lines
    .map(([from, to], n) => ({ from: id(from % heights.length), exit: `e${n}`, to: id(to % heights.length) }))
    .filter(({ to }) => to !== START)
  const exits: Graph['exits'] = {}
  for (const { from, exit } of connections) exits[from] = [...(exits[from] ?? []), exit]
  return { cards, connections, exits }
}

const targetsOf = (graph: Graph) => {
  const targets = new Map<string, string[]>()
  for (const { from, to } of graph.connections) targets.set(from, [...(targets.get(from) ?? []), to])
  return targets
}

const anyGraph = fc
  .tuple(
    fc.array(fc.integer({ min: 48, max: 400 }), { minLength: 1, maxLength: 90 }),
    fc.array(fc.tuple(fc.nat(200), fc.nat(200)), { maxLength: 160 }),
  )
  .map(([heights, lines]) => graphOf(heights, lines))

test('no card covers another, loops and loose cards included', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const positions = branches(graph, targetsOf(graph), GAPS)
      expect(Object.keys(positions)).toHaveLength(graph.cards.length)
      expect(anyOverlap(graph.cards, positions)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('a card stands below whatever leads to it, branches in the order of their exits', () => {
  const graph = graphOf(
    [90, 100, 100, 300, 100, 100],
    [
      [0, 1],
      [1, 2],
      [1, 3],
      [1, 4],
      [2, 5],
      [3, 5],
    ],
  )
  const at = branches(graph, targetsOf(graph), GAPS)
  const spot = (n: number) => at[id(n)] ?? { x: 0, y: 0 }
  expect(spot(5).y).toBe(spot(3).y + 300 + GAPS.rank)
  expect([2, 3, 4].map((n) => spot(n).x).toSorted((a, b) => a - b)).toEqual([2, 3, 4].map((n) => spot(n).x))
  expect(spot(1).x).toBe((spot(2).x + spot(4).x) / 2)
})

test('a long flow goes straight down, its side branches beside it', () => {
  const lines: [number, number][] = []
  const steps = 200
  // Odd cards go on; each also has an even card that ends there.
  for (let n = 1; n + 2 < steps; n += 2) lines.push([n, n + 2], [n, n + 1])
  const graph = graphOf(Array(steps).fill(120), [[0, 1], ...lines])
  const xs = Object.values(tidy(graph)).map((at) => at.x)
  expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(4 * (264 + GAPS.side))
})

test('ten thousand cards are one pass, not one for each', () => {
  const steps = 10_000
  const lines = Array.from({ length: steps - 1 }, (_, n): [number, number] => [Math.floor(n / 2), n + 1])
  const graph = graphOf(Array(steps).fill(120), lines)
  const at = branches(graph, targetsOf(graph), GAPS)
  expect(Object.keys(at)).toHaveLength(steps)
})
