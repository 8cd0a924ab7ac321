/** Signing in and setting up: the messages of `/api/session` and `/api/setup`. */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import type { Actor } from '../../schema/access.ts'

const signIn = T.Object(
  {
    name: T.String({ minLength: 1, maxLength: 40 }),
    password: T.String({ minLength: 1, maxLength: 200 }),
    device: T.Object({
      id: T.String({ pattern: '^[A-Za-z0-9_-]{6,24}$' }),
      label: T.String({ maxLength: 80 }),
    }),
  },
  { additionalProperties: false },
)
export type SignIn = T.Static<typeof signIn>
export const readSignIn = (value: unknown): SignIn | undefined =>
  Check(signIn, value) ? value : undefined

const setUp = T.Object(
  {
    token: T.String({ minLength: 20, maxLength: 100 }),
    organisation: T.String({ minLength: 2, maxLength: 80 }),
    kind: T.Enum(['county', 'township']),
    personName: T.String({ minLength: 1, maxLength: 40 }),
    name: T.String({ minLength: 2, maxLength: 40 }),
    password: T.String({ minLength: 10, maxLength: 200 }),
  },
  { additionalProperties: false },
)
export type SetUp = T.Static<typeof setUp>
export const readSetUp = (value: unknown): SetUp | undefined =>
  Check(setUp, value) ? value : undefined

/** Who is signed in. `now` is the server's clock, ms. */
export type Session = {
  readonly account: { readonly id: string; readonly name: string }
  readonly personName: string
  readonly actor: Actor
  readonly now: number
}

/** Every refusal of `/api`: a closed list with words in web/messages. */
export type ApiFailure = {
  readonly error:
    | 'badRequest'
    | 'signedOut'
    | 'wrongPassword'
    | 'tooManyTries'
    | 'usedLink'
    | 'notAllowed'
    | 'notFound'
    | 'tooLarge'
    | 'outdated'
    | 'busy'
    | 'notExcel'
    | 'missingColumns'
    | 'emptySheet'
    | 'expired'
    | 'broken'
  readonly retryAfterMs?: number
  /** For missingColumns: their headings. */
  readonly names?: readonly string[]
}
