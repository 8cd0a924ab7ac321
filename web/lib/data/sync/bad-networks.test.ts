import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { protocol } from '#sync/wire/sync.ts'
import { request } from './example-request.ts'
import { answerLimitMs, makeTransport } from './transport.ts'

const realTimeout = globalThis.setTimeout
const real = (ms: number) => new Promise((resolve) => realTimeout(resolve, ms))

// A real server on a real socket, and whatever may stand between it and a phone.
type Answer = (response: ServerResponse, request: IncomingMessage) => void
let server: Server
let port: number
let answer: Answer

beforeEach(async () => {
  server = createServer((request, response) => {
    request.resume()
    request.on('end', () => answer(response, request))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server listening on TCP has a port.
  port = (server.address() as AddressInfo).port
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(async () => {
  vi.useRealTimers()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Long enough to come in several pieces. */
const reply = JSON.stringify({
  protocol,
  now: 5,
  verdicts: [],
  tables: [],
  packs: [],
  unpack: [],
  gone: Array.from({ length: 20_000 }, (_none, index) => `gone-${String(index)}`),
  positions: {},
  digests: {},
  repairs: [],
  scope: '',
  more: false,
  actor: { accountId: 'account-1', personId: 'p', branchId: 'b', lineage: [], offices: [] },
})
const json = { 'content-type': 'application/json' }
const askAt = (at: number) => {
  const overHttp: typeof fetch = (path, init) =>
    fetch(`http://127.0.0.1:${String(at)}${String(path)}`, init)
  return makeTransport(overHttp, 'account-1')(request)
}
const ask = () => askAt(port)
const unreachable = { ok: false, failure: { kind: 'unreachable' } }
test('our own server, plain and packed', async () => {
  answer = (response) => response.writeHead(200, json).end(reply)
  expect(await ask()).toMatchObject({ ok: true })
  answer = (response) =>
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(reply))
  expect(await ask()).toMatchObject({ ok: true })
})

describe('is no contact, and no word of anybody’s is touched:', () => {
  const html = { 'content-type': 'text/html; charset=utf-8' }
  const page = '<html><body>请先登录这个 Wi-Fi</body></html>'
  test.each<[string, Answer]>([
    ['a portal’s page with 200', (response) => response.writeHead(200, html).end(page)],
    [
      'a portal’s page that claims to be JSON',
      (response) => response.writeHead(200, json).end(page),
    ],
    [
      'a redirect to a portal',
      (response, { url }) =>
        url === '/login'
          ? response.writeHead(200, html).end(page)
          : response.writeHead(302, { location: '/login' }).end(),
    ],
    [
      'a redirect to what looks like our own reply',
      (response, { url }) =>
        url === '/elsewhere'
          ? response.writeHead(200, json).end(reply)
          : response.writeHead(307, { location: '/elsewhere' }).end(),
    ],
    ['511, sign in to the network', (response) => response.writeHead(511, html).end(page)],
    ['our reply under a foreign type', (response) => response.writeHead(200, html).end(reply)],
    ['a reply without a type', (response) => response.writeHead(200).end(reply)],
    ['an empty 200', (response) => response.writeHead(200, json).end()],
    ['204', (response) => response.writeHead(204).end()],
    ['half a reply', (response) => response.writeHead(200, json).end(reply.slice(0, 50_000))],
    [
      'a reply cut by the network',
      (response) => {
        response.writeHead(200, { ...json, 'content-length': reply.length })
        response.write(reply.slice(0, 50_000), () => response.destroy())
      },
    ],
    [
      'a packed reply cut in the middle',
      (response) => {
        const packed = gzipSync(reply)
        response.writeHead(200, { ...json, 'content-encoding': 'gzip' })
        response.end(packed.subarray(0, packed.length / 2))
      },
    ],
    [
      'what is not packed and says so',
      (response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(reply),
    ],
    ['a broken server', (response) => response.writeHead(500, json).end('{"error":"broken"}')],
    ['a gateway', (response) => response.writeHead(502, html).end('Bad Gateway')],
    ['a server under repair', (response) => response.writeHead(503, html).end('Unavailable')],
    ['a gateway that gave up', (response) => response.writeHead(504).end()],
    ['a proxy that wants a password', (response) => response.writeHead(407, html).end(page)],
    ['a connection that is reset', (response) => response.socket?.resetAndDestroy()],
  ])('%s', async (_name, how) => {
    answer = how
    expect(await ask()).toEqual(unreachable)
  })

  test('nobody at that address', async () => {
    await new Promise((resolve) => server.close(resolve))
    expect(await askAt(port)).toEqual(unreachable)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
})

describe('how long a reply is waited for', () => {
  test('an answer that never begins: half a minute, and longer for a large request', async () => {
    answer = () => {}
    const answered = ask()
    await real(50)
    await vi.advanceTimersByTimeAsync(answerLimitMs(1_000) + 1_000)
    expect(await answered).toEqual(unreachable)
    expect(answerLimitMs(200_000)).toBe(230_000)
  })

  test('a body that stops in the middle: twenty seconds', async () => {
    answer = (response) => response.writeHead(200, json).write(reply.slice(0, 10_000))
    const answered = ask()
    await real(50)
    await vi.advanceTimersByTimeAsync(19_000)
    expect(await Promise.race([answered, real(20).then(() => 'waiting')])).toBe('waiting')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await answered).toEqual(unreachable)
  })

  test('a body that only drips: a minute', async () => {
    let open: ServerResponse | undefined
    answer = (response) => void (open = response.writeHead(200, json))
    const answered = ask()
    await real(50)
    let seconds = 0
    let ended = false
    void answered.then(() => (ended = true))
    while (!ended && seconds < 300) {
      open?.write(' ')
      await real(3)
      await vi.advanceTimersByTimeAsync(5_000)
      seconds += 5
    }
    expect(await answered).toEqual(unreachable)
    expect(seconds).toBeLessThanOrEqual(75)
  })

  test('a slow body that keeps coming: to its end, minutes later', async () => {
    let open: ServerResponse | undefined
    answer = (response) => void (open = response.writeHead(200, json))
    const answered = ask()
    await real(50)
    let seconds = 0
    for (let start = 0; start < reply.length; start += 6_000) {
      open?.write(reply.slice(start, start + 6_000))
      await real(3)
      await vi.advanceTimersByTimeAsync(5_000)
      seconds += 5
    }
    open?.end()
    expect(await answered).toMatchObject({ ok: true })
    expect(seconds).toBeGreaterThan(120)
  })
})
