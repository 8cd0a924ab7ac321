import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readStamp } from '../../sync/clock.ts'
import type { Session } from '../../sync/wire/session.ts'
import { ExampleServer, deviceOf, meetingIn } from '../example-server.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const health = { app: 'abc', unsent: 0, oldest: 0, storageUsed: 0, offset: 0 }

async function asker(name: string) {
  const cookie = await server.signIn(name)
  return async (changes: object) => {
    const response = await server.post('/sync/v1', server.request(name, changes), { cookie })
    return (await response.json()) as { positions: object; remembered?: object }
  }
}

describe('a device that comes with nothing', () => {
  it('hears what it last said of itself', async () => {
    const ask = await asker('secretary')
    const at = server.clock.now
    await ask({ health: { ...health, unsent: 3, oldest: at - 5_000 } })
    expect((await ask({ health })).remembered).toEqual({
      lastContact: at,
      unsent: 3,
      oldest: at - 5_000,
    })
  })

  it('hears nothing where it was never heard of, or comes with something', async () => {
    const ask = await asker('secretary')
    const first = await ask({ health: { ...health, unsent: 2, oldest: 1 } })
    expect(first.remembered).toBeUndefined()
    expect((await ask({ health, positions: first.positions })).remembered).toBeUndefined()
    const other = await asker('member')
    expect((await other({ health })).remembered).toBeUndefined()
  })

  it('does not hear of work that arrived with the request that counted it', async () => {
    const ask = await asker('secretary')
    const edits = [server.edit('secretary', 'meeting', 'm1', meetingIn('east'))]
    await ask({ edits, health: { ...health, unsent: 1, oldest: 5 } })
    expect((await ask({ health })).remembered).toMatchObject({ unsent: 0, oldest: 0 })
  })
})

describe('S6: a clock that was put right after the writing', () => {
  const hour = 3_600_000
  const day = 24 * hour

  it.each([
    ['moves nothing to before the device was last heard of, where it had sent all it had', 0, 0],
    ['is taken for the one that wrote, where something had been left', 1, -day],
  ])('%s', async (_title, unsent, moved) => {
    const ask = await asker('secretary')
    await ask({ health: { ...health, unsent, offset: day } })
    server.clock.now += hour
    const written = server.edit('secretary', 'meeting', 'm1', meetingIn('east'))
    const edit = { ...written, madeAt: written.madeAt - day, offset: day }
    server.clock.now += hour
    await ask({ edits: [edit], health: { ...health, unsent: 1 } })
    const [entry] = await server.parts.store.read((view) => view.history('m1'))
    expect(readStamp(entry?.given ?? '').ms).toBe(readStamp(written.stamp).ms + moved)
  })
})

it('tells a session its device, so that a browser that lost its storage finds its name again', async () => {
  const cookie = await server.signIn('secretary')
  const response = await server.app.request('/api/session', { headers: { cookie } })
  expect(((await response.json()) as Session).device).toBe(deviceOf('secretary'))
})
