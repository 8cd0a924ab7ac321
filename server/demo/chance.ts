/** Chance that falls the same way every time: a small generator with a seed (mulberry32), and ids made from it. */
import { createHash } from 'node:crypto'

export type Chance = {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number
  /** True with this likelihood. */
  falls(likelihood: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** So many of the items, in their order. */
  some<Item>(items: readonly Item[], count: number): readonly Item[]
}

export function makeChance(seed: string): Chance {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    falls: (likelihood) => next() < likelihood,
    pick: (items) => {
      const item = items[between(0, items.length - 1)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    some: (items, count) => {
      const drawn = items.map((item, place) => ({ item, place, lot: next() }))
      return drawn
        .sort((left, right) => left.lot - right.lot)
        .slice(0, count)
        .sort((left, right) => left.place - right.place)
        .map(({ item }) => item)
    },
  }
}

/** The id that always belongs to a name: 22 characters, as random ones have. */
export const idOf = (name: string): string =>
  createHash('sha256').update(`branchbook demonstration ${name}`).digest('base64url').slice(0, 22)
