/**
 * What a bad network does to one exchange, as plain JSON: drawn from a seed, printed with a failure, and drawn the same
 * again. `reached` says whether the server gets the request: the worst faults are those after which it did and
 * nobody hears of it.
 */
import type { Chance } from '../../server/demo/chance.ts'

export type Fault =
  /** The connection is reset when so large a part of the request has gone up; the server hears nothing. */
  | { readonly kind: 'requestCut'; readonly at: number }
  /** The server has committed; the connection is reset when so large a part of the reply has come down. */
  | { readonly kind: 'replyCut'; readonly at: number }
  /** The server has committed; nothing of the reply arrives. */
  | { readonly kind: 'replyLost' }
  /** The reply ends early and looks finished: part of a JSON text with the length of that part. */
  | { readonly kind: 'replyTruncated'; readonly at: number }
  /** Nothing moves for so long, on the way up or half way down. */
  | { readonly kind: 'stalled'; readonly on: 'request' | 'reply'; readonly ms: number }
  /** The request vanishes and the connection stays open, until the network is good again. */
  | { readonly kind: 'blackHole' }
  /** A gateway says 502, before the server was asked or after. */
  | { readonly kind: 'badGateway'; readonly reached: boolean }
  /** A hotel's sign-in page: 200 and HTML. */
  | { readonly kind: 'portal' }
  /** A box on the way sends the request again. */
  | { readonly kind: 'repeated' }

export type FaultKind = Fault['kind']

/** How the link is, fault or not. Rates in bytes a second, 0 for no limit. */
export type Shape = {
  readonly latencyMs: number
  readonly jitterMs: number
  readonly upPerSecond: number
  readonly downPerSecond: number
}

export type Weather = Shape & {
  /** Of an exchange, 0 to 1. */
  readonly faultLikelihood: number
  readonly faults: readonly FaultKind[]
  /** The longest that nothing moves. */
  readonly stallMs: number
}

export const goodWeather: Weather = {
  latencyMs: 0,
  jitterMs: 0,
  upPerSecond: 0,
  downPerSecond: 0,
  faultLikelihood: 0,
  faults: [],
  stallMs: 0,
}

export const faultKinds = [
  'requestCut',
  'replyCut',
  'replyLost',
  'replyTruncated',
  'stalled',
  'blackHole',
  'badGateway',
  'portal',
  'repeated',
] as const satisfies readonly FaultKind[]

/** What befalls the next exchange. */
export function drawFault(weather: Weather, chance: Chance): Fault | undefined {
  if (weather.faults.length === 0 || !chance.falls(weather.faultLikelihood)) return undefined
  const kind = chance.pick(weather.faults)
  switch (kind) {
    case 'requestCut':
    case 'replyCut':
    case 'replyTruncated':
      return { kind, at: chance.next() }
    case 'stalled': {
      const on = chance.falls(0.5) ? 'request' : 'reply'
      return { kind, on, ms: chance.between(Math.ceil(weather.stallMs / 5), weather.stallMs) }
    }
    case 'badGateway':
      return { kind, reached: chance.falls(0.5) }
    case 'replyLost':
    case 'blackHole':
    case 'portal':
    case 'repeated':
      return { kind }
  }
}
