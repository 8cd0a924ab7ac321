import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineRecord } from '../schema/define-record.ts'
import { field, former, group, integer, optional, setOf, text } from '../schema/field.ts'
import { makeStamp } from './clock.ts'
import type { Edit, State } from './wire/edit.ts'
import { emptyState } from './wire/edit.ts'
import { mergeEdit, valueAt } from './merge.ts'

const note = defineRecord({
  name: 'note',
  words: { zh: '便条', en: 'Note' },
  at: () => '2026-01-01T00:00:00.000Z',
  of: () => '',
  fields: {
    title: field('标题', 'Title', optional(text({ max: 50 }))),
    place: field('地点', 'Place', optional(text({ max: 50 }))),
    author: field('作者', 'Author', optional(text({ max: 50 })), 'once'),
    items: field('条目', 'Items', setOf(group({ order: integer({ min: 0, max: 9 }) }))),
  },
  seenIn: () => [],
  write: () => true,
})

const edits = fc
  .uniqueArray(
    fc.record({
      ms: fc.integer({ min: 1, max: 1_000 }),
      device: fc.constantFrom('deviceA1', 'deviceB2', 'deviceC3'),
      fields: fc.dictionary(
        fc.constantFrom('title', 'place', 'items/a', 'items/b'),
        fc.oneof(fc.constant(null), fc.constantFrom('x', 'y')),
        { minKeys: 1 },
      ),
    }),
    { selector: ({ ms, device }) => `${ms}${device}`, minLength: 1, maxLength: 8 },
  )
  .map((list) =>
    list.map(({ ms, device, fields }, index): Edit => ({
      id: `e${index}`,
      row: 'r',
      type: 'note',
      version: 1,
      stamp: makeStamp({ ms, counter: 0, device }),
      fields,
      basis: {},
      madeAt: ms,
      offset: 0,
    })),
  )

const fold = (list: readonly Edit[]) =>
  list.reduce<State>((state, edit) => mergeEdit(note, state, edit).state, emptyState)

describe('S1: convergence — the order of arrival does not matter', () => {
  it('gives one state for any order, each edit once or more often', () => {
    fc.assert(
      fc.property(edits, fc.infiniteStream(fc.nat()), (list, numbers) => {
        const shuffled = [...list, ...list]
          .map((edit) => ({ edit, at: numbers.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ edit }) => edit)
        expect(fold(shuffled)).toEqual(fold(list))
      }),
    )
  })
})

describe('S2: a merge only chooses among written values', () => {
  it('every value that stands was written by the edit whose stamp it bears', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const state = fold(list)
        for (const [path, stamp] of Object.entries(state.stamps)) {
          const author = list.find((edit) => edit.stamp === stamp)
          expect(author?.fields[path] ?? null).toEqual(valueAt(state, path) ?? null)
        }
      }),
    )
  })
})

describe('S3: policies', () => {
  const at = (ms: number, fields: Edit['fields']): Edit => ({
    id: `e${ms}`,
    row: 'r',
    type: 'note',
    version: 1,
    stamp: makeStamp({ ms, counter: 0, device: 'deviceA1' }),
    fields,
    basis: {},
    madeAt: ms,
    offset: 0,
  })

  it('latestWins: an older write changes nothing, and is said to have lost', () => {
    const { state } = mergeEdit(note, emptyState, at(5, { title: 'new' }))
    const merged = mergeEdit(note, state, at(3, { title: 'old', place: 'hall' }))
    expect(merged).toMatchObject({ won: ['place'], lost: ['title'] })
    expect(merged.state.body).toEqual({ title: 'new', place: 'hall' })
  })

  it('once: the first accepted write stands, the same again is no loss', () => {
    const { state } = mergeEdit(note, emptyState, at(5, { author: '崔新' }))
    expect(mergeEdit(note, state, at(9, { author: '李干事' })).lost).toEqual(['author'])
    expect(mergeEdit(note, state, at(9, { author: '崔新' })).lost).toEqual([])
  })

  it('set: two people adding different elements both keep theirs', () => {
    const { state } = mergeEdit(note, emptyState, at(5, { 'items/a': { order: 1 } }))
    const merged = mergeEdit(note, state, at(3, { 'items/b': { order: 2 } }))
    expect(merged.state.body).toEqual({ items: { a: { order: 1 }, b: { order: 2 } } })
  })
})

describe('S8: what a field said before', () => {
  const member = defineRecord({
    name: 'member',
    words: { zh: '成员', en: 'Member' },
    at: () => '2026-01-01T00:00:00.000Z',
    of: () => '',
    fields: {
      name: field('姓名', 'Name', text({ max: 50 })),
      home: field('家', 'Home', text({ max: 50 })),
      formerHomes: field('以前的家', 'Former homes', former('home', text({ max: 50 }))),
    },
    seenIn: () => [],
    write: () => true,
  })
  const moving = (...homes: readonly (readonly [ms: number, home: string])[]) =>
    homes.reduce<State>(
      (state, [ms, home]) =>
        mergeEdit(member, state, {
          id: `e${ms}`,
          row: 'r',
          type: 'member',
          version: 1,
          stamp: makeStamp({ ms, counter: 0, device: 'deviceA1' }),
          fields: { name: '崔建国', home },
          basis: {},
          madeAt: ms,
          offset: 0,
        }).state,
      emptyState,
    )

  it('is noted once each, without what it says now, and under nobody’s stamp', () => {
    expect(moving([1, 'east']).body).toEqual({ name: '崔建国', home: 'east' })
    expect(moving([1, 'east'], [2, 'east']).body).not.toHaveProperty('formerHomes')
    const moved = moving([1, 'east'], [2, 'west'], [3, 'south'])
    expect(moved.body['formerHomes']).toEqual(['east', 'west'])
    expect(Object.keys(moved.stamps)).toEqual(['name', 'home'])
    const back = moving([1, 'east'], [2, 'west'], [3, 'south'], [4, 'west'], [5, 'south'])
    expect(back.body['formerHomes']).toEqual(['east', 'west'])
  })

  it('is not noted of a write that did not win', () => {
    expect(moving([5, 'east'], [3, 'west']).body).not.toHaveProperty('formerHomes')
  })
})
