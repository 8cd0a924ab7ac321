import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carriedOver, changeOf, spliced, splicesOf } from './text-change.ts'

const letters = fc.string({
  unit: fc.constantFrom('春', '耕', '防', '火', '。', '\n', '😀', '👍'),
  maxLength: 30,
})
const carried = (from: string, to: string, now: string) => spliced(now, carriedOver(from, to, now))

describe('a change', () => {
  it('leads from the one text to the other', () => {
    fc.assert(
      fc.property(letters, letters, (from, to) => {
        expect(spliced(from, splicesOf(changeOf(from, to)))).toBe(to)
      }),
    )
  })

  it('tears no letter apart that takes two places', () => {
    fc.assert(
      fc.property(letters, letters, (from, to) => {
        for (const { text } of changeOf(from, to)) expect(text.isWellFormed()).toBe(true)
      }),
    )
  })

  it('of a long text is found sentence by sentence, and in time', () => {
    const sentences = Array.from({ length: 2_000 }, (_none, index) => `第${index}句话说了一件事。`)
    const from = sentences.join('')
    const to = sentences
      .map((sentence, index) => (index % 400 === 7 ? sentence.replace('一件', '两件') : sentence))
      .join('')
    const change = changeOf(from, to)
    expect(spliced(from, splicesOf(change))).toBe(to)
    expect(change.filter((part) => part.do === 'delete').map(({ text }) => text)).toEqual(
      Array.from({ length: 5 }, () => '一'),
    )
  })

  it('of a text that shares nothing is one replacement, however long', () => {
    const from = Array.from({ length: 30_000 }, (_none, at) =>
      String.fromCharCode(0x4e00 + (at % 9_000)),
    ).join('\n')
    const to = 'x'.repeat(60_000)
    expect(changeOf(from, to).map((part) => part.do)).toEqual(['delete', 'insert'])
  })
})

describe('X1, X2: a change carried over to what the text has become', () => {
  it('is the change itself where nothing happened meanwhile', () => {
    fc.assert(
      fc.property(letters, letters, (from, to) => {
        expect(carried(from, to, from)).toBe(to)
      }),
    )
  })

  it.each([
    ['both add at different places', '甲乙', '甲一乙', '甲乙二', '甲一乙二'],
    ['both add at one place', '甲乙', '甲一乙', '甲二乙', '甲一二乙'],
    ['one deletes what the other left', '甲乙丙', '甲丙', '甲乙丁丙', '甲丁丙'],
    ['both delete the same', '甲乙丙', '甲丙', '甲丙', '甲丙'],
    ['one empties it while the other adds', '甲乙', '', '甲乙三句话', '三句话'],
  ])('%s', (_what, from, to, now, result) => {
    expect(carried(from, to, now)).toBe(result)
  })

  it('deletes nothing that its writer had not before him', () => {
    const old = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 })
    fc.assert(
      fc.property(old, old, fc.array(fc.nat({ max: 12 }), { maxLength: 4 }), (from, to, places) => {
        const now = places.reduce(
          (text, place) => text.slice(0, place) + '新' + text.slice(place),
          from,
        )
        const result = carried(from, to, now)
        expect([...result].filter((letter) => letter === '新')).toHaveLength(places.length)
        expect(result.replaceAll('新', '')).toBe(to)
      }),
    )
  })
})
