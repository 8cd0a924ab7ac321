// A photo on its way from the device's own code to the real server, over a link that breaks wherever it hurts.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ExampleServer, meetingIn } from '../../server/example-server.ts'
import { attachmentOf, jpegOf } from '../../server/files/example-file.ts'
import { makeChance } from '../../server/demo/chance.ts'
import { fileAddress } from '../../sync/wire/files.ts'
import type { BringFailure } from '../../web/lib/files/bring-file.ts'
import { bringFile, nextChunk } from '../../web/lib/files/bring-file.ts'

let server: ExampleServer
let cookie: string
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  cookie = await server.signIn('secretary')
  await server.found('meeting', 'm-east', meetingIn('east'))
})
afterEach(() => server.close())

const file = jpegOf(240_000, 3)
const named = attachmentOf('m-east', 'east', file)
const toBring = { row: named.id, digest: named.digest, bytes: new Uint8Array(file) }

type Fault = 'none' | 'lostReply' | 'halfSent' | 'notSent' | 'portal'

/** The browser's fetch over a link that does to each request what it is told. */
function linkTo(faults: () => Fault, requests: string[] = []): typeof fetch {
  return async (address, init) => {
    const fault = faults()
    const { method, body } = init ?? {}
    const headers = new Headers(init?.headers)
    headers.set('cookie', cookie)
    requests.push(`${method} ${headers.get('upload-offset') ?? ''} ${fault}`)
    if (fault === 'notSent') throw new TypeError('Failed to fetch')
    if (fault === 'portal') return new Response('<html>sign in</html>', { status: 200 })
    const bytes = body as Uint8Array<ArrayBuffer> | undefined
    const half = bytes?.subarray(0, Math.floor(bytes.length / 2))
    const sent = fault === 'halfSent' && half ? breaking(half) : bytes
    const wish = { method, headers, ...(sent && { body: sent, duplex: 'half' }) } as RequestInit
    const answer = await server.app.request(String(address), wish)
    if (fault !== 'none') throw new TypeError('Failed to fetch')
    return answer
  }
}

const breaking = (bytes: Uint8Array<ArrayBuffer>) => {
  let sent = false
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) controller.error(new Error('gone'))
      else controller.enqueue(bytes)
      sent = true
    },
  })
}

const bring = (link: typeof fetch, more: Partial<Parameters<typeof bringFile>[0]> = {}) =>
  bringFile(
    {
      ...{ fetch: link, accountId: 'account-secretary', now: () => 0 },
      goesOn: () => Promise.resolve(true),
      onprogress: () => undefined,
      ...more,
    },
    toBring,
  )

async function arrived(): Promise<boolean> {
  const response = await server.get(fileAddress(named.digest, named.id), cookie)
  return response.ok && Buffer.from(await response.arrayBuffer()).equals(file)
}

describe('a photo arrives byte for byte', () => {
  beforeEach(() => server.found('attachment', named.id, named.fields))

  it('and sends no piece twice that the server has, whatever breaks', async () => {
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      const { pick } = makeChance(seed)
      let failures = 0
      const faulty = () =>
        pick<Fault>(['none', 'none', 'lostReply', 'halfSent', 'notSent', 'portal'])
      const requests: string[] = []
      for (let tries = 0; tries < 100; tries += 1) {
        const brought = await bring(linkTo(faulty, requests))
        if (brought.ok) break
        failures += 1
        expect(brought.failure).toEqual({ kind: 'unreachable' } satisfies BringFailure)
      }
      expect([seed, await arrived()]).toEqual([seed, true])
      expect(failures).toBeGreaterThan(0)
      const pieces = requests.filter((each) => /^PATCH \d+ (none|lostReply)$/.test(each))
      expect(new Set(pieces.map((each) => each.split(' ')[1])).size).toBe(pieces.length)
      await server.close()
      server = await ExampleServer.withTownship()
      cookie = await server.signIn('secretary')
      await server.found('meeting', 'm-east', meetingIn('east'))
      await server.found('attachment', named.id, named.fields)
    }
  }, 60_000)

  it('and tells how far it is', async () => {
    const told: number[] = []
    await bring(
      linkTo(() => 'none'),
      { onprogress: (sent) => told.push(sent) },
    )
    expect(told).toEqual([0, 65_536, 196_608, 240_000])
  })

  it('stops between two pieces where it is told to, and goes on there', async () => {
    let pieces = 0
    const link = linkTo(() => 'none')
    const stopped = await bring(link, { goesOn: () => Promise.resolve((pieces += 1) < 2) })
    expect(stopped).toEqual({ ok: false, failure: { kind: 'stopped' } })
    const told: number[] = []
    await bring(link, { onprogress: (sent) => told.push(sent) })
    expect(told[0]).toBe(65_536)
    expect(await arrived()).toBe(true)
  })
})

describe('a photo waits', () => {
  it('where its record has not arrived, and where another account has the browser', async () => {
    const link = linkTo(() => 'none')
    expect(await bring(link)).toEqual({ ok: false, failure: { kind: 'refused', why: 'notYet' } })
    await server.found('attachment', named.id, named.fields)
    expect(await bring(link, { accountId: 'account-member' })).toEqual({
      ok: false,
      failure: { kind: 'signedOut' },
    })
    cookie = ''
    expect(await bring(link)).toEqual({ ok: false, failure: { kind: 'signedOut' } })
  })
})

it('pieces grow on a quick link and shrink on a slow one, within limits', () => {
  expect(nextChunk(65_536, 500)).toBe(131_072)
  expect(nextChunk(1_048_576, 500)).toBe(1_048_576)
  expect(nextChunk(65_536, 4_000)).toBe(65_536)
  expect(nextChunk(65_536, 12_000)).toBe(32_768)
  expect(nextChunk(16_384, 12_000)).toBe(16_384)
})
