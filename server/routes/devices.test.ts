import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeviceList } from '../../sync/wire/getting-in.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { ExampleServer, deviceOf, meetingIn } from '../example-server.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const health = { app: 'v1', unsent: 0, oldest: 0, storageUsed: 9, offset: 5 }
const sync = (name: string, cookie: string, changes: object = {}, meant = `account-${name}`) =>
  server.post('/sync/v1', server.request(name, { health, ...changes }), {
    ...{ cookie, 'x-branchbook-account': meant },
  })
const listOf = async (path: string, cookie: string) =>
  ((await (await server.get(path, cookie)).json()) as DeviceList).devices
const revoke = (cookie: string, name: string, deviceId: string = deviceOf(name)) =>
  server.post('/api/devices/revoke', { accountId: `account-${name}`, deviceId }, { cookie })
const meetingEdit = (id: string) => server.edit('secretary', 'meeting', id, meetingIn('east'))

describe('the list', () => {
  it('says of one’s own devices how they fared, and which is this one', async () => {
    const other = await server.signIn('member', 'old-phone')
    await server.signIn('secretary')
    const cookie = await server.signIn('member')
    server.clock.now += 5_000
    const oldest = server.clock.now - 60_000
    await sync('member', cookie, { health: { ...health, unsent: 2, oldest } })
    const [own, old, ...rest] = await listOf('/api/devices', cookie)
    expect(rest).toEqual([])
    expect(own).toMatchObject({ isThis: true, state: 'in', mayRevoke: false, unsent: 2, oldest })
    expect(own).toMatchObject({ app: 'v1', offset: 5, storageUsed: 9, personId: 'member' })
    expect(own?.lastContact).toBe(server.clock.now)
    expect(old).toMatchObject({ deviceId: 'old-phone', isThis: false, mayRevoke: true })
    await server.app.request('/api/session', { method: 'DELETE', headers: { cookie: other } })
    expect((await listOf('/api/devices', cookie))[1]).toMatchObject({ state: 'out' })
  })

  it.each([
    ['secretary', 'east', 200],
    ['clerk', 'east', 200],
    ['clerk', 'town', 200],
    ['neighbour', 'east', 403],
    ['member', 'east', 403],
  ])('of a branch: %s asks of %s: %i', async (name, branch, status) => {
    const cookie = await server.signIn(name)
    expect((await server.get(`/api/branches/${branch}/devices`, cookie)).status).toBe(status)
  })

  it('of a branch holds its members’ devices, and offers an end only to those one may help in', async () => {
    await server.signIn('member')
    await server.signIn('clerk')
    const cookie = await server.signIn('neighbour')
    const devices = await listOf('/api/branches/west/devices', cookie)
    expect(devices.map(({ personId, mayRevoke }) => [personId, mayRevoke]).sort()).toEqual([
      ['clerk', false],
      ['neighbour', false],
    ])
  })
})

describe('taking a device’s session back', () => {
  it.each([
    ['secretary', 'member', 204],
    ['clerk', 'secretary', 204],
    ['member', 'member', 204],
    ['neighbour', 'member', 403],
    ['member', 'secretary', 403],
    ['neighbour', 'clerk', 403],
  ])('%s of %s: %i', async (name, owner, status) => {
    await server.signIn(owner, 'phone-in-question')
    const cookie = await server.signIn(name)
    expect((await revoke(cookie, owner, 'phone-in-question')).status).toBe(status)
  })

  it('W8: takes what was not sent, tells nothing more, and then says that it is over', async () => {
    const cookie = await server.signIn('secretary')
    await revoke(await server.signIn('clerk'), 'secretary')
    const pushed = await sync('secretary', cookie, { edits: [meetingEdit('m1')], scope: 'x' })
    const reply = (await pushed.json()) as SyncReply
    expect(reply.verdicts).toMatchObject([{ result: 'accepted' }])
    expect(reply).toMatchObject({ more: true, positions: {}, scope: 'x', digests: {} })
    expect(Object.keys(reply)).not.toContain('granted')
    expect(JSON.stringify(reply)).not.toContain('东村')
    const told = await sync('secretary', cookie)
    expect([told.status, await told.json()]).toEqual([401, { error: 'signedOut', revoked: true }])
    const [row] = await server.parts.store.read((view) => view.rowsOfType('meeting'))
    expect(row?.id).toBe('m1')
  })

  it('W8: takes nothing any more once it has been said', async () => {
    const cookie = await server.signIn('secretary')
    await revoke(await server.signIn('clerk'), 'secretary')
    await sync('secretary', cookie)
    const late = await sync('secretary', cookie, { edits: [meetingEdit('m2')] })
    expect([late.status, await late.json()]).toEqual([401, { error: 'signedOut', revoked: true }])
    expect(await server.parts.store.read((view) => view.rowsOfType('meeting'))).toEqual([])
    const list = await listOf('/api/branches/east/devices', await server.signIn('clerk'))
    expect(list).toMatchObject([{ state: 'ended', mayRevoke: false }])
  })

  it('tells nothing to the records of another account that lie beside the cookie', async () => {
    const cookie = await server.signIn('secretary')
    await revoke(await server.signIn('clerk'), 'secretary')
    const asOther = async () =>
      (await sync('secretary', cookie, {}, 'account-member')).json() as Promise<object>
    expect(await asOther()).toEqual({ error: 'signedOut' })
    await sync('secretary', cookie)
    expect(await asOther()).toEqual({ error: 'signedOut' })
  })

  it('opens no other door, and signing out does not wipe it from the list', async () => {
    const cookie = await server.signIn('secretary')
    await revoke(await server.signIn('clerk'), 'secretary')
    for (const path of ['/api/session', '/api/devices', '/api/account', '/sync/poke'])
      expect((await server.get(path, cookie)).status).toBe(401)
    expect((await server.post('/api/phone-codes', { personId: 'member' }, { cookie })).status).toBe(
      401,
    )
    await server.app.request('/api/session', { method: 'DELETE', headers: { cookie } })
    const list = await listOf('/api/branches/east/devices', await server.signIn('clerk'))
    expect(list).toMatchObject([{ state: 'revoked' }])
  })

  it('reaches a desk whose session had only grown old', async () => {
    const cookie = await server.signIn('secretary')
    await server.parts.sessions.start('t'.repeat(43), 'account-secretary', 'old-desk', 0, {
      idleMs: 1,
    })
    await revoke(cookie, 'secretary', 'old-desk')
    const response = await server.post(
      '/sync/v1',
      { ...server.request('secretary'), device: 'old-desk' },
      { cookie: `branchbook=${'t'.repeat(43)}` },
    )
    expect(await response.json()).toEqual({ error: 'signedOut', revoked: true })
  })

  it('does not ask again at once for what had to be put off', async () => {
    const cookie = await server.signIn('secretary')
    await revoke(await server.signIn('clerk'), 'secretary')
    const { writer } = server.connections
    writer.exec(`CREATE TRIGGER tripping BEFORE INSERT ON row WHEN NEW.id = 'm3'
      BEGIN SELECT RAISE(ABORT, 'tripped'); END`)
    const reply = (await (
      await sync('secretary', cookie, { edits: [meetingEdit('m3')] })
    ).json()) as SyncReply
    expect(reply.verdicts).toMatchObject([{ result: 'later' }])
    expect(reply.more).toBe(false)
  })

  it('lets the same phone in again only by a new way in, and stands in the log', async () => {
    const cookie = await server.signIn('secretary')
    await revoke(await server.signIn('clerk'), 'secretary')
    await sync('secretary', cookie)
    const fresh = await server.signIn('secretary')
    expect((await server.get('/api/session', fresh)).status).toBe(200)
    expect(server.doorEvents).toEqual([
      'deviceRevoked account-clerk secretary',
      'deviceEnded account-secretary secretary',
    ])
  })
})

it('a phone cannot get back in with the code it once used, after it was taken back', async () => {
  const secretary = await server.signIn('secretary')
  const issued = await server.post(
    '/api/phone-codes',
    { personId: 'member' },
    { cookie: secretary },
  )
  const { code } = (await issued.json()) as { code: string }
  const wish = { code, proof: 'p'.repeat(32), device: { id: 'stolen-phone', label: '' } }
  expect((await server.post('/api/enrolment', wish)).status).toBe(200)
  await revoke(secretary, 'member', 'stolen-phone')
  expect((await server.post('/api/enrolment', wish)).status).toBe(410)
})
