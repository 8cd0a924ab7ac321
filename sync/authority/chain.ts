/**
 * History as hash chains. Each entry carries the hash of the one before it, so that nothing of it can be changed, taken
 * out, slipped in or moved without every later hash, and the head kept elsewhere, telling. There is one chain a home
 * bucket: no global one for all writers to queue for. A chain covers only the *hash* of an entry's contents, so that what
 * law or retention has erased can go and the chain still holds. Decision: docs/decisions/0012.
 */
import { personBucket } from '../../schema/bucket.ts'
import type { Definition } from '../../schema/define-record.ts'
import { hashOf } from '../hash.ts'
import type { Erasure, Head, HistoryEntry, Link, Row } from './store.ts'

/** Part of every hash: another way of hashing gets another name, and old entries keep theirs. */
const format = 'branchbook history 1'

/**
 * The chain of an edit: the first bucket of its row as the row stands after judging. An edit that was refused before there
 * was a row stands in the chain of who sent it: what it says of itself is not to be believed.
 */
export const homeOf = (
  definition: Definition | undefined,
  row: Row | undefined,
  personId: string,
): string => (row && definition?.seenIn(row.body, row.id)[0]) ?? personBucket(personId)

/** The next entry of a chain. `salt` is random: short contents could be guessed from a bare hash after their erasure. */
export function linkAfter(head: Head | undefined, entry: HistoryEntry, salt: string): Link {
  const number = (head?.number ?? 0) + 1
  const contentHash = hashOfContents(entry, salt)
  const hash = hashOfLink(head?.hash ?? '', { entry, number, contentHash })
  return { entry, number, salt, contentHash, hash }
}

export const hashOfContents = ({ before, after }: HistoryEntry, salt: string): string =>
  hashOf([salt, before, after])

export const hashOfLink = (
  previous: string,
  { entry, number, contentHash }: Pick<Link, 'entry' | 'number' | 'contentHash'>,
): string =>
  hashOf([
    format,
    previous,
    entry.chain,
    number,
    entry.edit,
    entry.row,
    entry.type,
    entry.account,
    entry.person,
    entry.device,
    entry.madeAt,
    entry.receivedAt,
    entry.stamp,
    entry.given,
    entry.result,
    entry.reason ?? null,
    entry.field ?? null,
    contentHash,
    // Last and only where there is one: an entry without a carrier is hashed as it always was.
    ...(entry.carrier === undefined ? [] : [entry.carrier]),
  ])

/** The entry that says whose contents went, when, by whom and why. It stands in the chain of what it erases. */
export const erasureEntry = (erased: HistoryEntry, erasure: Erasure): HistoryEntry => ({
  chain: erased.chain,
  edit: erasure.id,
  row: erased.row,
  type: erased.type,
  account: erasure.account,
  person: erasure.person,
  device: '',
  madeAt: erasure.at,
  receivedAt: erasure.at,
  stamp: '',
  given: '',
  before: {},
  after: { edit: erased.edit, reason: erasure.reason },
  result: 'erased',
})

/** What is left of an entry: the salt goes too, or the contents could be guessed. */
export const withoutContents = (link: Link): Link => ({
  ...link,
  salt: '',
  entry: { ...link.entry, before: {}, after: {}, erased: true },
})
