import { afterEach, describe, expect, it } from 'vitest'
import type { ExampleServer } from '../../server/example-server.ts'
import { deviceOf, password } from '../../server/example-server.ts'
import { homeBuckets } from '../../schema/bucket.ts'
import { registry } from '../../schema/records/index.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import { verifyChain } from '../../sync/authority/verify-chain.ts'
import { releases, serverAfter } from './fixtures.ts'
import { Phone } from './phone.ts'

let server: ExampleServer
const phones: Phone[] = []
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close()
  await server.close()
})

const startPhone = async (person: string) => {
  const phone = await Phone.start({ person, server })
  phones.push(phone)
  return phone
}

/** What the person may hold unasked, found by looking at every row of the database. */
async function mayHold(person: string): Promise<readonly string[]> {
  return server.parts.store.read(async (view) => {
    const actor = await actorOf(
      view,
      { id: `account-${person}`, personId: person },
      server.clock.now,
    )
    const buckets = new Set(actor ? homeBuckets(actor, 2026) : [])
    const rows = (await Promise.all(registry.all.map(({ name }) => view.rowsOfType(name)))).flat()
    const isSeen = (row: (typeof rows)[number]) =>
      registry
        .find(row.type)
        ?.seenIn(row.body, row.id)
        .some((bucket) => buckets.has(bucket))
    return rows.filter(isSeen).map(({ id }) => id)
  })
}

describe.each(releases)('the server of today on the database of %s', (release) => {
  it('A1: proves its history: every chain holds, with what was refused and what was corrected', async () => {
    server = await serverAfter(release)
    const { store } = server.parts
    const reports = await store.read(async (view) =>
      Promise.all((await view.heads()).map((head) => verifyChain(view, { head }))),
    )
    expect(reports.filter(({ flaw }) => flaw)).toEqual([])
    expect(reports.reduce((sum, { entries }) => sum + entries, 0)).toBeGreaterThan(20)
    const [townRow, west] = await store.read((view) =>
      Promise.all([view.history('town'), view.history('meeting-west')]),
    )
    expect(townRow.map(({ result }) => result)).toContain('refused')
    expect(west[0]?.given).not.toBe(west[0]?.stamp)
  })

  it('lets people in with the password they had', async () => {
    server = await serverAfter(release)
    const device = { id: deviceOf('secretary'), label: 'a phone' }
    const response = await server.post('/api/session', { name: 'secretary', password, device })
    expect(response.status).toBe(200)
  })

  it.each(['clerk', 'secretary', 'member', 'neighbour'])(
    'R1: fills a new phone of the %s with everything he may hold, proved by digests',
    async (person) => {
      server = await serverAfter(release)
      const phone = await startPhone(person)
      expect(await phone.sync('first')).toEqual({ kind: 'confirmed' })
      const held = (await phone.store.all()).map(({ id }) => id)
      expect(held.toSorted()).toEqual((await mayHold(person)).toSorted())
      const replied = phone.exchanges.map(({ reply }) => reply as { digests: object })
      const told = Object.assign({}, ...replied.map(({ digests }) => digests)) as object
      expect((await phone.store.holdings()).digests).toMatchObject(told)
      // Nothing had to be mended.
      expect(phone.exchanges.filter(({ request }) => hasCheck(request))).toEqual([])
    },
  )
})

const hasCheck = (request: unknown) =>
  Object.keys((request as { check?: object }).check ?? {}).length > 0
