/**
 * Each request has an id. It stands in every line logged on its behalf and in the reply, so that a failure somebody reports is
 * found. The line of the request itself names its route and not its address: links hold codes.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { newId } from '../accounts/random.ts'
import type { Parts } from '../parts.ts'
import type { Environment, Request } from './environment.ts'

const requests = new AsyncLocalStorage<string>()

/** The id of the request on whose behalf this runs. */
export const requestInHand = (): string | undefined => requests.getStore()

/** `/api/history/:row` and not which row. What stands before a route asks for every method. */
export const routeOf = (context: Request): string =>
  matchedRoutes(context).find(({ method }) => method !== 'ALL')?.path ?? 'none'

/** Anybody may invent methods: they would be series without end. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])

export const requestLog = ({ log, metrics, now }: Pick<Parts, 'log' | 'metrics' | 'now'>) =>
  createMiddleware<Environment>(async (context, next) => {
    const id = newId()
    const startedAt = now()
    await requests.run(id, next)
    context.res.headers.set('x-request-id', id)
    const { method } = context.req
    const { status } = context.res
    const route = routeOf(context)
    const ms = now() - startedAt
    metrics.answered(knownMethods.has(method) ? method : 'other', route, status, ms / 1_000)
    requests.run(id, () => log.info({ method, route, status, ms }, 'answered'))
  })
