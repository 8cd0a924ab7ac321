import { describe, expect, it } from 'vitest'
import type { Json } from '../../schema/json.ts'
import { conflict } from '../../schema/records/conflict.ts'
import type { Parts } from './example-dispute.ts'
import { at, start, title, township } from './example-dispute.ts'

describe('S4: settling', () => {
  const settle = (id: string, ms: number, by: string, value: Json, row: string): Parts => ({
    id,
    ms,
    row,
    type: conflict.name,
    fields: { settled: { by, at: new Date(start + ms).toISOString(), value } },
    basis: { settled: '' },
  })

  async function disputed() {
    const parts = await township()
    await parts.secretary({ id: 'e1', ms: 1, fields: title('书记的') })
    await parts.deputy({ id: 'e2', ms: 2, fields: title('副书记的') })
    const id = (await parts.conflicts())[0]?.id ?? ''
    const body = async () => (await parts.conflicts()).find((each) => each.id === id)?.body
    return { ...parts, id, body }
  }
  const seen = { title: at(2, 'phone2') }

  it('stays settled, whatever is repeated', async () => {
    const { secretary, deputy, id, body, row, conflicts } = await disputed()
    const choice = settle('s1', 10, 'secretary-a', '书记的', id)
    const field = { id: 'e3', ms: 11, fields: title('书记的'), basis: seen }
    await secretary(choice, field)
    await deputy({ id: 'e2', ms: 2, fields: title('副书记的') })
    await secretary(choice, field)
    expect((await row())?.body['title']).toBe('书记的')
    expect((await body())?.settled).toMatchObject({ by: 'secretary-a', value: '书记的' })
    expect(await conflicts()).toHaveLength(1)
  })

  const orders = ['in the order of writing', 'the other way round'] as const
  const inOrder = async (order: string, sends: readonly (() => Promise<unknown>)[]) => {
    for (const send of order === orders[0] ? sends : sends.toReversed()) await send()
  }

  it.each(orders)(
    'two who settle it differently: the later stands, nobody is asked about it; arriving %s',
    async (order) => {
      const { secretary, staff, id, body, row, conflicts, store } = await disputed()
      await inOrder(order, [
        () =>
          secretary(settle('s1', 10, 'secretary-a', '书记的', id), {
            id: 'e3',
            ms: 11,
            fields: title('书记的'),
            basis: seen,
          }),
        () =>
          staff(settle('s2', 20, 'staff', '第三种写法', id), {
            id: 'e4',
            ms: 21,
            fields: title('第三种写法'),
            basis: seen,
          }),
      ])
      expect((await row())?.body['title']).toBe('第三种写法')
      expect((await body())?.settled).toMatchObject({ by: 'staff', value: '第三种写法' })
      expect(await conflicts()).toHaveLength(1)
      const history = await store.read((view) => view.history(id))
      expect(history.map(({ person }) => person).toSorted()).toEqual(['secretary-a', 'staff'])
    },
  )

  it.each(orders)(
    'what was written meanwhile without knowing of the choice is a conflict of its own; arriving %s',
    async (order) => {
      const { secretary, deputy, id, values, conflicts } = await disputed()
      await inOrder(order, [
        () =>
          secretary(settle('s1', 10, 'secretary-a', '书记的', id), {
            id: 'e3',
            ms: 11,
            fields: title('书记的'),
            basis: seen,
          }),
        () => deputy({ id: 'e5', ms: 12, fields: title('副书记又改'), basis: seen }),
      ])
      expect((await values()).map((each) => each.toSorted())).toEqual([
        ['书记的', '副书记又改'].toSorted(),
      ])
      expect(await conflicts()).toHaveLength(2)
    },
  )

  it('only by who keeps the branch or stands above it, in his own name, and nothing but the choice', async () => {
    const { send, staff, id, body } = await disputed()
    const bySomebody = (person: string, parts: Parts) => send(person, 'other', [parts])
    const refused = [{ result: 'refused', reason: 'notAllowed' }]
    const other = settle('s1', 1, 'secretary-b', '书记的', id)
    expect(await bySomebody('secretary-b', other)).toMatchObject(refused)
    const forged = settle('s2', 2, 'deputy-a', '书记的', id)
    expect(await bySomebody('secretary-a', forged)).toMatchObject(refused)
    const more = { ...settle('s3', 3, 'staff', '书记的', id), fields: { stands: 'e1' } }
    expect(await staff(more)).toMatchObject(refused)
    const made = { ...settle('s4', 4, 'staff', '书记的', 'conflict:made:up'), basis: {} }
    expect((await staff(made))[0]?.result).toBe('refused')
    expect((await body())?.settled).toBeUndefined()
    expect(await staff(settle('s5', 5, 'staff', '书记的', id))).toMatchObject([
      { result: 'accepted' },
    ])
  })
})
