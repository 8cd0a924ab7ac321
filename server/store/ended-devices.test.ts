import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeBooks } from '../parts.ts'
import { AuthorBook } from '../keys/author-book.ts'
import { endedDevices } from './migrations.ts'
import { asBefore, openStore } from './example-store.ts'

it('W8: devices that had ended before stay so, and no other becomes one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-ended-'))
  const { connections: earlier } = openStore(folder)
  const before = makeBooks(earlier)
  earlier.writer.exec(
    `INSERT INTO account (id, name, name_key, person, password, created_at)
     VALUES ('one', 'one', 'one', 'one', '', 0)`,
  )
  for (const id of ['ended', 'revoked', 'used']) {
    await before.devices.register('one', { id, label: '' }, 1)
    await before.sessions.start(id, 'one', id, 1)
  }
  await before.sessions.revoke('one', 'ended', 2)
  await before.sessions.revoke('one', 'revoked', 2)
  await before.sessions.end('ended', 3)
  await earlier.close()
  asBefore(folder, endedDevices)

  const { connections } = openStore(folder)
  const authors = new AuthorBook(connections)
  const ended = ['ended', 'revoked', 'used'].map((id) => authors.hasEnded('one', id))
  expect(ended).toEqual([true, false, false])
  await connections.close()
  rmSync(folder, { recursive: true })
})
