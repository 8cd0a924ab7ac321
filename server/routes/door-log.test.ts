import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { DoorLog } from '../../sync/wire/door-log.ts'
import { ExampleServer, deviceOf, password } from '../example-server.ts'

vi.setConfig({ testTimeout: 60_000 })

let server: ExampleServer
let clerk: string
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  clerk = await server.signIn('clerk')
})
afterEach(() => server.close())

const note = (event: 'signedIn' | 'signInRefused' | 'deviceRevoked', name: string, by = name) =>
  server.parts.security.note(server.clock.now, {
    event,
    account: `account-${by}`,
    person: name,
    device: deviceOf(name),
    address: '192.0.2.7',
  })

async function log(query = '', cookie = clerk): Promise<DoorLog> {
  const response = await server.get(`/api/door-log${query}`, cookie)
  expect(response.status).toBe(200)
  return (await response.json()) as DoorLog
}

const said = ({ lines }: DoorLog) => lines.map(({ kind, personName }) => `${kind} ${personName}`)

it('shows who came and who was refused, newest first, with who did it and from where', async () => {
  await note('signedIn', 'member')
  server.clock.now += 60_000
  await note('deviceRevoked', 'member', 'secretary')
  const { lines, more, now } = await log()
  expect(lines).toEqual([
    expect.objectContaining({ kind: 'deviceRevoked', personName: 'member', by: 'secretary' }),
    expect.objectContaining({
      kind: 'signedIn',
      personName: 'member',
      branchName: '东村党支部',
      by: '',
      address: '192.0.2.7',
    }),
  ])
  expect([more, now]).toEqual([false, server.clock.now])
})

it('is searched by name and by kind, and read a page at a time', async () => {
  for (let count = 0; count < 60; count += 1) await note('signedIn', 'member')
  await note('signInRefused', 'secretary')
  expect(said(await log('?group=refused'))).toEqual(['signInRefused secretary'])
  expect(said(await log('?name=secre'))).toEqual(['signInRefused secretary'])
  const first = await log()
  expect([first.lines.length, first.more]).toEqual([50, true])
  const rest = await log(`?before=${first.lines.at(-1)?.number}`)
  expect([rest.lines.length, rest.more]).toEqual([11, false])
})

it('a name that no account has stands nowhere', async () => {
  const device = { id: 'device-x', label: '' }
  await server.post('/api/session', { name: 'my secret password', password, device })
  expect(JSON.stringify(server.parts.security.since(0))).not.toContain('my secret')
  expect(JSON.stringify(server.logged)).not.toContain('my secret')
  await server.post('/api/session', { name: 'Member', password: 'wrong', device })
  expect(JSON.stringify(server.logged)).toContain('"name":"member"')
  expect(said(await log())).toEqual(['signInRefused member'])
})

it('tells nobody of those above him or elsewhere, and no secretary or member anything', async () => {
  await server.found('organisation', 'county', { name: '县委', kind: 'county' })
  await server.found('organisation', 'far', {
    name: '远镇党委',
    kind: 'township',
    parentId: 'county',
  })
  await server.found('organisation', 'far-branch', {
    name: '远村',
    kind: 'branch',
    parentId: 'far',
  })
  await server.found('person', 'stranger', {
    name: 'stranger',
    branchId: 'far-branch',
    kind: 'full',
  })
  // Lives in a village of the township and works for the county.
  await server.found('person', 'above', { name: 'above', branchId: 'east', kind: 'full' })
  await server.appoint('above', 'county', 'staff')
  for (const personId of ['stranger', 'above'])
    await server.parts.security.note(server.clock.now, { event: 'signedIn', person: personId })
  await note('signedIn', 'neighbour')
  expect(said(await log())).toEqual(['signedIn neighbour'])
  for (const name of ['secretary', 'member'])
    expect((await server.get('/api/door-log', await server.signIn(name))).status).toBe(403)
  expect((await server.get('/api/door-log')).status).toBe(401)
})

it.each(['?group=everything', '?before=-1', '?before=x', `?name=${'x'.repeat(41)}`])(
  'refuses %s',
  async (query) => {
    expect((await server.get(`/api/door-log${query}`, clerk)).status).toBe(400)
  },
)
