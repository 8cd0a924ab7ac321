import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeOutboxFile } from '../../sync/outbox-file.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { closeAccounts } from '../accounts/close-account.ts'
import { ExampleServer, deviceOf, meetingIn } from '../example-server.ts'

let server: ExampleServer
let cookie: string
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  cookie = await server.signIn('secretary')
})
afterEach(() => server.close())

const removedAt = '2026-10-15T01:00:00.000Z'
const takeOff = () => server.found('person', 'secretary', { removedAt })
const written = () =>
  server.edit('secretary', 'meeting', 'm1', { ...meetingIn('east'), minutes: '离线写的三页' })
const sync = (changes: object = {}) =>
  server.post('/sync/v1', server.request('secretary', changes), {
    ...{ cookie, 'x-branchbook-account': 'account-secretary' },
  })
const history = () => server.parts.store.read((view) => view.history('m1'))

it.each(['open', 'closed'])(
  'P7: what he had not sent is refused and kept in history, and then his phone is told; his account %s',
  async (account) => {
    const edits = [written()]
    await takeOff()
    if (account === 'closed') await closeAccounts(server.parts, 'secretary', 'account-clerk')
    const answered = await sync({ edits, scope: 'x' })
    expect(answered.status).toBe(200)
    const reply = (await answered.json()) as SyncReply
    expect(reply.verdicts).toMatchObject([{ result: 'refused', reason: 'notAllowed' }])
    expect(reply).toMatchObject({ more: true, positions: {}, scope: 'x', digests: {} })
    expect(reply.actor).toMatchObject({ accountId: 'account-secretary', offices: [] })
    const [entry] = await history()
    expect(entry).toMatchObject({ person: 'secretary', result: 'refused' })
    expect(entry?.after).toMatchObject({ minutes: '离线写的三页' })
    for (const late of [{}, { edits: [written()] }]) {
      const told = await sync(late)
      expect([told.status, await told.json()]).toEqual([401, { error: 'signedOut', revoked: true }])
    }
    expect(await history()).toHaveLength(1)
  },
)

it('P7: not even what is his own to write is taken from him any more', async () => {
  const fields = { personId: 'secretary', branchId: 'east', kind: 'phone', at: removedAt }
  const consent = server.edit('secretary', 'consent', 'consent:secretary:phone', {
    ...{ ...fields, given: true, number: '13800000001' },
  })
  await takeOff()
  const reply = (await (await sync({ edits: [consent] })).json()) as SyncReply
  expect(reply.verdicts).toMatchObject([{ result: 'refused', reason: 'notAllowed' }])
})

it('P7: the file that somebody carries for him says that none of it was accepted', async () => {
  const edits = [written()]
  const file = await writeOutboxFile({
    point: server.parts.keys.point,
    author: server.parts.keys.authorSecret('account-secretary', deviceOf('secretary')),
    account: 'account-secretary',
    device: deviceOf('secretary'),
    at: server.clock.now,
    edits,
  })
  await takeOff()
  const headers = { cookie: await server.signIn('clerk') }
  const init = { method: 'POST', headers, body: file }
  const answer = await server.app.request('/api/outbox-file', init)
  expect(await answer.json()).toMatchObject({ kind: 'taken', counts: { accepted: 0, refused: 1 } })
  expect(await history()).toMatchObject([{ result: 'refused', carrier: 'clerk' }])
})
