import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { answerFailure } from './answer-failure.ts'
import type { Environment } from './environment.ts'
import { readJson } from './read-body.ts'

const limit = 1_000_000

const app = new Hono<Environment>().post('/', async (context) => {
  const body = await readJson(context, limit)
  return body.ok ? context.json(body.value) : answerFailure(context, { error: body.failure })
})

async function send(body: string | Uint8Array<ArrayBuffer> | ReadableStream, headers = {}) {
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
  const response = await app.request('/', init)
  const content: unknown = await response.json()
  return response.status === 200 ? content : [response.status, content]
}

const zip = (bytes: string | Uint8Array) => Uint8Array.from(gzipSync(bytes))
const packed = { 'content-encoding': 'gzip' }
const tooLarge = [413, { error: 'tooLarge' }]
const badRequest = [400, { error: 'badRequest' }]

describe('W3: what may be sent', () => {
  it('reads JSON, packed or not', async () => {
    expect(await send('{"a":[1]}')).toEqual({ a: [1] })
    expect(await send(zip('{"a":[1]}'), packed)).toEqual({ a: [1] })
  })

  it('stops at its limit, whether the length was told, told wrongly, or not told', async () => {
    const large = `"${'x'.repeat(limit)}"`
    expect(await send(large)).toEqual(tooLarge)
    expect(await send('{}', { 'content-length': String(limit + 1) })).toEqual(tooLarge)
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(32))
      },
    })
    expect(await send(endless)).toEqual(tooLarge)
    expect(sent).toBeLessThan(2 * limit)
  })

  it('unpacks a bomb no further than its limit', async () => {
    const bomb = zip(new Uint8Array(100_000_000).fill(32))
    expect(bomb.length).toBeLessThan(limit)
    const before = process.memoryUsage().arrayBuffers
    expect(await send(bomb, packed)).toEqual(tooLarge)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * limit)
    // Many small bombs in one file are one.
    const chain = Uint8Array.from(
      Buffer.concat(Array.from({ length: 50 }, () => zip(' '.repeat(limit / 10)))),
    )
    expect(await send(chain, packed)).toEqual(tooLarge)
  })

  it('answers 400 to what is broken, cut off, or packed in another way', async () => {
    expect(await send('{"a":')).toEqual(badRequest)
    expect(await send('')).toEqual(badRequest)
    expect(await send(Uint8Array.from([0x22, 0xff, 0x22]))).toEqual(badRequest)
    expect(await send(zip('{"a":1}').slice(0, 15), packed)).toEqual(badRequest)
    expect(await send('{"a":1}', packed)).toEqual(badRequest)
    expect(await send('{}', { 'content-encoding': 'br' })).toEqual(badRequest)
    expect(await send(zip('{}'), { 'content-encoding': 'gzip, gzip' })).toEqual(badRequest)
  })

  it('takes nothing deeper than any record is, however deep', async () => {
    const nested = (depth: number, open: string, close: string) =>
      `${open.repeat(depth)}1${close.repeat(depth)}`
    expect(await send(nested(24, '[', ']'))).toEqual(JSON.parse(nested(24, '[', ']')))
    for (const depth of [25, 1_000, 160_000]) {
      expect(await send(nested(depth, '[', ']')), `lists ${depth}`).toEqual(badRequest)
      expect(await send(nested(depth, '{"a":', '}')), `objects ${depth}`).toEqual(badRequest)
    }
    // A name is only a name.
    expect(await send('{"__proto__":{"admin":true}}')).toEqual(
      JSON.parse('{"__proto__":{"admin":true}}'),
    )
  })
})
