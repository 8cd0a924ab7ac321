/** What the server consists of, put together once and handed to every route. */
import type { Logger } from 'pino'
import type { Registry } from '../schema/define-record.ts'
import type { Store } from '../sync/authority/store.ts'
import { AccountBook } from './accounts/account-book.ts'
import { DailyBound, usualBounds } from './accounts/daily-bound.ts'
import { DeviceBook } from './accounts/device-book.ts'
import { DisclosureBook } from './accounts/disclosure-book.ts'
import { EntryBook } from './accounts/entry-book.ts'
import { FactorBook } from './accounts/factor-book.ts'
import { makeIdentityBook } from './accounts/identity-book.ts'
import { MetaBook } from './accounts/meta-book.ts'
import { SecurityLog } from './accounts/security-log.ts'
import { SessionBook } from './accounts/session-book.ts'
import { SignInTries } from './accounts/sign-in-tries.ts'
import type { Clock } from './clock.ts'
import { FileBook } from './files/file-book.ts'
import type { FileStore } from './files/file-store.ts'
import type { IdentityNumbers } from './import/index.ts'
import type { Connections } from './store/connections.ts'
import { AuthorBook } from './keys/author-book.ts'
import type { ServerKeys } from './keys/server-keys.ts'
import { Metrics } from './metrics/metrics.ts'
import { MovedBuckets } from './store/moved-buckets.ts'
import { makeSqliteStore } from './store/sqlite-store.ts'

export type Parts = {
  readonly registry: Registry
  readonly store: Store
  /** Hears of every commit of the store. */
  readonly moved: MovedBuckets
  readonly accounts: AccountBook
  readonly sessions: SessionBook
  readonly factors: FactorBook
  readonly entries: EntryBook
  readonly security: SecurityLog
  readonly devices: DeviceBook
  readonly tries: SignInTries
  readonly meta: MetaBook
  readonly identities: IdentityNumbers
  readonly disclosures: DisclosureBook
  readonly keys: ServerKeys
  /** The bytes of files, and what is known of them. */
  readonly files: FileStore
  readonly fileBook: FileBook
  readonly authors: AuthorBook
  readonly metrics: Metrics
  /** Of edits, by whatever way they come. */
  readonly dailyBound: DailyBound
  readonly now: Clock
  readonly log: Logger
  /** A proxy in front says where a request came from and whether by https. Believed only where set. */
  readonly behindProxy: boolean
}

export const makeParts = (
  connections: Connections,
  given: Pick<Parts, 'registry' | 'now' | 'log' | 'behindProxy' | 'keys' | 'files'>,
): Parts => {
  const moved = new MovedBuckets()
  return {
    ...given,
    store: moved.watch(makeSqliteStore(connections)),
    moved,
    identities: makeIdentityBook(connections),
    disclosures: new DisclosureBook(connections),
    fileBook: new FileBook(connections),
    ...makeBooks(connections),
    factors: new FactorBook(connections, given.keys),
    metrics: new Metrics(),
    dailyBound: new DailyBound(usualBounds),
    authors: new AuthorBook(connections),
  }
}

/** What is kept beside the records: also for the command line, which knows of no records. */
export const makeBooks = (connections: Connections) => ({
  accounts: new AccountBook(connections),
  sessions: new SessionBook(connections),
  entries: new EntryBook(connections),
  security: new SecurityLog(connections),
  devices: new DeviceBook(connections),
  tries: new SignInTries(connections),
  meta: new MetaBook(connections),
})
