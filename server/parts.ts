/** What the server consists of, put together once and handed to every route. */
import type { Logger } from 'pino'
import type { Registry } from '../schema/define-record.ts'
import type { Store } from '../sync/authority/store.ts'
import { AccountBook } from './accounts/account-book.ts'
import { DeviceBook } from './accounts/device-book.ts'
import { makeIdentityBook } from './accounts/identity-book.ts'
import { MetaBook } from './accounts/meta-book.ts'
import { SignInTries } from './accounts/sign-in-tries.ts'
import type { Clock } from './clock.ts'
import type { IdentityNumbers } from './import/index.ts'
import type { Connections } from './store/connections.ts'
import { makeSqliteStore } from './store/sqlite-store.ts'

export type Parts = {
  readonly registry: Registry
  readonly store: Store
  readonly accounts: AccountBook
  readonly devices: DeviceBook
  readonly tries: SignInTries
  readonly meta: MetaBook
  readonly identities: IdentityNumbers
  readonly now: Clock
  readonly log: Logger
  /** A proxy in front says where a request came from and whether by https. Believed only where set. */
  readonly behindProxy: boolean
}

export const makeParts = (
  connections: Connections,
  given: Pick<Parts, 'registry' | 'now' | 'log' | 'behindProxy'>,
): Parts => ({
  ...given,
  store: makeSqliteStore(connections),
  accounts: new AccountBook(connections),
  devices: new DeviceBook(connections),
  tries: new SignInTries(connections),
  meta: new MetaBook(connections),
  identities: makeIdentityBook(connections),
})
