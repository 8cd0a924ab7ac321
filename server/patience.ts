/** How long a connection may take. Whoever sends a byte a minute holds a socket, and nothing else, and not for long. */
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'

export type Patience = {
  /** All of a request's head must be here by then. */
  readonly headersTimeout: number
  /** All of its body. A phone on 2G sends 1 KB a second on a bad day, and gives up by itself (web/lib/data/sync/transport.ts). */
  readonly requestTimeout: number
  /** Between two requests; longer than proxies keep theirs, or they would send into a closing one. */
  readonly keepAliveTimeout: number
  /** How often the first two are looked at. */
  readonly connectionsCheckingInterval: number
  /** Nothing sent and nothing taken for so long: nobody is there. Pokes beat every 25 seconds. */
  readonly silence: number
}

const second = 1_000

/** In ms. */
const usual: Patience = {
  headersTimeout: 20 * second,
  requestTimeout: 600 * second,
  keepAliveTimeout: 65 * second,
  connectionsCheckingInterval: 5 * second,
  silence: 120 * second,
}

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch']

export function makeServer(fetch: Fetch, { silence, ...limits }: Patience = usual): Server {
  const server = createAdaptorServer({ fetch, serverOptions: limits }) as Server
  server.timeout = silence
  return server
}
