import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AccountState } from '../../sync/wire/getting-in.ts'
import { ExampleServer, attendanceOf, deviceOf, meetingIn, password } from '../example-server.ts'
import { branchbook } from '../cli/example-book.ts'

vi.setConfig({ testTimeout: 60_000 })

let server: ExampleServer
let clerk: string
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  clerk = await server.signIn('clerk')
})
afterEach(() => server.close())

const change = async (cookie: string, to: 'close' | 'reopen', personId = 'secretary') =>
  (await server.post(`/api/accounts/${to}`, { personId }, { cookie })).status

const stateOf = async (cookie: string, personId = 'secretary') => {
  const response = await server.get(`/api/people/${personId}/account`, cookie)
  return response.status === 200 ? ((await response.json()) as AccountState) : response.status
}

const signIn = async (name = 'secretary') => {
  const device = { id: deviceOf(name), label: 'a phone' }
  return (await server.post('/api/session', { name, password, device })).status
}

it('a closed account lets nobody in, and can be opened again', async () => {
  expect(await signIn()).toBe(200)
  expect(await change(clerk, 'close')).toBe(204)
  expect(await stateOf(clerk)).toEqual({ state: 'closed', closedAt: server.clock.now })
  expect(await signIn()).toBe(401)
  // A lost answer costs one more tap.
  expect(await change(clerk, 'close')).toBe(204)
  expect(await change(clerk, 'reopen')).toBe(204)
  expect(await stateOf(clerk)).toEqual({ state: 'open' })
  expect(await signIn()).toBe(200)
  const closings = server.doorEvents.filter((event) => event.startsWith('account'))
  expect(closings).toEqual([
    'accountClosed account-clerk secretary',
    'accountReopened account-clerk secretary',
  ])
})

it('its devices bring what they had not sent, and then are told', async () => {
  const cookie = await server.signIn('secretary')
  await server.found('meeting', 'm1', meetingIn('east'))
  await change(clerk, 'close')
  const { id, fields } = attendanceOf('m1', 'member', 'east')
  const edits = [server.edit('secretary', 'attendance', id, fields)]
  const brought = await server.post('/sync/v1', server.request('secretary', { edits }), { cookie })
  expect(brought.status).toBe(200)
  expect(await server.parts.store.read((view) => view.row(id))).toBeDefined()
  const later = await server.post('/sync/v1', server.request('secretary'), { cookie })
  expect([later.status, await later.json()]).toEqual([
    401,
    expect.objectContaining({ error: 'signedOut', revoked: true }),
  ])
  expect((await server.get('/api/account', cookie)).status).toBe(401)
})

it('no code and no link goes around it', async () => {
  await server.signIn('secretary')
  const asked = await server.post('/api/phone-codes', { personId: 'secretary' }, { cookie: clerk })
  const { code } = (await asked.json()) as { code: string }
  const wish = { personId: 'secretary', alsoFactor: false }
  const made = await server.post('/api/links', wish, { cookie: clerk })
  const { token } = (await made.json()) as { token: string }
  await change(clerk, 'close')
  const device = { id: 'device-new', label: '' }
  const proof = 'p'.repeat(30)
  expect((await server.post('/api/enrolment', { code, proof, device })).status).not.toBe(200)
  const use = { token, name: 'secretary', password: 'another long one' }
  expect((await server.post('/api/links/use', use)).status).not.toBe(204)
  for (const [path, body] of [
    ['/api/phone-codes', { personId: 'secretary' }],
    ['/api/links', wish],
  ] as const)
    expect((await server.post(path, body, { cookie: clerk })).status, path).toBe(403)
})

it('only the level above may, for whomever it oversees', async () => {
  const secretary = await server.signIn('secretary')
  const member = await server.signIn('member')
  for (const [cookie, personId] of [
    // His own member: he may let him in, and not shut him out.
    [secretary, 'member'],
    [member, 'secretary'],
    [clerk, 'clerk'],
    [clerk, 'nobody'],
    ['', 'member'],
  ] as const) {
    const refused = cookie === '' ? 401 : 403
    expect([personId, await change(cookie, 'close', personId)]).toEqual([personId, refused])
    expect([personId, await stateOf(cookie, personId)]).toEqual([personId, refused])
  }
  expect(await stateOf(clerk, 'member')).toEqual({ state: 'open' })
})

it('also of somebody who was taken off the roll', async () => {
  await server.found('person', 'member', { removedAt: '2026-10-10T01:00:00.000Z' })
  expect(await change(clerk, 'close', 'member')).toBe(204)
  expect(await stateOf(clerk, 'member')).toMatchObject({ state: 'closed' })
})

it('at the command line as well', async () => {
  const command = (...words: string[]) => branchbook(...words, '--data', server.folder)
  expect((await command('close-account', 'Secretary')).out).toContain('已停用')
  expect(await signIn()).toBe(401)
  expect((await command('accounts')).out).toMatch(/ secretary {2}已停用 closed$/m)
  expect((await command('close-account', 'secretary')).out).toContain('本来就停用了')
  expect((await command('reopen-account', 'secretary')).out).toContain('已恢复')
  expect((await command('reopen-account', 'nobody')).code).toBe(1)
  expect(await stateOf(clerk)).toEqual({ state: 'open' })
})
