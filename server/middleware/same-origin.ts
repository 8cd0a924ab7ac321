/**
 * Only our own pages may ask for changes. Browsers say where a request comes from (Sec-Fetch-Site, and Origin with every
 * POST); what says neither is no browser, and carries nobody's cookie against his will.
 */
import { createMiddleware } from 'hono/factory'
import { answerFailure } from './answer-failure.ts'
import type { Environment, Request } from './environment.ts'

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

function comesFromOurPage(context: Request): boolean {
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return false
  const origin = context.req.header('origin')
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === hostOf(context)
}

const hostOf = (context: Request) => context.req.header('host') ?? new URL(context.req.url).host

export const sameOrigin = createMiddleware<Environment>(async (context, next) => {
  if (!harmless.has(context.req.method) && !comesFromOurPage(context))
    return answerFailure(context, { error: 'notAllowed' })
  await next()
  return undefined
})
