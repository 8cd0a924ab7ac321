/**
 * `GET /sync/poke`: server-sent events for desks. A poke says only that an exchange would bring something: what, and to
 * whom, is decided by `/sync/v1` alone (P4). Nothing depends on a poke's arrival; devices ask by their timers as well.
 */
import { randomInt } from 'node:crypto'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { actorOf } from '../../sync/authority/actor.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import type { Environment } from '../middleware/environment.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'
import type { ListenerLimits } from './poke-listeners.ts'
import { PokeListeners } from './poke-listeners.ts'

export type PokeSettings = ListenerLimits & {
  /** Proxies cut what is silent for a minute, and phones' networks sooner. */
  readonly heartbeatMs: number
  /** Then the device comes again, and its rights are looked up anew. */
  readonly lifeMs: number
}

const usual: PokeSettings = {
  inAll: 500,
  perAccount: 6,
  heartbeatMs: 25_000,
  lifeMs: 15 * 60_000,
}

const heartbeat = ':\n\n'
const poke = 'data: moved\n\n'

export function pokeRoutes(parts: Parts, settings: PokeSettings = usual): Hono<Environment> {
  const routes = new Hono<Environment>()
  const listeners = new PokeListeners(parts.moved, settings)
  routes.get('/sync/poke', signedIn(parts), async (context) => {
    const { account, token } = context.get('session')
    const actor = await parts.store.read((view) => actorOf(view, account, parts.now()))
    if (!actor) return answerFailure(context, { error: 'signedOut' })
    const listener = listeners.enter(actor)
    if (!listener)
      return answerFailure(context, { error: 'busy', retryAfterMs: randomInt(60_000, 180_000) })
    // Nginx would hold events back until its buffer is full.
    context.header('x-accel-buffering', 'no')
    const until = parts.now() + settings.lifeMs
    const goesOn = () =>
      parts.now() < until && parts.sessions.find(token, parts.now())?.state === 'open'
    return streamSSE(context, async (stream) => {
      stream.onAbort(() => listeners.leave(listener))
      try {
        // The first bytes: the device learns at once that it is connected.
        await stream.write(heartbeat)
        for (;;) {
          const moved = await listener.next(settings.heartbeatMs)
          if (stream.aborted || !goesOn()) return
          await stream.write(moved ? poke : heartbeat)
        }
      } catch (error) {
        // Hono would send its message to the device.
        parts.log.error({ err: error }, 'a poke failed')
      } finally {
        listeners.leave(listener)
      }
    })
  })
  return routes
}
