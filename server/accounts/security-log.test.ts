import { afterEach, beforeEach, expect, test } from 'vitest'
import { ExampleServer } from '../example-server.ts'

let server: ExampleServer
beforeEach(() => void (server = ExampleServer.open()))
afterEach(() => server.close())

const day = 86_400_000
const note = (at: number) => server.parts.security.note(at, { event: 'signedIn', account: 'a' })

test('is only added to: neither changed nor shortened, not even by hand', async () => {
  await note(1_000 * day)
  const { writer } = server.connections
  expect(() => writer.exec(`UPDATE security_event SET account = 'b'`)).toThrow('append-only')
  expect(() => writer.exec('DELETE FROM security_event')).toThrow('six months')
})

test('keeps more than six months, and lets go of what is older than 400 days', async () => {
  for (const at of [500, 799, 1_000, 1_200]) await note(at * day)
  await server.parts.security.tidy(1_200 * day)
  expect(server.parts.security.since(0).map(({ at }) => at / day)).toEqual([1_000, 1_200])
})

test('of a name that no account has, nothing is written: people type passwords there', async () => {
  const device = { id: 'a-phone', label: '' }
  await server.post('/api/session', { name: 'hunter2-hunter2', password: 'x', device })
  expect(server.parts.security.since(0)).toMatchObject([{ event: 'signInRefused', account: null }])
  expect(JSON.stringify(server.parts.security.since(0))).not.toContain('hunter2')
})
