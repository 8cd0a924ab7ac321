import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ExampleServer, deviceOf } from '../example-server.ts'
import { ExampleBook, branchbook } from './example-book.ts'

vi.setConfig({ testTimeout: 60_000 })

// The server keeps running: a command comes beside it.
let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const command = (...words: string[]) => branchbook(...words, '--data', server.folder)

test('a forgotten password: the link it prints sets a new one', async () => {
  const made = await command('reset-password', 'secretary', '--address', 'https://book.example/')
  expect(made.code).toBe(0)
  const [, token] = /^https:\/\/book\.example\/welcome#([\w-]{43})$/.exec(made.out) ?? []
  // The command's clock stands at 0, the server's does not: the link would be old.
  server.clock.now = 1_000
  const wish = { token, name: 'secretary', password: 'another long one' }
  expect((await server.post('/api/links/use', wish)).status).toBe(204)
  const unknown = await command('reset-password', 'nobody')
  expect([unknown.code, unknown.aside]).toEqual([1, expect.stringContaining('branchbook accounts')])
})

test('who was locked out by guesses may try again at once', async () => {
  const device = { id: deviceOf('secretary'), label: '' }
  const wish = { name: 'secretary', password: 'wrong', device }
  const tries = async () => (await server.post('/api/session', wish)).status
  for (let count = 0; count < 5; count += 1) await tries()
  expect(await tries()).toBe(429)
  expect((await command('unlock', 'Secretary')).code).toBe(0)
  expect(await tries()).toBe(401)
})

test('lists the accounts, and nothing of their passwords', async () => {
  await server.signIn('clerk')
  const { out } = await command('accounts')
  expect(out).toMatch(/1 +有 yes +— +clerk/)
  expect(out).toMatch(/0 +有 yes +— +member/)
  expect(out).not.toContain('argon2')
})

test('shows what happened at the door, from a day on', async () => {
  await command('unlock', 'member')
  await server.parts.security.note(Date.parse('2026-10-08'), {
    event: 'deviceRevoked',
    account: 'account-clerk',
    person: 'member',
  })
  const all = await command('log')
  expect(all.out.split('\n')).toHaveLength(2)
  const { out } = await command('log', '--since', '2026-10-01')
  expect(out).toContain('deviceRevoked 停用设备  account=clerk  person=member')
  expect(out).not.toContain('unlocked')
  expect((await command('log', '--since', 'yesterday')).code).toBe(2)
})

test('gives the link for setting up only while nobody has an account', async () => {
  expect((await command('set-up-link')).code).toBe(1)
  const empty = ExampleServer.open()
  const made = await branchbook('set-up-link', '--data', empty.folder)
  expect(made.out).toMatch(/^http:\/\/localhost:8080\/setup\/[\w-]{43}$/)
  await empty.close()
})

test('makes no database where there is none', async () => {
  const book = new ExampleBook()
  const folder = book.newFolder()
  const { code, aside } = await branchbook('accounts', '--data', folder)
  expect([code, aside]).toEqual([2, expect.stringContaining('branchbook.db')])
  book.clear()
})
