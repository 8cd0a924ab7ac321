// Each fault as a browser and a server see it: whether the server was reached, and what arrives.
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeChance } from '../../server/demo/chance.ts'
import { FaultProxy } from './fault-proxy.ts'
import type { FaultKind, Weather } from './toxics.ts'
import { drawFault, faultKinds, goodWeather } from './toxics.ts'

const reply = JSON.stringify({ said: '镇里收到'.repeat(500) })
let server: Server
let proxy: FaultProxy
/** Bodies the server got whole. */
let committed: string[]

beforeEach(async () => {
  committed = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (text: Buffer) => (body += text.toString()))
    request.on('end', () => {
      committed.push(body)
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(reply)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  proxy = await FaultProxy.to({
    serverPort: () => port,
    isExposed: (path) => path === '/sync/v1',
    file: (path) =>
      path === '/own' ? { type: 'text/plain', bytes: new TextEncoder().encode('own') } : undefined,
  })
})

afterEach(async () => {
  await proxy.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const only = (kind: FaultKind, more: Partial<Weather> = {}): Weather => ({
  ...goodWeather,
  faultLikelihood: 1,
  faults: [kind],
  stallMs: 200,
  ...more,
})

const push = async (path = '/sync/v1') => {
  const response = await fetch(`${proxy.origin}${path}`, { method: 'POST', body: 'an edit' })
  return { status: response.status, text: await response.text() }
}

/** A seed of which the first fault of a kind looks so. */
function seedFor(weather: Weather, fits: (fault: object) => boolean): string {
  for (let number = 0; ; number += 1) {
    const fault = drawFault(weather, makeChance(`${number}`))
    if (fault && fits(fault)) return `${number}`
  }
}

describe('a fault', () => {
  test('none: everything arrives as it was', async () => {
    proxy.setWeather({ ...goodWeather, latencyMs: 5, jitterMs: 5 }, makeChance('1'))
    expect(await push()).toEqual({ status: 200, text: reply })
    expect(committed).toEqual(['an edit'])
  })

  test('requestCut: the server hears nothing', async () => {
    proxy.setWeather(only('requestCut'), makeChance('1'))
    await expect(push()).rejects.toThrow()
    expect(committed).toEqual([])
  })

  test.each(['replyCut', 'replyLost'] as const)(
    '%s: the server has committed, the sender does not know',
    async (kind) => {
      proxy.setWeather(only(kind), makeChance('1'))
      await expect(push()).rejects.toThrow()
      expect(committed).toEqual(['an edit'])
    },
  )

  test('replyTruncated: half a text that looks whole', async () => {
    proxy.setWeather(only('replyTruncated'), makeChance('1'))
    const { status, text } = await push()
    expect(status).toBe(200)
    expect(text.length).toBeLessThan(reply.length)
    expect(() => JSON.parse(text) as unknown).toThrow()
  })

  test.each(['request', 'reply'])('stalled on the %s: late, and whole', async (on) => {
    const weather = only('stalled')
    const seed = seedFor(weather, (fault) => 'on' in fault && fault.on === on)
    proxy.setWeather(weather, makeChance(seed))
    const start = performance.now()
    expect(await push()).toEqual({ status: 200, text: reply })
    expect(performance.now() - start).toBeGreaterThan(35)
  })

  test('blackHole: nothing, until the network is good again', async () => {
    proxy.setWeather(only('blackHole'), makeChance('1'))
    const pushed = push().then(
      () => 'answered',
      () => 'given up',
    )
    const waited = new Promise((resolve) => setTimeout(() => resolve('nothing yet'), 150))
    expect(await Promise.race([pushed, waited])).toBe('nothing yet')
    proxy.clear()
    expect(await pushed).toBe('given up')
    expect(committed).toEqual([])
    expect(await push()).toEqual({ status: 200, text: reply })
  })

  test.each([false, true])('badGateway, the server reached: %s', async (reached) => {
    const weather = only('badGateway')
    const seed = seedFor(weather, (fault) => 'reached' in fault && fault.reached === reached)
    proxy.setWeather(weather, makeChance(seed))
    expect((await push()).status).toBe(502)
    expect(committed).toEqual(reached ? ['an edit'] : [])
  })

  test('portal: a page where a reply should be', async () => {
    proxy.setWeather(only('portal'), makeChance('1'))
    const { status, text } = await push()
    expect({ status, start: text.slice(0, 15) }).toEqual({ status: 200, start: '<!doctype html>' })
    expect(committed).toEqual([])
  })

  test('repeated: the server gets it twice, the sender one answer', async () => {
    proxy.setWeather(only('repeated'), makeChance('1'))
    expect(await push()).toEqual({ status: 200, text: reply })
    expect(committed).toEqual(['an edit', 'an edit'])
  })

  test('befalls only what is exposed, and is counted', async () => {
    proxy.setWeather(only('replyLost'), makeChance('1'))
    expect(await push('/app.js')).toEqual({ status: 200, text: reply })
    await expect(push()).rejects.toThrow()
    expect([...proxy.injected]).toEqual([['replyLost', 1]])
  })
})

test('a cut network carries nothing to the server, and a restored one does', async () => {
  proxy.cut()
  await expect(push()).rejects.toThrow()
  proxy.restore()
  expect(await push()).toEqual({ status: 200, text: reply })
})

test('a rate holds both ways', async () => {
  const weather = { ...goodWeather, upPerSecond: 100, downPerSecond: 50_000 }
  proxy.setWeather(weather, makeChance('1'))
  const start = performance.now()
  expect(await push()).toEqual({ status: 200, text: reply })
  // Seven bytes at 100 a second, and six thousand at 50,000.
  expect(performance.now() - start).toBeGreaterThan(70 + 110)
})

test('a file of its own needs no server', async () => {
  const response = await fetch(`${proxy.origin}/own`)
  expect(await response.text()).toBe('own')
})

test('the same seed draws the same faults', () => {
  const weather: Weather = { ...only('stalled'), faultLikelihood: 0.5, faults: faultKinds }
  const draw = () => {
    const chance = makeChance('a seed')
    return Array.from({ length: 200 }, () => drawFault(weather, chance))
  }
  expect(draw()).toEqual(draw())
  expect(new Set(draw().map((fault) => fault?.kind)).size).toBe(faultKinds.length + 1)
})
