/**
 * Minutes written by several people without a network: real rows, real edits, the real authority; only the wire between
 * them is left out. Every letter ever written is a different one, so it can be seen what became of each.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextWrite } from '../schema/document.ts'
import { standingIn } from '../schema/document.ts'
import type { Json } from '../schema/json.ts'
import { receive, settle } from './device/row.ts'
import type { Command, How, Phone } from './example-village.ts'
import { Village, registry } from './example-village.ts'
import { TextSession, mergedWords } from './text-session.ts'

const runs = Number(process.env['SIMULATION_RUNS'] ?? 2_000) / 10
/** A busy machine takes its time: this is a guard against hanging, not a measure. */
const patience = { timeout: 60_000 + runs * 1_000 }
/** One of them writes on two phones. */
const three = ['secretary-a', 'deputy-a', 'secretary-a']
const phone = fc.nat({ max: 2 })
const commands = (...hows: readonly How[]) =>
  fc.array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constant('write' as const),
          phone,
          how: fc.constantFrom(...hows),
          at: fc.nat({ max: 30 }),
          letters: fc.nat({ max: 3 }),
          cut: fc.nat({ max: 4 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constant('sync' as const), phone, replyLost: fc.boolean() }),
      },
    ),
    { minLength: 2, maxLength: 25 },
  )

async function play(list: readonly Command[]) {
  const village = await new Village(...three).open()
  for (const each of list) await village.perform(each)
  const text = await village.heal()
  expect(village.refused).toEqual([])
  for (const { row } of village.phones) {
    expect(row?.body['minutes'] ?? '').toBe(text)
    expect(row?.unsent).toBe(0)
  }
  return { village, text }
}

const times = (letter: string, text: string) => [...text].filter((each) => each === letter).length

describe('X1, X2: minutes written by several people at once', () => {
  it(
    'every letter stands once, or was taken out by somebody who had it before him',
    patience,
    async () => {
      await fc.assert(
        fc.asyncProperty(commands('session'), async (list) => {
          const { village, text } = await play(list)
          for (const letter of village.written)
            expect(times(letter, text), letter).toBe(village.cut.has(letter) ? 0 : 1)
          expect(text.length).toBe(village.written.size - village.cut.size)
        }),
        { numRuns: runs },
      )
    },
  )

  it(
    'also with phones that have no Yjs or an older release: no letter goes that its writer did not see',
    patience,
    async () => {
      await fc.assert(
        fc.asyncProperty(commands('session', 'loose', 'version1'), async (list) => {
          const { village, text } = await play(list)
          for (const letter of village.written)
            if (!village.cut.has(letter)) expect(times(letter, text), letter).toBeGreaterThan(0)
        }),
        { numRuns: runs },
      )
    },
  )

  it('without concurrency every letter stands once, whoever writes', patience, async () => {
    await fc.assert(
      fc.asyncProperty(commands('session', 'loose', 'version1'), async (list) => {
        const village = await new Village(...three).open()
        for (const each of list) {
          if (each.do === 'sync') continue
          await village.perform(each)
          await village.heal()
        }
        const text = await village.heal()
        for (const letter of village.written)
          expect(times(letter, text), letter).toBe(village.cut.has(letter) ? 0 : 1)
      }),
      { numRuns: runs / 2 },
    )
  })
})

describe('X1, X2: the first release writes on over words that were refused', () => {
  it('and they come along: they never came to stand at the authority', async () => {
    const village = await new Village('secretary-a', 'deputy-a').open()
    const [mine, other] = village.phones
    if (!mine || !other) throw new Error('two phones')
    const told = String(mine.row?.body['minutes'])
    await village.perform({ do: 'write', phone: 0, how: 'version1', at: 3, letters: 1, cut: 0 })
    const [refused] = mine.row?.edits ?? []
    if (!mine.row || !refused) throw new Error('an edit')
    mine.row = {
      ...mine.row,
      edits: [{ ...refused, fields: { ...refused.fields, unheardOf: 1 } }],
    }
    expect(await village.sync(mine)).toMatchObject([{ reason: 'unknownField' }])
    await village.perform({ do: 'write', phone: 1, how: 'loose', at: 0, letters: 1, cut: 0 })
    await village.sync(other)
    const added = String(other.row?.body['minutes']).slice(0, 1)
    // That release took what was refused for what lay under its next words.
    const basis = { minutes: refused.stamp }
    const stamp = `${refused.stamp}x`
    const minutes = `${String(refused.fields['minutes'])}末`
    mine.row = {
      ...mine.row,
      edits: [{ ...refused, id: 'next', stamp, basis, fields: { minutes } }],
    }
    await village.sync(mine)
    expect(await village.heal()).toBe(`${added}${told}${minutes.slice(3)}`)
  })
})

describe('X4: what a phone shows before the authority has merged', () => {
  const open = async () => {
    const village = await new Village('secretary-a', 'deputy-a').open()
    const [mine, other] = village.phones
    if (!mine || !other) throw new Error('two phones')
    village.put(mine, { minutes: session(mine, '会议开始。') })
    await village.sync(mine)
    await village.sync(other)
    return { village, mine, other }
  }
  const session = (on: Phone, text: string): Json => {
    const standing = standingIn(on.row?.body ?? {}, 'minutes')
    const writing = new TextSession(standing, mergedWords(standing), text.length * 7 + 1)
    writing.type(text)
    return writing.finish(standing) as unknown as Json
  }

  it('its own words on top of newer ones; with Yjs, all of them', async () => {
    const { village, mine, other } = await open()
    village.put(other, { minutes: session(other, '会议开始。李干事发言。') })
    await village.sync(other)
    village.put(mine, { minutes: session(mine, '九点，会议开始。') })
    const told = await village.authority.read((view) => view.row('m1'))
    if (!mine.row || !told) throw new Error('rows')
    mine.row = receive(registry, mine.row, told)
    expect(mine.row.body['minutes']).toBe('九点，会议开始。')
    expect(mergedWords(standingIn(mine.row.body, 'minutes'))).toBe('九点，会议开始。李干事发言。')
    await village.sync(mine)
    expect(mine.row.body['minutes']).toBe('九点，会议开始。李干事发言。')
  })

  it('S1: all of them, where one tab was told them and the other hears that its own were accepted', async () => {
    const { village, mine, other } = await open()
    village.put(other, { minutes: session(other, '会议开始。李干事发言。') })
    await village.sync(other)
    village.put(mine, { minutes: session(mine, '九点，会议开始。') })
    const [edit] = mine.row?.edits ?? []
    if (!mine.row || !edit) throw new Error('an edit')
    // The reply is lost on its way to the tab that sent it.
    await village.sync(mine, true)
    const told = await village.authority.read((view) => view.row('m1'))
    if (!told) throw new Error('it is there')
    mine.row = receive(registry, mine.row, told)
    const duplicate = new Map([[edit.id, { edit: edit.id, result: 'duplicate' as const }]])
    mine.row = settle(registry, mine.row, duplicate, told)
    expect(mine.row).toMatchObject({ unsent: 0, body: told.body, stamps: told.stamps })
    expect(told.body['minutes']).toBe('九点，会议开始。李干事发言。')
  })

  it('with Yjs, the words of an older release under its own unsent ones', async () => {
    const village = await new Village('secretary-a').open()
    const [mine] = village.phones
    if (!mine) throw new Error('a phone')
    const before = String(mine.row?.body['minutes'])
    village.put(mine, { minutes: session(mine, `${before}一。`) })
    village.put(mine, { minutes: session(mine, `${before}一。二。`) })
    expect(mergedWords(standingIn(mine.row?.body ?? {}, 'minutes'))).toBe(`${before}一。二。`)
  })

  it('keeps what was accepted until the merged row is here, and writes on over it', async () => {
    const { village, mine } = await open()
    village.put(mine, { minutes: session(mine, '会议开始。一。') })
    const [edit] = mine.row?.edits ?? []
    if (!mine.row || !edit) throw new Error('an edit')
    const accepted = new Map([[edit.id, { edit: edit.id, result: 'accepted' as const }]])
    await village.sync(mine, true)
    mine.row = settle(registry, mine.row, accepted)
    expect(mine.row.body['minutes']).toBe('会议开始。一。')
    village.put(mine, { minutes: session(mine, '会议开始。一。二。') })
    expect(await village.heal()).toBe('会议开始。一。二。')
  })
})

describe('X4: a session', () => {
  it('that saw the words change under the open form brings both together as it is saved', () => {
    const begun = { text: '甲乙' }
    const writing = new TextSession(begun, '甲乙', 5)
    writing.type('甲一乙')
    writing.type('甲一二乙')
    const other = new TextSession(begun, '甲乙', 6)
    other.type('甲乙三')
    const { text, update = '' } = other.finish(begun)
    const now = { text, held: { words: '甲乙', updates: [update] } }
    expect(writing.finish(now).text).toBe('甲一二乙三')
  })

  it('over words that have no update yet hands over words alone, what it took out of them included', () => {
    const standing = { text: '甲乙丙', held: { words: '甲', loose: true as const } }
    const writing = new TextSession(standing, '甲乙丙', 5)
    writing.type('甲丙丁')
    expect(writing.finish(standing)).toEqual({ text: '甲丙丁', over: '甲乙丙' })
  })

  it('over a document that began anew meanwhile hands over words alone', () => {
    const writing = new TextSession({ text: '从前的话' }, '从前的话', 5)
    writing.type('从前的话。')
    const expected: TextWrite = { text: '从前的话。', over: '从前的话' }
    expect(writing.finish({ text: '别的话' })).toEqual(expected)
  })
})
