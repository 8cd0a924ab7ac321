/**
 * A small HTTP proxy between a browser and the server that injects faults (toxics.ts). It takes each request whole and
 * each reply whole, so that it knows at every fault whether the server has committed; each exchange has a connection of
 * its own to the server, which may be another process by the next one. What a connection to the browser carries is
 * shaped in between: latency, jitter, rate. Faults befall what `isExposed` names; the link's shape befalls everything.
 */
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer, request as requestServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Chance } from '../../server/demo/chance.ts'
import { pour, pourMs } from './pour.ts'
import type { Fault, FaultKind, Weather } from './toxics.ts'
import { drawFault, goodWeather } from './toxics.ts'

export type LocalFile = { readonly type: string; readonly bytes: Uint8Array }

export type FaultProxyParts = {
  serverPort(): number
  /** Whether faults befall this path. */
  isExposed(path: string): boolean
  /** Files that the proxy itself serves, under the server's origin and never faulty. */
  file?(path: string): LocalFile | undefined
  /** 0 for any. */
  readonly port?: number
}

type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** Events that have no end: passed on as they come, and not counted among the bytes. */
  readonly events?: IncomingMessage
}

export class FaultProxy {
  readonly #parts: FaultProxyParts
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #weather: Weather = goodWeather
  #chance: Chance | undefined
  #isCut = false
  /** Ends what waits: stalls go on at once, black holes give up. */
  #calm: () => void = () => {}
  #calmed: Promise<void> = Promise.resolve()
  /** How many exchanges met which fault. */
  readonly injected = new Map<FaultKind, number>()
  /** Exchanges with the server, by path. */
  readonly passed = new Map<string, number>()

  private constructor(parts: FaultProxyParts) {
    this.#parts = parts
    this.#server = createServer((request, response) => {
      // A request that was given up forgets its socket.
      const { socket } = request
      // What breaks off on either side is this proxy's trade, not a failure of it.
      this.#serve(request, response, socket).catch(() => socket.destroy())
    })
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    })
    this.#server.keepAliveTimeout = 60_000
  }

  static async to(parts: FaultProxyParts): Promise<FaultProxy> {
    const proxy = new FaultProxy(parts)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject).listen(parts.port ?? 0, '127.0.0.1', resolve)
    })
    return proxy
  }

  get port(): number {
    // A server listening on TCP has an address with a port.
    return (this.#server.address() as AddressInfo).port
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** From now on exchanges fare as the weather and this chance say. */
  setWeather(weather: Weather, chance: Chance): void {
    this.#weather = weather
    this.#chance = chance
    this.#calmed = new Promise((resolve) => (this.#calm = resolve))
  }

  /** From now on nothing goes wrong, and what still hangs is let go. */
  clear(): void {
    this.#weather = goodWeather
    this.#isCut = false
    this.#calm()
  }

  /** From now on every exchange with the server is reset, those under way at once. */
  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  restore(): void {
    this.#isCut = false
  }

  async close(): Promise<void> {
    this.#calm()
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse, socket: Socket): Promise<void> {
    const path = new URL(request.url ?? '/', this.origin).pathname
    const file = this.#parts.file?.(path)
    if (file) {
      response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store' })
      response.end(file.bytes)
      return
    }
    if (this.#isCut) {
      socket.resetAndDestroy()
      return
    }
    const weather = this.#weather
    const fault =
      this.#chance && this.#parts.isExposed(path) ? drawFault(weather, this.#chance) : undefined
    if (fault) this.injected.set(fault.kind, (this.injected.get(fault.kind) ?? 0) + 1)
    if (fault?.kind === 'requestCut') {
      await someOf(request, fault.at)
      socket.resetAndDestroy()
      return
    }
    const body = await bytesOf(request)
    await this.#wait(this.#latency(weather) + pourMs(body.length, weather.upPerSecond))
    if (fault && (await this.#befallRequest(fault, socket, response))) return
    this.passed.set(path, (this.passed.get(path) ?? 0) + 1)
    if (fault?.kind === 'repeated') await this.#ask(request, body)
    const answer = await this.#ask(request, body)
    await this.#wait(this.#latency(weather))
    await this.#reply(answer, fault, socket, response, weather)
  }

  #latency({ latencyMs, jitterMs }: Weather): number {
    return (latencyMs + (this.#chance?.next() ?? 0) * jitterMs) / 2
  }

  /** Waits, but no longer than the weather lasts. */
  async #wait(ms: number): Promise<void> {
    if (ms <= 0) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
    await Promise.race([over, this.#calmed])
    clearTimeout(timer)
  }

  /** True where the server is never asked. */
  async #befallRequest(
    fault: Exclude<Fault, { kind: 'requestCut' }>,
    socket: Socket,
    response: ServerResponse,
  ): Promise<boolean> {
    switch (fault.kind) {
      case 'blackHole':
        await this.#calmed
        socket.resetAndDestroy()
        return true
      case 'portal':
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        response.end('<!doctype html><title>Wi-Fi</title><p>欢迎使用无线网络，请先登录。')
        return true
      case 'badGateway':
        if (fault.reached) return false
        badGateway(response)
        return true
      case 'stalled':
        if (fault.on === 'request') await this.#wait(fault.ms)
        return false
      case 'replyCut':
      case 'replyLost':
      case 'replyTruncated':
      case 'repeated':
        return false
    }
  }

  /** The server has answered: what it committed stands, whatever becomes of the answer. */
  async #reply(
    { status, headers, bytes, events }: Answer,
    fault: Fault | undefined,
    socket: Socket,
    response: ServerResponse,
    { downPerSecond }: Weather,
  ): Promise<void> {
    if (fault?.kind === 'replyLost') {
      socket.resetAndDestroy()
      return
    }
    if (fault?.kind === 'badGateway') {
      badGateway(response)
      return
    }
    if (events) {
      response.writeHead(status, headers)
      response.flushHeaders()
      response.on('close', () => events.destroy())
      events.on('error', () => response.destroy())
      events.pipe(response)
      return
    }
    const part = fault && 'at' in fault ? Math.floor(bytes.length * fault.at) : bytes.length
    const length = fault?.kind === 'replyTruncated' ? part : bytes.length
    const { 'transfer-encoding': _whole, connection: _hop, ...kept } = headers
    response.writeHead(status, { ...kept, 'content-length': length })
    if (fault?.kind === 'stalled' && fault.on === 'reply') {
      const half = Math.floor(bytes.length / 2)
      await pour(response, bytes.subarray(0, half), downPerSecond)
      await this.#wait(fault.ms)
      await pour(response, bytes.subarray(half), downPerSecond)
    } else {
      await pour(response, bytes.subarray(0, part), downPerSecond)
    }
    if (fault?.kind === 'replyCut') socket.resetAndDestroy()
    else response.end()
  }

  #ask(request: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { 'transfer-encoding': _whole, connection: _hop, ...headers } = request.headers
      const passed = requestServer(
        {
          agent: false,
          host: '127.0.0.1',
          port: this.#parts.serverPort(),
          method: request.method,
          path: request.url,
          headers: body.length > 0 ? { ...headers, 'content-length': body.length } : headers,
        },
        (answer) => {
          const { statusCode: status = 502, headers: told } = answer
          if (told['content-type']?.startsWith('text/event-stream')) {
            resolve({ status, headers: told, bytes: Buffer.alloc(0), events: answer })
            return
          }
          bytesOf(answer).then((bytes) => resolve({ status, headers: told, bytes }), reject)
        },
      )
      passed.on('error', reject)
      passed.end(body)
    })
  }
}

function badGateway(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'text/html' })
  response.end('<h1>502 Bad Gateway</h1>')
}

/** Reads so large a part of what the request says it is. */
async function someOf(request: IncomingMessage, part: number): Promise<void> {
  let left = Number(request.headers['content-length'] ?? 0) * part
  if (left <= 0) return
  for await (const chunk of request) {
    left -= (chunk as Buffer).length
    if (left <= 0) return
  }
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
