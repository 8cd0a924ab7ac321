import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ExampleServer } from '../example-server.ts'
import type { Room } from './admission.ts'
import { admission } from './admission.ts'
import type { Environment } from './environment.ts'
import { readJson } from './read-body.ts'
import { signedIn } from './signed-in.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

/** A body that arrives when it is told to. */
function slowBody() {
  const pipe = new TransformStream<Uint8Array, Uint8Array>()
  const writer = pipe.writable.getWriter()
  const arrive = async () => {
    await writer.write(new TextEncoder().encode('{}'))
    await writer.close()
  }
  return { body: pipe.readable, arrive }
}

/** A house whose every request is worked on until it is told to end. */
function house(room: Partial<Room> = {}) {
  const working: ((trips: boolean) => void)[] = []
  const app = new Hono<Environment>()
  const large = { arriving: 9, inWork: 9, perAccount: 9 }
  app.post('/', signedIn(server.parts), admission({ ...large, ...room }), async (context) => {
    await readJson(context, 100)
    if (await new Promise<boolean>((resolve) => working.push(resolve))) throw new Error('tripped')
    return context.json({ ok: true })
  })
  app.onError((_error, context) => context.json({ ok: false }, 500))
  const ask = async (cookie: string, body: RequestInit['body'] = '{}') =>
    app.request('/', { method: 'POST', headers: { cookie }, body, duplex: 'half' } as RequestInit)
  const end = (trips = false) => working.splice(0).forEach((done) => done(trips))
  const inWork = (count: number) => vi.waitFor(() => expect(working).toHaveLength(count))
  return { ask, end, inWork }
}

describe('admission', () => {
  it('L2: asks who comes too many to come back, each at a time of his own', async () => {
    const { ask, end, inWork } = house({ inWork: 2 })
    const cookie = await server.signIn('secretary')
    const first = [ask(cookie), ask(cookie)]
    await inWork(2)
    const waits = new Set<number>()
    for (let index = 0; index < 20; index += 1) {
      const refused = await ask(cookie)
      expect(refused.status).toBe(429)
      const { error, retryAfterMs } = (await refused.json()) as {
        error: string
        retryAfterMs: number
      }
      expect(error).toBe('busy')
      expect(Number(refused.headers.get('retry-after'))).toBe(Math.ceil(retryAfterMs / 1_000))
      expect(retryAfterMs).toBeGreaterThanOrEqual(2_000)
      expect(retryAfterMs).toBeLessThan(15_000)
      waits.add(retryAfterMs)
    }
    expect(waits.size).toBeGreaterThan(10)
    end()
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200])
  })

  it('makes room again, also after what trips', async () => {
    const { ask, end, inWork } = house({ inWork: 1, perAccount: 1 })
    const cookie = await server.signIn('secretary')
    for (const trips of [true, false, true]) {
      const asked = ask(cookie)
      await inWork(1)
      end(trips)
      expect((await asked).status).toBe(trips ? 500 : 200)
    }
  })

  it('lets nobody fill the house alone', async () => {
    const { ask, end, inWork } = house({ perAccount: 2 })
    const [one, other] = [await server.signIn('secretary'), await server.signIn('member')]
    const asked = [ask(one), ask(one)]
    await inWork(2)
    expect((await ask(one)).status).toBe(429)
    asked.push(ask(other))
    await inWork(3)
    end()
    for (const each of asked) expect((await each).status).toBe(200)
  })

  it('L2: counts bodies on their way apart, and sends none away that it let in', async () => {
    const { ask, end, inWork } = house({ arriving: 2, inWork: 1 })
    const cookie = await server.signIn('secretary')
    const bodies = [slowBody(), slowBody()]
    const slow = bodies.map(({ body }) => ask(cookie, body))
    await vi.waitFor(async () => expect((await ask(cookie, slowBody().body)).status).toBe(429))
    // Two more than may be in work at once: both were let in.
    for (const { arrive } of bodies) await arrive()
    await inWork(2)
    expect((await ask(cookie)).status).toBe(429)
    end()
    for (const each of slow) expect((await each).status).toBe(200)
  })
})
