/** What browsers are told to refuse on our behalf. The app loads nothing from elsewhere and runs no script it did not ship. */
import { createMiddleware } from 'hono/factory'
import type { AppBuild } from '../app-files/read-build.ts'
import type { Parts } from '../parts.ts'
import type { Environment } from './environment.ts'
import { isHttps } from './environment.ts'

type Shipped = Pick<AppBuild, 'inlineScriptHashes' | 'styleAttributeHashes'>

const sources = (...parts: readonly string[]) => parts.join(' ')
const hashesOf = (hashes: readonly string[]) => hashes.map((hash) => `'${hash}'`)

const policyFor = ({ inlineScriptHashes, styleAttributeHashes }: Shipped): string =>
  [
    `default-src 'none'`,
    sources('script-src', `'self'`, ...hashesOf(inlineScriptHashes)),
    `script-src-attr 'none'`,
    `style-src 'self'`,
    // The few style attributes that SvelteKit's own markup has: these very ones, and no other.
    styleAttributeHashes.length === 0
      ? `style-src-attr 'none'`
      : sources('style-src-attr', `'unsafe-hashes'`, ...hashesOf(styleAttributeHashes)),
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

export function securityHeaders(parts: Pick<Parts, 'behindProxy'>, shipped: Shipped) {
  const policy = policyFor(shipped)
  return createMiddleware<Environment>(async (context, next) => {
    await next()
    const { headers } = context.res
    // What somebody brought is answered with less than any page of ours may do.
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy)
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'same-origin')
    headers.set(
      'permissions-policy',
      'camera=(self), bluetooth=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
    )
    headers.set('cross-origin-opener-policy', 'same-origin')
    headers.set('cross-origin-resource-policy', 'same-origin')
    if (isHttps(context, parts)) headers.set('strict-transport-security', 'max-age=31536000')
  })
}
