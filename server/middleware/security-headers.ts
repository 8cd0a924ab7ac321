/** What browsers are told to refuse on our behalf. The app loads nothing from elsewhere and runs no script it did not ship. */
import { createMiddleware } from 'hono/factory'
import type { Parts } from '../parts.ts'
import type { Environment } from './environment.ts'
import { isHttps } from './environment.ts'

const policyFor = (inlineScriptHashes: readonly string[]): string =>
  [
    `default-src 'none'`,
    ['script-src', `'self'`, ...inlineScriptHashes.map((hash) => `'${hash}'`)].join(' '),
    `style-src 'self'`,
    // Style attributes in markup, which no hash covers; style elements stay forbidden.
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `media-src 'self' blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `manifest-src 'self'`,
    `worker-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')

export function securityHeaders(parts: Parts, inlineScriptHashes: readonly string[]) {
  const policy = policyFor(inlineScriptHashes)
  return createMiddleware<Environment>(async (context, next) => {
    await next()
    const { headers } = context.res
    headers.set('content-security-policy', policy)
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'same-origin')
    headers.set(
      'permissions-policy',
      'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
    )
    headers.set('cross-origin-opener-policy', 'same-origin')
    headers.set('cross-origin-resource-policy', 'same-origin')
    if (isHttps(context, parts)) headers.set('strict-transport-security', 'max-age=31536000')
  })
}
