import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ExampleServer, meetingIn } from '../example-server.ts'
import type { Environment } from '../middleware/environment.ts'
import type { PokeSettings } from './poke.ts'
import { pokeRoutes } from './poke.ts'

let server: ExampleServer
const readers: ReadableStreamDefaultReader<Uint8Array>[] = []
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.cancel()
  await server.close()
})

const settings: PokeSettings = { inAll: 3, perAccount: 2, heartbeatMs: 60_000, lifeMs: 60_000 }

const routesWith = (changes: Partial<PokeSettings> = {}) =>
  new Hono<Environment>().route('/', pokeRoutes(server.parts, { ...settings, ...changes }))

/** Listens, and answers what was said so far. */
async function listen(name: string, routes = routesWith()) {
  const cookie = await server.signIn(name)
  const response = await routes.request('/sync/poke', { headers: { cookie } })
  const said = { text: '', over: false, status: response.status, response, cookie }
  const reader = response.body?.getReader()
  if (response.status !== 200 || !reader) return said
  readers.push(reader)
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      said.text += new TextDecoder().decode(value)
    }
    said.over = true
  })()
  return said
}

const hold = async (name: string, branch: string, id: string) => {
  const cookie = await server.signIn(name)
  const edits = [server.edit(name, 'meeting', id, meetingIn(branch))]
  const response = await server.post('/sync/v1', server.request(name, { edits }), { cookie })
  expect(await response.json()).toMatchObject({ verdicts: [{ result: 'accepted' }] })
}

const pokesIn = ({ text }: { text: string }) => text.split('data: moved\n\n').length - 1

describe('GET /sync/poke', () => {
  it('L3 P4: says that something moved, once for commits of a moment, to whom it concerns alone', async () => {
    const routes = routesWith()
    const [clerk, member] = [await listen('clerk', routes), await listen('member', routes)]
    expect(clerk.response.headers.get('content-type')).toBe('text/event-stream')
    for (const id of ['m1', 'm2', 'm3']) await hold('neighbour', 'west', id)
    await vi.waitFor(() => expect(pokesIn(clerk)).toBe(1), 5_000)
    // What moved is nobody's business who may not read it, not even that it moved.
    expect(pokesIn(member)).toBe(0)
    await hold('secretary', 'east', 'm4')
    await vi.waitFor(() => expect(pokesIn(member)).toBe(1), 5_000)
    await vi.waitFor(() => expect(pokesIn(clerk)).toBe(2), 5_000)
    // P4: no name of a bucket, no row.
    expect(clerk.text.replaceAll('data: moved\n\n', '')).toBe(':\n\n')
  })

  it('says nothing where nothing was written', async () => {
    const clerk = await listen('clerk')
    const cookie = await server.signIn('member')
    const edits = [server.edit('member', 'meeting', 'm1', meetingIn('east'))]
    await server.post('/sync/v1', server.request('member', { edits }), { cookie })
    await new Promise((resolve) => setTimeout(resolve, 1_400))
    expect(pokesIn(clerk)).toBe(0)
  })

  it('asks to sign in', async () => {
    const response = await server.app.request('/sync/poke')
    expect([response.status, await response.json()]).toEqual([401, { error: 'signedOut' }])
  })

  it('L3: lets in so many an account and so many in all, and others again when one has left', async () => {
    const routes = routesWith()
    const cookie = await server.signIn('clerk')
    const ask = async (as: string) => routes.request('/sync/poke', { headers: { cookie: as } })
    const first = await ask(cookie)
    expect([first.status, (await ask(cookie)).status]).toEqual([200, 200])
    const third = await ask(cookie)
    expect([third.status, await third.json()]).toEqual([
      429,
      { error: 'busy', retryAfterMs: expect.any(Number) },
    ])
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThanOrEqual(60)
    expect((await ask(await server.signIn('secretary'))).status).toBe(200)
    expect((await ask(await server.signIn('member'))).status).toBe(429)
    await first.body?.cancel()
    expect((await ask(await server.signIn('member'))).status).toBe(200)
  })

  it('L3: keeps the line warm, and closes it when the session ends', async () => {
    const clerk = await listen('clerk', routesWith({ heartbeatMs: 20 }))
    await vi.waitFor(() => expect(clerk.text.length).toBeGreaterThan(3 * ':\n\n'.length))
    expect(clerk.over).toBe(false)
    await server.app.request('/api/session', {
      method: 'DELETE',
      headers: { cookie: clerk.cookie },
    })
    await vi.waitFor(() => expect(clerk.over).toBe(true))
  })

  it('says nothing more to an ended session, even before it closes', async () => {
    const clerk = await listen('clerk')
    await server.parts.sessions.close(clerk.cookie.split('=')[1] ?? '')
    await hold('secretary', 'east', 'm1')
    await vi.waitFor(() => expect(clerk.over).toBe(true), 5_000)
    expect(pokesIn(clerk)).toBe(0)
  })

  it('closes after a while, so that rights are looked up anew', async () => {
    const clerk = await listen('clerk', routesWith({ heartbeatMs: 20, lifeMs: 1_000 }))
    await vi.waitFor(() => expect(clerk.text.length).toBeGreaterThan(6))
    server.clock.now += 1_000
    await vi.waitFor(() => expect(clerk.over).toBe(true))
  })
})

describe('GET /sync/poke over a real connection', () => {
  let listening: Server
  beforeEach(async () => {
    listening = createAdaptorServer({ fetch: routesWith({ perAccount: 1 }).fetch }) as Server
    await once(listening.listen(0, '127.0.0.1'), 'listening')
  })
  afterEach(() => {
    listening.closeAllConnections()
    listening.close()
  })

  const connect = async (cookie: string) => {
    const { port } = listening.address() as AddressInfo
    const asking = request({ port, host: '127.0.0.1', path: '/sync/poke', headers: { cookie } })
    asking.on('error', () => undefined).end()
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    return { asking, answer }
  }

  it('notices who went away without a word, and keeps no place for him', async () => {
    const cookie = await server.signIn('clerk')
    const { asking, answer } = await connect(cookie)
    const [first] = (await once(answer, 'data')) as [Buffer]
    expect(first.toString()).toBe(':\n\n')
    expect((await connect(cookie)).answer.statusCode).toBe(429)
    asking.destroy()
    await vi.waitFor(async () => {
      const again = await connect(cookie)
      expect(again.answer.statusCode).toBe(200)
    })
  })
})
