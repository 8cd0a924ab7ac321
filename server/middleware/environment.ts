/** What a request carries through the routes, and what a proxy in front may say about it. */
import { getConnInfo } from '@hono/node-server/conninfo'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { SessionOnFile } from '../accounts/session-book.ts'
import type { Parts } from '../parts.ts'

export type Environment = {
  Bindings: Partial<HttpBindings>
  Variables: {
    session: SessionOnFile & { readonly token: string }
    /** Said by who reads the body: all of it is here (admission.ts). */
    hasArrived?: () => void
  }
}

export type Request = Context<Environment>

type Trust = Pick<Parts, 'behindProxy'>

export const isHttps = (context: Request, { behindProxy }: Trust): boolean =>
  new URL(context.req.url).protocol === 'https:' ||
  (behindProxy && context.req.header('x-forwarded-proto') === 'https')

/** Where a request came from: the last address the proxy added, else the connection's. */
export function addressOf(context: Request, { behindProxy }: Trust): string {
  const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  if (behindProxy && forwarded) return forwarded
  // `app.request()` brings no connection, whatever the type says.
  const bindings = context.env as Environment['Bindings'] | undefined
  return bindings?.incoming ? (getConnInfo(context).remote.address ?? 'unknown') : 'unknown'
}
