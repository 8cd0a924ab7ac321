import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeServer } from './patience.ts'

let server: Server
beforeEach(async () => {
  const limits = {
    headersTimeout: 300,
    requestTimeout: 600,
    keepAliveTimeout: 300,
    connectionsCheckingInterval: 50,
    silence: 1_500,
  }
  server = makeServer(async (request) => {
    if (new URL(request.url).pathname === '/never') await new Promise(() => undefined)
    return new Response(await request.text())
  }, limits)
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Sends this and waits for the end: what came back, and after how long. */
async function say(...parts: readonly string[]): Promise<{ answer: string; ms: number }> {
  const started = performance.now()
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
  socket.on('error', () => undefined)
  for (const part of parts) socket.write(part)
  await once(socket, 'close')
  return { answer, ms: performance.now() - started }
}

const head = 'POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 5\r\n\r\n'

describe('how long a connection may take', () => {
  it('answers who says what he came to say', async () => {
    expect((await say(head, 'hello')).answer).toContain('200 OK')
  })

  it('does not wait for a head that never ends', async () => {
    const { answer, ms } = await say('POST / HTTP/1.1\r\nhost: x\r\n')
    expect(answer).toContain('408')
    expect(ms).toBeGreaterThan(250)
  })

  it('does not wait for a body that never comes', async () => {
    const { answer, ms } = await say(head, 'he')
    expect(answer).toContain('408')
    expect(ms).toBeGreaterThan(550)
  })

  it('lets go of a connection on which nothing moves', async () => {
    const { answer, ms } = await say('GET /never HTTP/1.1\r\nhost: x\r\n\r\n')
    expect(answer).toBe('')
    expect(ms).toBeGreaterThan(1_400)
  })
})
