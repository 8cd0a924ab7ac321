/** The server as one function from request to response: testable by `app.request()`, without a port. */
import { Hono } from 'hono'
import { TooBusy } from './accounts/passwords.ts'
import type { AppBuild } from './app-files/read-build.ts'
import type { Releases } from './app-files/releases.ts'
import { answerFailure } from './middleware/answer-failure.ts'
import type { Environment } from './middleware/environment.ts'
import { requestLog, routeOf } from './middleware/request-log.ts'
import { sameOrigin } from './middleware/same-origin.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import type { Parts } from './parts.ts'
import { accountRoutes } from './routes/accounts.ts'
import { appFileRoutes } from './routes/app-files.ts'
import { deviceKeyRoutes } from './routes/device-keys.ts'
import { deviceRoutes } from './routes/devices.ts'
import { doorLogRoutes } from './routes/door-log.ts'
import { enrolmentRoutes } from './routes/enrolment.ts'
import { fileRoutes } from './routes/files.ts'
import { historyRoutes } from './routes/history.ts'
import { identityNumberRoutes } from './routes/identity-number.ts'
import { importRoutes } from './routes/import.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { outboxFileRoutes } from './routes/outbox-file.ts'
import { pokeRoutes } from './routes/poke.ts'
import { sessionRoutes } from './routes/session.ts'
import { syncRoutes } from './routes/sync.ts'
import { uploadRoutes } from './routes/uploads.ts'

export type App = Hono<Environment>

export type Surroundings = {
  readonly build: AppBuild
  readonly releases: Releases
  /** Absent where nobody asked for metrics. */
  readonly metrics?: Parameters<typeof metricsRoutes>[1]
}

export function makeApp(parts: Parts, web: Surroundings): App {
  const app = new Hono<Environment>()
  app.use(requestLog(parts))
  app.use(securityHeaders(parts, web.build))
  app.use(sameOrigin)
  app.get('/healthz', (context) => {
    // Fails, and says so, where the database does not answer.
    void parts.accounts.isEmpty
    return context.json({ ok: true, now: parts.now() }, 200, { 'cache-control': 'no-store' })
  })
  app.route('/', syncRoutes(parts))
  app.route('/', pokeRoutes(parts))
  app.route('/', sessionRoutes(parts))
  app.route('/', enrolmentRoutes(parts))
  app.route('/', accountRoutes(parts))
  app.route('/', deviceRoutes(parts))
  app.route('/', deviceKeyRoutes(parts))
  app.route('/', outboxFileRoutes(parts))
  app.route('/', uploadRoutes(parts))
  app.route('/', fileRoutes(parts))
  app.route('/', historyRoutes(parts))
  app.route('/', importRoutes(parts))
  app.route('/', identityNumberRoutes(parts))
  app.route('/', doorLogRoutes(parts))
  if (web.metrics) app.route('/', metricsRoutes(parts, web.metrics))
  app.route('/', appFileRoutes(web.build, web.releases))
  app.notFound((context) => answerFailure(context, { error: 'notFound' }))
  app.onError((error, context) => {
    if (error instanceof TooBusy)
      return answerFailure(context, { error: 'busy', retryAfterMs: 5_000 })
    // The log gets all of it, the sender nothing: messages of databases are nobody's business.
    parts.log.error({ err: error, route: routeOf(context) }, 'a request failed')
    return answerFailure(context, { error: 'broken' })
  })
  return app
}
