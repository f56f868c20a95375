import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api'
import { inChunks } from './bulk'

const people = Array.from({ length: 250 }, (_, n) => n)

describe('the same for many', () => {
  it('goes in parts and says how far it came', async () => {
    const parts: number[] = []
    const seen: number[] = []
    const work = async (few: number[]) => {
      parts.push(few.length)
      return few.map(() => undefined)
    }
    const outcome = await inChunks(people, 100, work, (count) => seen.push(count))
    expect(parts).toEqual([100, 100, 50])
    expect(seen).toEqual([100, 200, 250])
    expect(outcome).toEqual({ done: 250, left: new Map(), untried: 0 })
  })

  it('counts who was left, by the reason', async () => {
    const why = (n: number) => (n === 7 ? 'run_ended' : n > 247 ? 'step_gone' : undefined)
    const outcome = await inChunks(people, 100, async (few) => few.map(why))
    expect(outcome.done).toBe(247)
    expect([...outcome.left]).toEqual([
      ['run_ended', 1],
      ['step_gone', 2],
    ])
  })

  it('goes on after one that was refused, and stops when nobody answers', async () => {
    const refuse = async ([n]: number[]) => {
      if (n === 1) throw new ApiError({ status: 409, code: 'not_live' })
      if (n === 3) throw new ApiError({ status: 0, code: 'offline' })
      return [undefined]
    }
    const outcome = await inChunks([0, 1, 2, 3, 4], 1, refuse)
    expect(outcome.done).toBe(2)
    expect([...outcome.left]).toEqual([['not_live', 1]])
    expect(outcome.untried).toBe(2)
    expect(outcome.broke).toBeInstanceOf(ApiError)
  })
})
