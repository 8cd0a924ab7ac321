/** The browser's fetch over Node's own HTTP, so that each phone has a cookie and, as after a minute's silence, a connection of its own. */
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip } from 'node:zlib'

const unpack = { br: promisify(brotliDecompress), gzip: promisify(gunzip) }

export type Answered = {
  readonly status: number
  /** From the first byte sent to the last received. */
  readonly ms: number
  readonly bytesUp: number
  readonly bytesDown: number
}

export const makeLink =
  (origin: string, token: string, onanswer: (answered: Answered) => void): typeof fetch =>
  async (path, init) => {
    const body = bytesOf(init?.body)
    const started = performance.now()
    const response = await ask(`${origin}${String(path)}`, token, body, init)
    const packed = await bytesIn(response)
    const status = response.statusCode ?? 0
    onanswer({
      status,
      ms: performance.now() - started,
      bytesUp: body.byteLength,
      bytesDown: packed.length,
    })
    const encoding = response.headers['content-encoding']
    const bytes = encoding === 'br' || encoding === 'gzip' ? await unpack[encoding](packed) : packed
    const { 'retry-after': wait, 'content-type': type } = response.headers
    return new Response(new Uint8Array(bytes), {
      status,
      headers: { ...(wait && { 'retry-after': wait }), ...(type && { 'content-type': type }) },
    })
  }

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  throw new Error('a phone sends bytes')
}

function ask(
  address: string,
  token: string,
  body: Uint8Array,
  init: RequestInit | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(
      address,
      {
        method: 'POST',
        agent: false,
        ...(init?.signal && { signal: init.signal }),
        headers: {
          // What the app says, then what a browser adds.
          ...(init?.headers as Record<string, string>),
          'accept-encoding': 'gzip, deflate, br',
          'content-length': body.byteLength,
          cookie: `branchbook=${token}`,
        },
      },
      resolve,
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

async function bytesIn(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
