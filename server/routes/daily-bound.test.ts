import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DailyBound, usualBounds } from '../accounts/daily-bound.ts'
import { writeOutboxFile } from '../../sync/outbox-file.ts'
import type { Edit } from '../../sync/wire/edit.ts'
import { ExampleServer, deviceOf, meetingIn } from '../example-server.ts'
import { outboxFileRoutes } from './outbox-file.ts'
import { syncRoutes } from './sync.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const meeting = (row: string) => server.edit('secretary', 'meeting', row, meetingIn('east'))

async function bounded(bounds = usualBounds) {
  const app = new Hono().route(
    '/',
    syncRoutes({ ...server.parts, dailyBound: new DailyBound(bounds) }),
  )
  const cookies = new Map([['secretary', await server.signIn('secretary')]])
  cookies.set('neighbour', await server.signIn('neighbour'))
  return async (name: string, edits: readonly unknown[]) => {
    const body = JSON.stringify({ ...server.request(name), edits })
    const headers = { cookie: cookies.get(name) ?? '' }
    const response = await app.request('/sync/v1', { method: 'POST', headers, body })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
}

describe('what one account may bring in a day', () => {
  it('L4: lets what is more wait on the device, refuses nothing, and takes it the day after', async () => {
    const send = await bounded({ edits: 3, characters: 1_000_000 })
    for (const row of ['m1', 'm2', 'm3'])
      expect((await send('secretary', [meeting(row)])).status).toBe(200)
    const fourth = meeting('m4')
    const late = await send('secretary', [fourth])
    expect(late).toEqual({ status: 429, body: { error: 'busy', retryAfterMs: 3_600_000 } })
    expect(server.logged.at(-1)).toMatchObject({ msg: 'over its daily bound' })
    // It still hears what is new, and others are not concerned.
    expect((await send('secretary', [])).status).toBe(200)
    expect((await send('neighbour', [meeting('m9')])).status).toBe(200)
    const history = (row: string) => server.parts.store.read((view) => view.history(row))
    expect(await history('m4')).toEqual([])
    server.clock.now += 86_400_000
    const next = await send('secretary', [fourth])
    expect(next.body['verdicts']).toEqual([{ edit: fourth.id, result: 'accepted' }])
    expect(await history('m4')).toHaveLength(1)
    await send('secretary', [meeting('m5'), meeting('m6')])
    expect((await send('secretary', [meeting('m7')])).status).toBe(429)
  })

  it('P3, L4: counts what is repeated after a lost reply once', async () => {
    const send = await bounded({ edits: 2, characters: 1_000_000 })
    const first = meeting('m1')
    for (let count = 0; count < 5; count += 1)
      expect((await send('secretary', [first])).status).toBe(200)
    expect((await send('secretary', [meeting('m2')])).status).toBe(200)
    expect((await send('secretary', [meeting('m3')])).status).toBe(429)
  })

  it('L4: counts characters as well, and what is refused or broken', async () => {
    const large = { ...meeting('m1'), fields: { topic: 'x'.repeat(1_000) } }
    const broken = { id: 'broken-edit-1', row: 'x'.repeat(1_000) }
    for (const [edit, result] of [
      [large, 'refused'],
      [broken, 'refused'],
      [meeting('m2'), 'accepted'],
    ] as const) {
      const send = await bounded({ edits: 100, characters: 200 })
      const { body } = await send('secretary', [edit])
      expect(body['verdicts']).toMatchObject([{ edit: edit.id, result }])
      expect((await send('secretary', [meeting('m3')])).status).toBe(429)
    }
  })

  it('L4: counts what is carried for him in a file as his own, and takes the same file the day after', async () => {
    const parts = { ...server.parts, dailyBound: new DailyBound({ edits: 2, characters: 1e6 }) }
    const app = new Hono().route('/', syncRoutes(parts)).route('/', outboxFileRoutes(parts))
    const own = await server.signIn('secretary')
    const cookie = await server.signIn('neighbour')
    const bring = async (...edits: readonly Edit[]) => {
      const [account, device] = ['account-secretary', deviceOf('secretary')]
      const { point } = parts.keys
      const author = parts.keys.authorSecret(account, device)
      const at = server.clock.now
      const body = await writeOutboxFile({ point, author, account, device, at, edits })
      const init = { method: 'POST', headers: { cookie }, body }
      const response = await app.request('/api/outbox-file', init)
      return [response.status, (await response.json()) as unknown]
    }
    const first = meeting('m1')
    for (const accepted of [1, 0])
      expect(await bring(first)).toMatchObject([200, { counts: { accepted } }])
    expect(await bring(meeting('m2'))).toMatchObject([200, { counts: { accepted: 1 } }])
    const third = meeting('m3')
    expect(await bring(third)).toEqual([429, { error: 'busy', retryAfterMs: 3_600_000 }])
    const body = JSON.stringify(server.request('secretary', { edits: [third] }))
    const init = { method: 'POST', headers: { cookie: own }, body }
    expect((await app.request('/sync/v1', init)).status).toBe(429)
    expect(await server.parts.store.read((view) => view.history('m3'))).toEqual([])
    server.clock.now += 86_400_000
    expect(await bring(third)).toMatchObject([200, { counts: { accepted: 1 } }])
  })

  it('is more than a branch of 200 writes in two years', () => {
    const people = 200
    const gatherings = 2 * (12 + 4 + 12)
    expect(usualBounds.edits).toBeGreaterThan(people * gatherings)
  })
})
