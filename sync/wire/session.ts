/** Signing in and setting up: the messages of `/api/session` and `/api/setup`. */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import type { Actor } from '../../schema/access.ts'

export const deviceSchema = T.Object({
  id: T.String({ pattern: '^[A-Za-z0-9_-]{6,24}$' }),
  label: T.String({ maxLength: 80 }),
  /** A screen at which others may sit down: its sessions are short. */
  desk: T.Optional(T.Boolean()),
})

const signIn = T.Object(
  {
    name: T.String({ minLength: 1, maxLength: 40 }),
    password: T.String({ minLength: 1, maxLength: 200 }),
    /** Of an authenticator, or on paper. */
    code: T.Optional(T.String({ minLength: 1, maxLength: 40 })),
    device: deviceSchema,
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
  /** The device the session belongs to: one that lost its storage finds its name again. */
  readonly device: string
  readonly now: number
  /** Codes on paper, shown this once: the second proof has just been set up. */
  readonly papers?: readonly string[]
}

/** What only whoever comes in is told. */
export type DoorRefusal = 'codeNeeded' | 'wrongCode' | 'factorToSet' | 'nameTaken' | 'unknownCode'

/** Every refusal of `/api`: a closed list with words in web/messages. */
export type ApiFailure = {
  readonly error:
    | 'badRequest'
    | 'signedOut'
    | 'wrongPassword'
    | DoorRefusal
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
  /** For factorToSet: what the authenticator is to be given. */
  readonly secret?: string
  /** For signedOut: the session was taken back, and what the device had not sent has arrived. */
  readonly revoked?: true
  /** For missingColumns: their headings. */
  readonly names?: readonly string[]
}
