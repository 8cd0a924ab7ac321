import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ExampleServer } from '../example-server.ts'
import { ServerKeys } from '../keys/server-keys.ts'
import { FactorBook } from './factor-book.ts'
import { newSecret } from './totp.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const files = () =>
  readdirSync(server.folder)
    .filter((name) => name.startsWith('branchbook.db'))
    .map((name) => readFileSync(join(server.folder, name), 'latin1'))
    .join('')

it('keeps no secret that whoever has the database could use', async () => {
  const { factors } = server.parts
  const secret = newSecret()
  await factors.propose('account-clerk', secret)
  expect(factors.of('account-clerk').pending).toBe(secret)
  const wish = { secret, step: 1, codes: ['hash'], now: 1 }
  expect(await factors.confirm('account-clerk', { ...wish, secret: newSecret() })).toBe(false)
  expect(await factors.confirm('account-clerk', wish)).toBe(true)
  expect(factors.of('account-clerk')).toEqual({ secret, pending: undefined })
  expect(files()).not.toContain(secret)
})

it('seals what an earlier release left in clear, and leaves nothing of it in the file', () => {
  const secret = newSecret()
  const { writer } = server.connections
  writer
    .prepare('INSERT INTO second_factor (account, secret, last_step) VALUES (?, ?, 7)')
    .run('account-clerk', secret)
  expect(files()).toContain(secret)
  const book = new FactorBook(server.connections, ServerKeys.in(server.folder))
  expect(book.of('account-clerk').secret).toBe(secret)
  expect(files()).not.toContain(secret)
  // Another start finds nothing to do.
  new FactorBook(server.connections, ServerKeys.in(server.folder))
  expect(book.of('account-clerk').secret).toBe(secret)
})

it('a secret moved to another account, or read under another key, fits no code and is still asked for', async () => {
  const { factors } = server.parts
  const secret = newSecret()
  await factors.propose('account-clerk', secret)
  server.connections.writer
    .prepare(
      `INSERT INTO second_factor (account, secret, last_step)
       SELECT 'account-member', pending, 0 FROM second_factor WHERE account = 'account-clerk'`,
    )
    .run()
  expect(factors.of('account-member').secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(factors.of('account-member').secret).not.toBe(secret)
  const elsewhere = new FactorBook(server.connections, {
    seal: (_label, text) => text,
    unseal: () => undefined,
  })
  expect(elsewhere.of('account-clerk').pending).not.toBe(secret)
})
