import { describe, expect, it } from 'vitest'
import type { Actor } from '../../schema/access.ts'
import { mayRead } from '../../schema/bucket.ts'
import { isOpen } from '../../schema/records/conflict.ts'
import { forbidden, registry } from '../example-township.ts'
import { actorOf } from './actor.ts'
import { at, hour, start, title, township } from './example-dispute.ts'

describe('S4: concurrent writes of an `ask` field are one conflict', () => {
  it.each(['the earlier first', 'the later first'])('whoever arrives first: %s', async (order) => {
    const { secretary, deputy, conflicts, values, row } = await township()
    const sends = [
      () => secretary({ id: 'e1', ms: hour, fields: title('书记的') }),
      () => deputy({ id: 'e2', ms: 2 * hour, fields: title('副书记的') }),
    ]
    for (const send of order === 'the earlier first' ? sends : sends.toReversed()) await send()
    expect((await row())?.body['title']).toBe('副书记的')
    expect((await values()).map((each) => each.toSorted())).toEqual([['书记的', '副书记的']])
    const [found] = await conflicts()
    expect(found?.body).toMatchObject({
      row: 'row-1',
      type: 'entry',
      path: 'title',
      organisationId: 'branchA',
      was: '原来的',
      stands: 'e2',
      sides: {
        e1: { value: '书记的', by: 'secretary-a', name: '甲', at: '2026-03-10T09:00:00.000Z' },
        e2: { value: '副书记的', by: 'deputy-a', name: '乙', at: '2026-03-10T10:00:00.000Z' },
      },
    })
  })

  it('P3: repeated as often as the network likes, it stays one and as it was', async () => {
    const { secretary, deputy, conflicts } = await township()
    const one = { id: 'e1', ms: hour, fields: title('书记的') }
    await secretary(one)
    await deputy({ id: 'e2', ms: 2 * hour, fields: title('副书记的') })
    const before = await conflicts()
    await secretary(one)
    await secretary(one)
    expect(await conflicts()).toEqual(before)
  })

  it('of a set each element for itself, also where one takes it out', async () => {
    const { secretary, deputy, values } = await township()
    await secretary({
      id: 'e1',
      ms: 1,
      fields: { 'items/k': { order: 2 }, 'items/a': { order: 3 } },
    })
    await deputy({ id: 'e2', ms: 2, fields: { 'items/k': null, 'items/b': { order: 4 } } })
    expect(await values()).toEqual([[{ order: 2 }, null]])
  })

  it('a third who knew of neither joins the same conflict; who goes on writing takes his own place', async () => {
    const { secretary, deputy, staff, values, conflicts } = await township()
    await secretary({ id: 'e1', ms: 1, fields: title('书记的') })
    await deputy({ id: 'e2', ms: 2, fields: title('副书记的') })
    await staff({ id: 'e3', ms: 3, fields: title('镇里的') })
    await secretary({ id: 'e4', ms: 4, fields: title('书记又改'), basis: title(at(1)) as never })
    expect(await values()).toEqual([['副书记的', '镇里的', '书记又改']])
    expect(await conflicts()).toHaveLength(1)
    expect((await conflicts())[0]?.body.stands).toBe('e4')
  })

  it('says so where the time was corrected', async () => {
    const { send, deputy, conflicts } = await township()
    const wrong = 48 * hour
    await send(
      'secretary-a',
      'phone1',
      [{ id: 'e1', ms: wrong + hour, fields: title('书记的') }],
      wrong,
    )
    await deputy({ id: 'e2', ms: 2 * hour, fields: title('副书记的') })
    expect((await conflicts())[0]?.body.sides).toMatchObject({
      e1: { corrected: true, at: '2026-03-10T09:00:00.000Z' },
      e2: { corrected: false },
    })
  })
})

describe('S4: nobody is asked', () => {
  it('where the writer knew what he wrote over, or wrote another field', async () => {
    const { secretary, deputy, conflicts } = await township()
    await secretary({ id: 'e1', ms: 1, fields: title('书记的') })
    await deputy({ id: 'e2', ms: 2, fields: title('副书记的'), basis: { title: at(1) } })
    await secretary({ id: 'e3', ms: 3, fields: { place: '村委会', 'items/x': { order: 5 } } })
    await deputy({ id: 'e4', ms: 4, fields: { place: '小学', 'items/y': { order: 6 } } })
    expect(await conflicts()).toEqual([])
  })

  it('where both wrote the same', async () => {
    const { secretary, deputy, conflicts } = await township()
    await secretary({ id: 'e1', ms: 1, fields: title('一样的') })
    await deputy({ id: 'e2', ms: 2, fields: title('一样的') })
    expect(await conflicts()).toEqual([])
  })

  it('about one’s own words: after a lost reply, a corrected clock, or in the wrong order', async () => {
    const { send, conflicts, row } = await township()
    const wrong = 48 * hour
    const mine = [
      { id: 'e1', ms: wrong + 1, fields: title('一') },
      { id: 'e2', ms: wrong + 2, fields: title('二'), basis: { title: at(wrong + 1) } },
      { id: 'e3', ms: wrong + 3, fields: title('三'), basis: { title: at(wrong + 2) } },
    ] as const
    await send('secretary-a', 'phone1', [mine[0]], wrong)
    await send('secretary-a', 'phone1', [mine[0], mine[2]], wrong)
    await send('secretary-a', 'phone1', [mine[1]], wrong)
    expect((await row())?.body['title']).toBe('三')
    expect(await conflicts()).toEqual([])
  })

  it('where what lay between was refused: A refused, B written over A', async () => {
    const { secretary, conflicts, values, deputy } = await township()
    const refused = { id: 'e1', ms: 1, fields: title(forbidden) }
    const over = { id: 'e2', ms: 2, fields: title('改好的'), basis: { title: at(1) } }
    const verdicts = await secretary(refused, over)
    expect(verdicts.map(({ result }) => result)).toEqual(['refused', 'accepted'])
    expect(await conflicts()).toEqual([])
    // Somebody else's is another matter.
    await deputy(
      { id: 'e3', ms: 3, fields: title(forbidden) },
      { id: 'e4', ms: 4, fields: title('副书记的'), basis: { title: at(3, 'phone2') } },
    )
    expect(await values()).toEqual([['改好的', '副书记的']])
  })

  it('where he who wrote one side has seen the other and written over it', async () => {
    const { secretary, deputy, conflicts } = await township()
    await secretary({ id: 'e1', ms: 1, fields: title('书记的') })
    await deputy({ id: 'e2', ms: 2, fields: title('副书记的') })
    await secretary({
      id: 'e3',
      ms: 3,
      fields: title('两边都看了'),
      basis: { title: at(2, 'phone2') },
    })
    const [found] = await conflicts()
    expect(found?.body.agreedAt).toBe('2026-03-10T08:00:00.003Z')
    // What comes after is another matter, and another conflict.
    await deputy({ id: 'e4', ms: 4, fields: title('没看见'), basis: { title: at(2, 'phone2') } })
    expect((await conflicts()).map(({ body }) => isOpen(body)).toSorted()).toEqual([false, true])
  })
})

describe('P4: where conflicts lie', () => {
  it('the branch’s keepers and the township see them, members and other branches do not', async () => {
    const { store, secretary, deputy, conflicts } = await township()
    await secretary({ id: 'e1', ms: 1, fields: title('书记的') })
    await deputy({ id: 'e2', ms: 2, fields: title('副书记的') })
    const [found] = await conflicts()
    const buckets = registry.conflicts?.seenIn(found?.body as never, found?.id ?? '') ?? []
    const readers = async (person: string) => {
      const actor = await store.read((view) =>
        actorOf(view, { id: person, personId: person }, start),
      )
      return buckets.some((bucket) => mayRead(actor as Actor, bucket))
    }
    const all = ['secretary-a', 'deputy-a', 'staff', 'secretary-b']
    expect(await Promise.all(all.map(readers))).toEqual([true, true, true, false])
    const member = { accountId: 'm', personId: 'm', branchId: 'branchA', offices: [] }
    const lineage = ['township', 'branchA']
    expect(buckets.some((bucket) => mayRead({ ...member, lineage }, bucket))).toBe(false)
  })

  it('they go along when their row moves to another branch', async () => {
    const { secretary, deputy, staff, conflicts } = await township()
    await secretary({ id: 'e1', ms: 1, fields: title('书记的') })
    await deputy({ id: 'e2', ms: 2, fields: title('副书记的') })
    await staff({ id: 'e3', ms: 3, fields: { branchId: 'branchB' } })
    expect((await conflicts()).map(({ body }) => body.organisationId)).toEqual(['branchB'])
  })
})
