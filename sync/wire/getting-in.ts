/** Being let in by somebody, the second proof, and one's devices: the messages of `/api/enrolment`, `/api/links` and others. */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import { idPattern } from '../../schema/field.ts'
import { deviceSchema } from './session.ts'

const closed = { additionalProperties: false } as const
const id = T.String({ pattern: idPattern, maxLength: 160 })
const password = T.String({ minLength: 1, maxLength: 200 })
const newPassword = T.String({ minLength: 10, maxLength: 200 })
const code = T.String({ minLength: 1, maxLength: 40 })
const token = T.String({ minLength: 20, maxLength: 100 })

const reader =
  <Schema extends T.TSchema>(schema: Schema) =>
  (value: unknown): T.Static<Schema> | undefined =>
    Check(schema, value) ? value : undefined

const forPerson = T.Object({ personId: id }, closed)
/** For whom a code is wanted. */
export const readForPerson = reader(forPerson)

/** A code for one phone, to be shown at once: nothing but its hash is kept. */
export type PhoneCode = { readonly code: string; readonly expiresAt: number; readonly now: number }

const enrol = T.Object(
  { code, proof: T.String({ pattern: '^[A-Za-z0-9_-]{20,60}$' }), device: deviceSchema },
  closed,
)
/** `proof` is made by the device and told to nobody else: with it a lost reply can be asked for again. */
export type Enrol = T.Static<typeof enrol>
export const readEnrol = reader(enrol)

/** Whether somebody has an account, as whoever may close it is told. Times are ms. */
export type AccountState =
  { readonly state: 'none' | 'open' } | { readonly state: 'closed'; readonly closedAt: number }

const wantLink = T.Object({ personId: id, alsoFactor: T.Boolean() }, closed)
/** `alsoFactor`: the authenticator is lost as well. */
export type WantLink = T.Static<typeof wantLink>
export const readWantLink = reader(wantLink)

export type PasswordLink = { readonly token: string; readonly expiresAt: number }

const lookAtLink = T.Object({ token }, closed)
export const readLookAtLink = reader(lookAtLink)

/** Whose link it is. `name` is the one he signs in with; `''` where he is to choose one. */
export type LinkOwner = { readonly personName: string; readonly name: string }

const useLink = T.Object(
  { token, name: T.String({ minLength: 2, maxLength: 40 }), password: newPassword },
  closed,
)
export type UseLink = T.Static<typeof useLink>
export const readUseLink = reader(useLink)

const changePassword = T.Object({ old: password, password: newPassword }, closed)
export type ChangePassword = T.Static<typeof changePassword>
export const readChangePassword = reader(changePassword)

const wantFactor = T.Object({ password, code: T.Optional(code) }, closed)
/** The password, and where there is a second proof already, that one too. */
export type WantFactor = T.Static<typeof wantFactor>
export const readWantFactor = reader(wantFactor)

const confirmFactor = T.Object({ code }, closed)
export const readConfirmFactor = reader(confirmFactor)

const oneDevice = T.Object({ accountId: id, deviceId: deviceSchema.properties.id }, closed)
export type OneDevice = T.Static<typeof oneDevice>
export const readOneDevice = reader(oneDevice)

/** One's own account. */
export type OwnAccount = {
  readonly name: string
  readonly hasPassword: boolean
  readonly hasFactor: boolean
  readonly codesLeft: number
}

/** How a device fared when it was last heard of. Times are ms of the server's clock. */
export type DeviceLine = {
  readonly accountId: string
  readonly deviceId: string
  readonly personId: string
  readonly label: string
  readonly isThis: boolean
  /** `revoked`: it has not been heard of since. `ended`: it brought what it had and was told. `out`: nobody is signed in there. */
  readonly state: 'in' | 'out' | 'revoked' | 'ended'
  readonly mayRevoke: boolean
  readonly lastContact: number
  readonly app?: string
  readonly unsent?: number
  readonly oldest?: number
  readonly offset?: number
  readonly storageUsed?: number
}

export type DeviceList = { readonly devices: readonly DeviceLine[]; readonly now: number }
