/**
 * No more than so many requests in hand. Who comes later is asked to come back at a time of his own, so that a thousand
 * phones which found the server busy together do not return together. A body on 2G takes a minute to arrive and costs
 * almost nothing meanwhile, so those still arriving are counted apart; and whoever was let in is never sent away again,
 * for his minute would be lost. After `signedIn`.
 */
import { randomInt } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { answerFailure } from './answer-failure.ts'
import type { Environment } from './environment.ts'

export type Room = {
  /** Requests whose body is still arriving. */
  readonly arriving: number
  /** Requests that have arrived and are being answered. */
  readonly inWork: number
  /** Either, of one account: nobody fills the house alone. */
  readonly perAccount: number
}

const shortestMs = 2_000
const longestMs = 15_000

export function admission(room: Room) {
  const counts = { arriving: 0, inWork: 0 }
  const ofAccount = new Map<string, number>()
  const count = (account: string, change: 1 | -1) => {
    const now = (ofAccount.get(account) ?? 0) + change
    if (now > 0) ofAccount.set(account, now)
    else ofAccount.delete(account)
  }
  const isFull = (account: string) =>
    counts.arriving >= room.arriving ||
    counts.inWork >= room.inWork ||
    (ofAccount.get(account) ?? 0) >= room.perAccount
  return createMiddleware<Environment>(async (context, next) => {
    const account = context.get('session').account.id
    if (isFull(account)) {
      const retryAfterMs = randomInt(shortestMs, longestMs)
      return answerFailure(context, { error: 'busy', retryAfterMs })
    }
    let stage: keyof typeof counts = 'arriving'
    counts[stage] += 1
    count(account, 1)
    context.set('hasArrived', () => {
      counts[stage] -= 1
      stage = 'inWork'
      counts[stage] += 1
    })
    try {
      await next()
      return undefined
    } finally {
      counts[stage] -= 1
      count(account, -1)
    }
  })
}
