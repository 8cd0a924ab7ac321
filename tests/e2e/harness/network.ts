/**
 * The network between one actor's browser and the server: a proxy of his own, so that it can be cut under the service
 * worker too (Playwright's setOffline is believed by pages, not by everything), and so that a reply can be
 * lost after the server has done the work.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer, request as requestServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { Edit } from '../../../sync/wire/edit.ts'
import type { SyncRequest } from '../../../sync/wire/request.ts'

/** Where the reply to a push breaks off: nothing of it arrives, or its first half. */
export type Loss = 'whole' | 'half'

export class Network {
  readonly #proxy: Server
  readonly #sockets = new Set<Socket>()
  readonly #serverPort: () => number
  #isCut = false
  #isNewRelease = false
  #toLose: Loss | undefined
  #toSpoil: Edit['fields'] | undefined
  #toBreak = 0
  /** How many pieces of files broke off on their way. */
  broken = 0
  /** How many requests reached the server, by path. */
  readonly passed = new Map<string, number>()
  /** The pushes that reached the server: how many edits each carried, and whether its reply was lost. */
  readonly pushes: { readonly edits: readonly string[]; readonly lost: boolean }[] = []

  private constructor(serverPort: () => number) {
    this.#serverPort = serverPort
    this.#proxy = createServer((request, response) => {
      // What breaks off on either side is this proxy's trade, not a failure of it.
      this.#pass(request, response).catch(() => request.socket.destroy())
    })
    this.#proxy.on('connection', (socket) => {
      if (this.#isCut) {
        socket.resetAndDestroy()
        return
      }
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  static async to(serverPort: () => number): Promise<Network> {
    const network = new Network(serverPort)
    await new Promise<void>((resolve) => network.#proxy.listen(0, '127.0.0.1', resolve))
    return network
  }

  get origin(): string {
    // A server listening on TCP has an address with a port.
    return `http://127.0.0.1:${(this.#proxy.address() as AddressInfo).port}`
  }

  /** From now on every connection is reset, the open ones at once. */
  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  restore(): void {
    this.#isCut = false
  }

  /** The server will get the next push with edits and commit it, and its reply will not arrive. Once. */
  loseNextReply(loss: Loss): void {
    this.#toLose = loss
  }

  /** On its way to the server the next push that writes these fields gets other words in them. Once. */
  spoilNext(fields: Edit['fields']): void {
    this.#toSpoil = fields
  }

  /** Of so many next pieces of files the server gets the first half, and then the line is dead. */
  breakUploads(times: number): void {
    this.#toBreak = times
  }

  /** From now on the service worker differs from the one installed, by a remark. */
  releaseAnotherVersion(): void {
    this.#isNewRelease = true
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#proxy.close(resolve))
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.origin)
    this.passed.set(pathname, (this.passed.get(pathname) ?? 0) + 1)
    const sent = await bytesOf(request)
    if (request.method === 'PATCH' && this.#toBreak > 0) return this.#breakOff(request, sent)
    const body = pathname === '/sync/v1' ? this.#spoil(request, sent) : sent
    const edits = pathname === '/sync/v1' ? editsIn(request, body) : []
    const loss = edits.length > 0 ? this.#toLose : undefined
    if (loss) this.#toLose = undefined
    if (edits.length > 0) this.pushes.push({ edits, lost: loss !== undefined })

    const isRenewed = this.#isNewRelease && pathname === '/service-worker.js'
    if (isRenewed) request.headers = { ...request.headers, 'accept-encoding': 'identity' }
    if (isRenewed) delete request.headers['if-none-match']
    const answer = await this.#ask(request, body)
    if (isRenewed) {
      response.writeHead(200, { 'content-type': answer.headers['content-type'] ?? '' })
      response.end(`${(await bytesOf(answer)).toString()}\n// another release\n`)
      return
    }
    if (!loss) {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      response.flushHeaders()
      answer.on('error', () => response.destroy())
      response.on('close', () => answer.destroy())
      answer.pipe(response)
      return
    }
    // The whole answer is here: the server has committed.
    const whole = await bytesOf(answer)
    if (loss === 'half') {
      response.writeHead(answer.statusCode ?? 502, {
        'content-type': answer.headers['content-type'] ?? 'application/json',
        ...(answer.headers['content-encoding'] && {
          'content-encoding': answer.headers['content-encoding'],
        }),
        'content-length': whole.length,
      })
      await new Promise((resolve) =>
        response.write(whole.subarray(0, Math.floor(whole.length / 2)), resolve),
      )
    }
    request.socket.destroy()
  }

  async #breakOff(request: IncomingMessage, body: Buffer): Promise<void> {
    this.#toBreak -= 1
    this.broken += 1
    const { 'transfer-encoding': _whole, ...headers } = request.headers
    const passed = requestServer({
      ...{ agent: false, host: '127.0.0.1', port: this.#serverPort() },
      ...{ method: request.method, path: request.url },
      headers: { ...headers, 'content-length': body.length },
    })
    // Breaking off is what it is for.
    passed.on('error', () => undefined)
    const half = body.subarray(0, Math.floor(body.length / 2))
    await new Promise((resolve) => passed.write(half, resolve))
    await new Promise((resolve) => setTimeout(resolve, 200))
    passed.destroy()
    request.socket.destroy()
  }

  #spoil(request: IncomingMessage, body: Buffer): Buffer {
    const spoiled = this.#toSpoil
    if (!spoiled) return body
    const push = readPush(request, body)
    const names = Object.keys(spoiled)
    if (!push.edits.some(({ fields }) => names.every((name) => name in fields))) return body
    this.#toSpoil = undefined
    delete request.headers['content-encoding']
    const edits = push.edits.map((edit) => ({ ...edit, fields: { ...edit.fields, ...spoiled } }))
    return Buffer.from(JSON.stringify({ ...push, edits }))
  }

  #ask(request: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { 'transfer-encoding': _whole, ...headers } = request.headers
      const passed = requestServer(
        {
          // A connection each: the server may be another one by the next request.
          agent: false,
          host: '127.0.0.1',
          port: this.#serverPort(),
          method: request.method,
          path: request.url,
          headers: body.length > 0 ? { ...headers, 'content-length': body.length } : headers,
        },
        resolve,
      )
      passed.on('error', reject)
      passed.end(body)
    })
  }
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Ids of the edits a push carries. */
const editsIn = (request: IncomingMessage, body: Buffer): readonly string[] =>
  readPush(request, body).edits.map((edit) => edit.id)

function readPush(request: IncomingMessage, body: Buffer): SyncRequest {
  const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
  return JSON.parse(text.toString()) as SyncRequest
}
