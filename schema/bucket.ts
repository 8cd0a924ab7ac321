/**
 * A bucket is a named pile of rows: the unit of what a device holds and may read. Names say where a row
 * belongs and, for dated records, in which year, so that a phone's time window is only a choice of
 * buckets. What an actor may read is decided from the name alone.
 */
import type { Actor } from './access.ts'
import { isSelf, keepsBranch, oversees, sitsOnCommittee } from './access.ts'

/** The organisation itself and who holds its offices. */
export const organisationBucket = (id: string) => `org/${id}`
/** Lessons and questions an organisation publishes to everybody below it. */
export const lessonsBucket = (organisationId: string) => `org/${organisationId}/lessons`
/** Two versions of one field, put before whoever keeps the organisation's records and before those above it. */
export const conflictsBucket = (organisationId: string) => `org/${organisationId}/conflicts`
/** Names of a branch's members: what comrades know of each other. */
export const peopleBucket = (branchId: string) => `branch/${branchId}/people`
/** Personal files: for the branch's secretary and the organisations above. */
export const filesBucket = (branchId: string) => `branch/${branchId}/files`
/** What the branch publishes to its members: meetings and their counts. */
export const publicBucket = (branchId: string, year: string) => `branch/${branchId}/public/${year}`
/** What its committee has among itself: its own meetings, and talks from heart to heart. */
export const committeeBucket = (branchId: string, year: string) =>
  `branch/${branchId}/committee/${year}`
/** What the branch keeps to itself: who came, who studied. */
export const workBucket = (branchId: string, year: string) => `branch/${branchId}/work/${year}`
/** What concerns one person; only he reads it here. */
export const personBucket = (personId: string) => `person/${personId}`

const name =
  /^(org|branch|person)\/([A-Za-z0-9_:-]{1,100})(?:\/(lessons|conflicts|people|files|public|committee|work))?(?:\/([0-9]{4}))?$/

export function mayRead(actor: Actor, bucket: string): boolean {
  const [, room, id, part] = name.exec(bucket) ?? []
  if (id === undefined) return false
  if (room === 'person') return part === undefined && isSelf(actor, id)
  if (part === 'conflicts') return room === 'org' && (keepsBranch(actor, id) || oversees(actor, id))
  if (room === 'org')
    return actor.lineage.includes(id) || keepsBranch(actor, id) || oversees(actor, id)
  if (part === 'people' || part === 'public') {
    return actor.branchId === id || keepsBranch(actor, id) || oversees(actor, id)
  }
  if (part === 'committee') return sitsOnCommittee(actor, id) || oversees(actor, id)
  return (part === 'files' || part === 'work') && (keepsBranch(actor, id) || oversees(actor, id))
}

/** Keeps the book of the branch or organisation whose bucket it is, or stands above it. */
export function mayKeep(actor: Actor, bucket: string): boolean {
  const [, room, id] = name.exec(bucket) ?? []
  return id !== undefined && room !== 'person' && (keepsBranch(actor, id) || oversees(actor, id))
}

export const isOfConflicts = (bucket: string): boolean => name.exec(bucket)?.[3] === 'conflicts'

/** This and last year: what a phone keeps unless it asks for more. */
const yearsKept = (year: number): readonly string[] => [String(year), String(firstYearHeld(year))]

/**
 * What a device holds without asking, most useful first. A desk that oversees many branches gets what they
 * publish; their files and attendance come when a branch is opened.
 */
export function homeBuckets(actor: Actor, year: number): readonly string[] {
  const branches = new Set([actor.branchId])
  const organisations = new Set([...actor.lineage].reverse())
  for (const held of actor.offices) {
    if (sitsOnCommittee({ offices: [held] }, held.organisationId)) branches.add(held.organisationId)
    if (!oversees(actor, held.organisationId)) continue
    for (const id of held.covers) {
      organisations.add(id)
      branches.add(id)
    }
  }
  const mayHave = (bucket: string) => mayRead(actor, bucket)
  const kept = [...branches].filter((id) => keepsBranch(actor, id))
  const asked = [...new Set([...organisations, ...branches])].map(conflictsBucket)
  return [
    ...[...organisations].map(organisationBucket),
    personBucket(actor.personId),
    ...[...branches].map(peopleBucket),
    ...yearsKept(year).flatMap((each) => [
      ...[...branches].map((id) => publicBucket(id, each)),
      ...[...branches].map((id) => committeeBucket(id, each)).filter(mayHave),
      ...kept.map((id) => workBucket(id, each)),
    ]),
    ...kept.map(filesBucket),
    ...asked.filter(mayHave),
    ...actor.lineage.map(lessonsBucket),
  ]
}

/** What a desk opens besides, to look into one branch. */
export const branchBuckets = (branchId: string, year: number): readonly string[] => [
  filesBucket(branchId),
  ...yearsKept(year).map((each) => workBucket(branchId, each)),
]

/** What there is of a branch's year, as far as the actor may read it. */
export const yearBuckets = (actor: Actor, branchId: string, year: number): readonly string[] =>
  [publicBucket, committeeBucket, workBucket]
    .map((bucket) => bucket(branchId, String(year)))
    .filter((bucket) => mayRead(actor, bucket))

/** The year a phone holds unasked and the one before it; older ones come when somebody looks. */
export const firstYearHeld = (year: number): number => year - 1

/** So many years before the ones held unasked may be kept on a device, packed. */
const olderYearsKept = 10

/** Those years, newest first. */
export const olderYears = (year: number): readonly number[] =>
  Array.from({ length: olderYearsKept }, (_none, index) => firstYearHeld(year) - 1 - index)

/** All there is of those years: of the actor's own branch and of those he keeps. */
export function olderBuckets(actor: Actor, year: number): readonly string[] {
  const held = actor.offices.map(({ organisationId }) => organisationId)
  const branches = new Set([actor.branchId, ...held.filter((id) => keepsBranch(actor, id))])
  return olderYears(year).flatMap((each) =>
    [...branches].flatMap((id) => yearBuckets(actor, id, each)),
  )
}

/** The year of a bucket that is over and no longer on every phone: it is quiet, and may travel and lie packed. */
export function isClosed(bucket: string, year: number): boolean {
  const [, , , , bucketYear] = name.exec(bucket) ?? []
  return bucketYear !== undefined && Number(bucketYear) < firstYearHeld(year)
}
