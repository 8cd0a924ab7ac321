import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { StandingText } from '../schema/document.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { changeOf, splicesOf } from './text-change.ts'
import {
  compact,
  documentLimits,
  edit,
  openDocument,
  updateSince,
  withUpdate,
  wordsOf,
  work,
} from './text-document.ts'

/** One session's update over what was told. */
function written(told: StandingText, text: string, client: number): string {
  const document = openDocument(told)
  work(document, splicesOf(changeOf(told.text, text)), client)
  return updateSince(document, openDocument(told))
}

function taken(standing: StandingText, ...updates: readonly string[]): StandingText {
  return updates.reduce((left, update) => {
    const merged = withUpdate(left, update)
    if (!merged.ok) throw new Error(merged.failure)
    return compact(merged.value)
  }, standing)
}

const told = taken({ text: '' }, written({ text: '' }, '会议开始。讨论土地发包。', 11))

describe('S1: a document is the same in whatever order its updates arrive, each once or more often', () => {
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom('会', '议', '。', 'x'), maxLength: 12 }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )

  it('words and state alike', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.nat()), (list, numbers) => {
        const updates = list.map((text, index) => written(told, text, 100 + index))
        const shuffled = [...updates, ...updates]
          .map((update) => ({ update, at: numbers.next().value as number }))
          .sort((left, right) => left.at - right.at)
          .map(({ update }) => update)
        expect(taken(told, ...shuffled)).toEqual(taken(told, ...updates))
      }),
    )
  })

  it('both keep every word, wherever they write', () => {
    const [left, right] = [
      written(told, `${told.text}崔新：同意。`, 21),
      written(told, `李干事：租期太长。${told.text}`, 22),
    ]
    expect(taken(told, left, right).text).toBe(
      '李干事：租期太长。会议开始。讨论土地发包。崔新：同意。',
    )
  })
})

describe('X5: words without a state are a document of one first update', () => {
  it('the same wherever it is made, so that two phones may begin from it', () => {
    const plain = { text: '旧版写下的话。' }
    const left = written(plain, '旧版写下的话。加一句。', 1)
    const right = written(plain, '先说一句。旧版写下的话。', 2)
    expect(taken(plain, left, right).text).toBe('先说一句。旧版写下的话。加一句。')
  })

  it('nothing is kept beside words that nobody changed', () => {
    const plain = { text: '旧版写下的话。' }
    expect(compact(openDocument(plain))).toEqual(plain)
  })
})

describe('X2, X3: what is not taken', () => {
  const foreign = (change: (document: Y.Doc) => void): string => {
    const document = openDocument(told)
    document.clientID = 77
    change(document)
    return updateSince(document, openDocument(told))
  }

  it.each<[string, string, string]>([
    ['no base64', '*', 'badValue'],
    ['bytes without sense', toBase64(Uint8Array.from([7, 1, 2, 3, 4, 5])), 'badValue'],
    ['half an update', written(told, '一二三', 5).slice(0, 20), 'badValue'],
    ['a made-up length', toBase64(Uint8Array.from([1, 255, 255, 255, 15, 9, 0])), 'badValue'],
    [
      'another shared type',
      foreign((document) => document.getMap('other').set('a', 1)),
      'badValue',
    ],
    [
      'a key inside the text',
      foreign((document) => document.getMap('text').set('a', 'b')),
      'badValue',
    ],
    // One struct of client 77: the string 'x' under the key 'k' of the shared type 'text'.
    [
      'words under a key',
      toBase64(Uint8Array.from([1, 1, 77, 0, 0x24, 1, 4, 116, 101, 120, 116, 1, 107, 1, 120, 0])),
      'badValue',
    ],
    [
      'a format',
      foreign((document) => document.getText('text').format(0, 2, { bold: true })),
      'badValue',
    ],
    [
      'an object',
      foreign((document) => document.getText('text').insertEmbed(0, { a: 1 })),
      'badValue',
    ],
    ['too many bytes', toBase64(new Uint8Array(documentLimits.updateBytes + 1)), 'tooLarge'],
  ])('%s', (_what, update, failure) => {
    expect(withUpdate(told, update)).toEqual({ ok: false, failure })
  })

  it('an update over a past that is not here: nothing is left pending', () => {
    const later = taken(told, written(told, `${told.text}一`, 31))
    const update = written(later, `${told.text}一二`, 32)
    expect(withUpdate(told, update)).toEqual({ ok: false, failure: 'causesMissing' })
    expect(withUpdate({ text: told.text }, update)).toEqual({ ok: false, failure: 'causesMissing' })
  })

  it('never throws, whatever the bytes', { timeout: 60_000 }, () => {
    const update = fromBase64(written(told, '一二三', 5)) ?? new Uint8Array()
    const spoilt = fc
      .array(fc.tuple(fc.nat({ max: update.length - 1 }), fc.nat({ max: 255 })), {
        minLength: 1,
        maxLength: 4,
      })
      .map((changes) => {
        const bytes = Uint8Array.from(update)
        for (const [at, value] of changes) bytes[at] = value
        return toBase64(bytes)
      })
    fc.assert(
      fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 60 }).map(toBase64)), (garbage) => {
        const merged = withUpdate(told, garbage)
        if (merged.ok) expect(wordsOf(merged.value).isWellFormed()).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('X3: its size is bounded', () => {
  it('by beginning anew from its words after a thousand sessions', () => {
    const document = openDocument(told)
    for (let session = 1; session <= documentLimits.clients - 1; session += 1) {
      document.clientID = 1_000 + session
      edit(document, [{ at: 0, length: 0, words: '一' }])
    }
    const full = compact(document)
    expect(full.held?.state).toBeDefined()
    const over = taken(full, written(full, `${full.text}完`, 9))
    expect(over).toEqual({ text: `${full.text}完` })
  })

  it('by forgetting what was deleted', () => {
    const document = openDocument({ text: '' })
    document.clientID = 5
    for (let round = 0; round < 50; round += 1) {
      edit(document, [{ at: 0, length: 0, words: '春'.repeat(2_000) }])
      edit(document, [{ at: 0, length: 2_000, words: '' }])
    }
    expect(compact(document).held?.state?.length).toBeLessThan(100)
  })
})

it('X4: a session never writes under a client id that the document knows', () => {
  const again = taken(told, written(told, `${told.text}又一句。`, 11))
  expect(Y.decodeStateVector(Y.encodeStateVector(openDocument(again))).size).toBe(2)
})
