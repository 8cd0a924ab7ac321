import { describe, expect, it } from 'vitest'
import { standingIn } from '../../schema/document.ts'
import type { Json } from '../../schema/json.ts'
import type { Phone } from '../example-village.ts'
import { Village, registry } from '../example-village.ts'
import type { Problem } from './held-edit.ts'
import { receive, settle } from './row.ts'

const frozen = { reason: 'notAllowed' } as const

async function phone() {
  const village = await new Village('secretary-a', 'deputy-a').open()
  const [mine] = village.phones
  if (!mine) throw new Error('a phone')
  const told = String(mine.row?.body['minutes'])
  const edits = () => mine.row?.edits ?? []
  return {
    village,
    mine,
    told,
    edits,
    /** Words without an update, as on a phone that could not load Yjs. */
    writes: (text: string, over: string): void => {
      village.now += 1_000
      village.put(mine, { minutes: { text, over } as Json })
    },
    judged: (...results: readonly ('accepted' | 'refused')[]): void => {
      const verdicts = edits().map(({ id }, at) => {
        const result = results[at] ?? 'later'
        return [id, { edit: id, result, ...(result === 'refused' && frozen) }] as const
      })
      if (mine.row) mine.row = settle(registry, mine.row, new Map(verdicts))
    },
    /** The authority hears of it all. */
    arrives: async (): Promise<string> => {
      await village.sync(mine)
      const row = await village.authority.read((view) => view.row('m1'))
      return standingIn(row?.body ?? {}, 'minutes').text
    },
  }
}

describe('D1, X1: words that go along when their refused edit is mended', () => {
  const bad = { reason: 'badValue', field: 'place' } as const
  const born = { branchId: 'branchA', kinds: ['themeDay'], startsAt: '2026-03-01T01:00:00.000Z' }

  it('where the authority never had the row, are said over what it has: nothing', async () => {
    const village = await new Village('secretary-a').open()
    const [mine] = village.phones
    if (!mine) throw new Error('a phone')
    mine.row = undefined
    village.put(mine, { ...born, place: '坏的', minutes: { text: '甲乙' } })
    village.put(mine, { minutes: { text: '甲乙丙', over: '甲乙' } })
    refuse(mine, bad, bad)
    village.put(mine, { place: '好的' })
    expect(mine.row).toMatchObject({
      edits: [{ fields: born }, { fields: { place: '好的', minutes: { text: '甲乙丙' } } }],
    })
    expect(mine.row).not.toHaveProperty('edits.0.fields.minutes')
    expect(mine.row).not.toHaveProperty('edits.1.fields.minutes.over')
  })

  it('where others lie over them that do not hold them, go once more by themselves', async () => {
    const { told, village, mine, arrives } = await phone()
    village.put(mine, { place: '坏的', minutes: { text: `${told}一。`, over: told } })
    village.now += 1_000
    village.put(mine, { minutes: { text: `${told}一。二。`, over: `${told}一。` } })
    refuse(mine, bad)
    village.now += 1_000
    village.put(mine, { place: '好的' })
    expect(await arrives()).toBe(`${told}一。二。`)
  })

  it('are not said over what was told since, which their writer never saw', async () => {
    const { told, village, mine, writes, judged, arrives } = await phone()
    writes(`${told}一。`, told)
    judged('refused')
    const [, other] = village.phones
    if (!other) throw new Error('another phone')
    village.put(other, { minutes: { text: `零。${told}`, over: told } })
    await village.sync(other)
    const row = await village.authority.read((view) => view.row('m1'))
    if (!mine.row || !row) throw new Error('rows')
    mine.row = receive(registry, mine.row, row)
    expect(mine.row.body['minutes']).toBe(`${told}一。`)
    writes(`${told}一。二。`, `${told}一。`)
    expect(await arrives()).toBe(`零。${told}一。二。`)
  })
})

/** The first edits of the row, for these reasons. */
function refuse(mine: Phone, ...problems: readonly Problem[]): void {
  const verdicts = problems.map((problem, at) => {
    const edit = mine.row?.edits[at]?.id ?? ''
    return [edit, { edit, result: 'refused' as const, ...problem }] as const
  })
  if (mine.row) mine.row = settle(registry, mine.row, new Map(verdicts))
}

describe('D1, X2: words without an update, over words that were refused', () => {
  it('bring those along: the authority never had them', async () => {
    const { told, edits, writes, judged, arrives } = await phone()
    writes(`${told}一。`, told)
    judged('refused')
    writes(`${told}一。二。`, `${told}一。`)
    expect(edits().map(({ fields }) => fields['minutes'])).toEqual([
      { text: `${told}一。二。`, over: told },
    ])
    expect(await arrives()).toBe(`${told}一。二。`)
  })

  it('do not stand for them, where nobody knew yet that they would be refused', async () => {
    const { told, edits, writes, judged } = await phone()
    writes(`${told}一。`, told)
    writes(`${told}一。二。`, `${told}一。`)
    judged('refused', 'accepted')
    expect(edits().map(({ fields, refused }) => [fields['minutes'], refused])).toEqual([
      [{ text: `${told}一。`, over: told }, frozen],
    ])
  })
})
