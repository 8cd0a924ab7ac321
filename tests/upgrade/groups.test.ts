// Groups lie in the bucket of their branch since it makes them itself: phones that know nothing of it, and their update.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { organisationBucket } from '../../schema/bucket.ts'
import { makeRegistry } from '../../schema/define-record.ts'
import { organisation } from '../../schema/records/organisation.ts'
import { registry as today } from '../../schema/records/index.ts'
import type { ExampleServer } from '../../server/example-server.ts'
import { found } from '../../server/accounts/founding.ts'
import { rowsQuery } from '../../web/lib/data/queries.ts'
import { dumpAfter, serverAfter } from './fixtures.ts'
import { Phone } from './phone.ts'
import { ReleasedPhone } from './released-phone.ts'

/** A group lies in a bucket of its own alone, and a member says no group. */
const before = makeRegistry(
  today.all.map((each) => {
    const { groupId: _group, groupIds: _groups, leaderId: _leader, ...fields } = each.fields
    return each.name === organisation.name
      ? { ...each, fields, seenIn: (_body, id) => [organisationBucket(id)] }
      : { ...each, fields }
  }),
)

let server: ExampleServer
const phones: Phone[] = []
beforeEach(async () => void (server = await serverAfter('v0.1.0')))
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close()
  await server.close()
})
const startPhone = async (registry = today, disk?: Phone['disk']) => {
  for (const phone of phones.splice(0)) await phone.close()
  const phone = await Phone.start({ person: 'secretary', server, registry, ...(disk && { disk }) })
  phones.push(phone)
  return phone
}
const groupsOn = async (phone: Phone) => {
  const { records } = await phone.book.ready()
  return (await rowsQuery(records, organisation.name, { of: 'east' }).exec()).map(({ id }) => id)
}
const makeGroup = (id: string) =>
  server.parts.store.write(async (transaction) => {
    const fields = { name: id, kind: 'group', parentId: 'east' }
    await found(today, transaction, [{ id, type: organisation.name, fields }], server.clock.now)
  })

describe('V2: groups on a phone from before', () => {
  it('lie in no bucket it counts, are not asked for without end, and are there once it has been updated', async () => {
    const old = await startPhone(before)
    await old.sync('first')
    await makeGroup('g1')
    expect(await old.sync('news')).toEqual({ kind: 'confirmed' })
    expect(await old.sync('again')).toEqual({ kind: 'confirmed' })
    const asked = old.exchanges.map(({ step }) => step)
    expect(asked.filter((step) => step === 'news').length).toBeLessThanOrEqual(3)
    expect(asked.filter((step) => step === 'again')).toHaveLength(1)

    const phone = await startPhone(today, old.disk)
    expect(await phone.sync('updated')).toEqual({ kind: 'confirmed' })
    expect(await groupsOn(phone)).toEqual(['g1'])
    await makeGroup('g2')
    await phone.sync('more')
    const more = phone.exchanges.filter(({ step }) => step === 'more')
    expect(more.map(({ request }) => (request as { check: object }).check)).toEqual([{}])
    expect((await groupsOn(phone)).toSorted()).toEqual(['g1', 'g2'])
  })

  it('keep a phone of v0.1.0 from nothing', async () => {
    const old = new ReleasedPhone('secretary', server)
    await old.fill(dumpAfter('v0.1.0'))
    await makeGroup('g1')
    expect(await old.sync()).toEqual({ ok: true, value: undefined })
    await old.write('meeting', 'late', {
      branchId: 'east',
      kinds: ['group'],
      startsAt: '2026-10-17T12:00:00.000Z',
    })
    expect(await old.sync()).toEqual({ ok: true, value: undefined })
    expect(await server.parts.store.read((view) => view.row('late'))).toBeDefined()
  })
})

it('V1: a branch makes its groups as soon as its phone and its server know how', async () => {
  const phone = await startPhone()
  await phone.sync('first')
  await phone.write(organisation, { name: '第一党小组', kind: 'group', parentId: 'east' }, 'g1')
  expect(await phone.sync('push')).toEqual({ kind: 'confirmed' })
  expect(await phone.store.outbox()).toEqual([])
  expect(await server.parts.store.read((view) => view.holds('org/east', 'g1'))).toBe(true)
})
