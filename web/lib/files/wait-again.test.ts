import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { noCipher } from '#lib/data/keys/cipher.ts'
import type { Records } from '#lib/data/types.ts'
import { digestOf } from './fetch-file.ts'
import { Shelf } from './shelf.ts'
import { waitAgain } from './wait-again.ts'

const addedAt = '2026-10-15T02:00:00.000Z'
const pieceOf = (name: string) => {
  const bytes = new Uint8Array(new TextEncoder().encode(name))
  return { digest: digestOf(bytes), bytes }
}

/** A phone that looked at photos, all of them confirmed, and a server that came back without some. */
async function phone(names: readonly string[]) {
  const shelf = new Shelf({
    ...{ accountId: 'a', cipher: noCipher, indexedDB: new IDBFactory(), now: () => 0 },
  })
  const rows = names.map((name) => ({
    id: `attachment:m:${name}`,
    body: {
      ...{ meetingId: 'm', branchId: name.startsWith('other') ? 'west' : 'east', addedAt },
      ...{ digest: pieceOf(name).digest, kind: 'jpeg', bytes: name.length },
    },
  }))
  for (const name of names) if (!name.endsWith('gone')) await shelf.keepFetched(pieceOf(name))
  const asked: string[] = []
  const ask = (fetchNow: (name: string) => Response) =>
    waitAgain({
      fetch: (address, init) => {
        const name = names.find((each) => String(address).includes(pieceOf(each).digest)) ?? ''
        asked.push(`${init?.method ?? 'GET'} ${name}`)
        return Promise.resolve(fetchNow(name))
      },
      shelf,
      records: { findAll: () => Promise.resolve(rows) } as unknown as Pick<Records, 'findAll'>,
      mayBring: (branchId) => branchId === 'east',
    })
  const waiting = async () => (await shelf.all()).map(({ row }) => row)
  return { ask, asked, waiting }
}

const there = (name: string) =>
  new Response(null, {
    headers: {
      'content-disposition': `attachment; filename="${pieceOf(name).digest.slice(0, 16)}.jpg"`,
    },
  })
const missing = () => new Response(null, { status: 404 })

test('D5: only what the server lost, still lies here, and may be brought waits again', async () => {
  const { ask, asked, waiting } = await phone(['kept', 'lost', 'lost and gone', 'other branch'])
  await ask((name) => (name === 'kept' ? there(name) : missing()))
  expect(asked).toEqual(['HEAD kept', 'HEAD lost'])
  expect(await waiting()).toEqual(['attachment:m:lost'])
})

test.each([
  ['a captive portal', () => new Response('welcome')],
  ['a server in trouble', () => new Response(null, { status: 503 })],
  ['one that wants him to sign in', () => new Response(null, { status: 401 })],
])('%s is no answer: asked again another time', async (_who, answer) => {
  const { ask, waiting } = await phone(['lost'])
  await expect(ask(answer)).rejects.toThrow('asked for a file')
  expect(await waiting()).toEqual([])
})
