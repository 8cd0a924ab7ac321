/**
 * No more than so many requests in hand. Who comes later is asked to come back at a time of his own, so that a thousand
 * phones which found the server busy together do not return together.
 */
import { randomInt } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { answerFailure } from './answer-failure.ts'
import type { Environment } from './environment.ts'

const shortestMs = 2_000
const longestMs = 15_000

export function admission(atOnce: number) {
  let inHand = 0
  return createMiddleware<Environment>(async (context, next) => {
    if (inHand >= atOnce)
      return answerFailure(context, {
        error: 'busy',
        retryAfterMs: randomInt(shortestMs, longestMs),
      })
    inHand += 1
    try {
      await next()
      return undefined
    } finally {
      inHand -= 1
    }
  })
}
