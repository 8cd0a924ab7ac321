/** The server as one function from request to response: testable by `app.request()`, without a port. */
import { Hono } from 'hono'
import { TooBusy } from './accounts/passwords.ts'
import type { AppBuild } from './app-files/read-build.ts'
import type { Releases } from './app-files/releases.ts'
import { answerFailure } from './middleware/answer-failure.ts'
import type { Environment } from './middleware/environment.ts'
import { sameOrigin } from './middleware/same-origin.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import type { Parts } from './parts.ts'
import { appFileRoutes } from './routes/app-files.ts'
import { historyRoutes } from './routes/history.ts'
import { importRoutes } from './routes/import.ts'
import { sessionRoutes } from './routes/session.ts'
import { syncRoutes } from './routes/sync.ts'

export type App = Hono<Environment>

export function makeApp(parts: Parts, web: { build: AppBuild; releases: Releases }): App {
  const app = new Hono<Environment>()
  app.use(securityHeaders(parts, web.build.inlineScriptHashes))
  app.use(sameOrigin)
  app.get('/healthz', (context) => {
    // Fails, and says so, where the database does not answer.
    void parts.accounts.isEmpty
    return context.json({ ok: true, now: parts.now() }, 200, { 'cache-control': 'no-store' })
  })
  app.route('/', syncRoutes(parts))
  app.route('/', sessionRoutes(parts))
  app.route('/', historyRoutes(parts))
  app.route('/', importRoutes(parts))
  app.route('/', appFileRoutes(web.build, web.releases))
  app.notFound((context) => answerFailure(context, { error: 'notFound' }))
  app.onError((error, context) => {
    if (error instanceof TooBusy)
      return answerFailure(context, { error: 'busy', retryAfterMs: 5_000 })
    // The log gets all of it, the sender nothing: messages of databases are nobody's business.
    parts.log.error({ err: error, path: context.req.path }, 'a request failed')
    return answerFailure(context, { error: 'broken' })
  })
  return app
}
