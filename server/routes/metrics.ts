/**
 * `GET /metrics` for Prometheus: there only where a token was configured, and answered only to whoever brings it. It measures
 * the process it runs in.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Hono } from 'hono'
import { answerFailure } from '../middleware/answer-failure.ts'
import type { Environment } from '../middleware/environment.ts'
import type { Measured } from '../metrics/metrics.ts'
import type { Parts } from '../parts.ts'

const dayMs = 86_400_000
const perSecond = 1e9

/** `databaseBytes`: how large the files are at this moment. */
export function metricsRoutes(
  parts: Parts,
  { token, databaseBytes }: { readonly token: string; readonly databaseBytes: () => number },
): Hono<Environment> {
  const routes = new Hono<Environment>()
  const lag = monitorEventLoopDelay({ resolution: 20 })
  lag.enable()
  const measure = (): Measured => {
    // Nothing measured yet is no lag, where Node says NaN.
    const seconds = (nanoseconds: number) => (nanoseconds || 0) / perSecond
    const eventLoopLag = { mean: seconds(lag.mean), p99: seconds(lag.percentile(99)) }
    lag.reset()
    return {
      eventLoopLag,
      databaseBytes: databaseBytes(),
      devicesInADay: parts.devices.seenSince(parts.now() - dayMs),
      residentBytes: process.memoryUsage.rss(),
    }
  }
  routes.get('/metrics', (context) => {
    const given = context.req.header('authorization') ?? ''
    if (!isSame(given, `Bearer ${token}`)) return answerFailure(context, { error: 'notFound' })
    return context.body(parts.metrics.text(measure()), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    })
  })
  return routes
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Takes as long wherever the two differ. */
const isSame = (left: string, right: string): boolean =>
  timingSafeEqual(digest(left), digest(right))
