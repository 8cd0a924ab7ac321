/**
 * A bucket is a named pile of rows: the unit of what a device holds and may read. Names say where a row
 * belongs and, for dated records, in which year, so that a phone's time window is only a choice of
 * buckets. What an actor may read is decided from the name alone.
 */
import type { Actor } from './access.ts'
import { isSelf, keepsBranch, oversees } from './access.ts'

/** The organisation itself and who holds its offices. */
export const organisationBucket = (id: string) => `org/${id}`
/** Lessons and questions an organisation publishes to everybody below it. */
export const lessonsBucket = (organisationId: string) => `org/${organisationId}/lessons`
/** Names of a branch's members: what comrades know of each other. */
export const peopleBucket = (branchId: string) => `branch/${branchId}/people`
/** Personal files: for the branch's secretary and the organisations above. */
export const filesBucket = (branchId: string) => `branch/${branchId}/files`
/** What the branch publishes to its members: meetings and their counts. */
export const publicBucket = (branchId: string, year: string) => `branch/${branchId}/public/${year}`
/** What the branch keeps to itself: who came, who studied. */
export const workBucket = (branchId: string, year: string) => `branch/${branchId}/work/${year}`
/** What concerns one person; only he reads it here. */
export const personBucket = (personId: string) => `person/${personId}`

const name =
  /^(org|branch|person)\/([A-Za-z0-9_:-]{1,100})(?:\/(lessons|people|files|public|work))?(?:\/([0-9]{4}))?$/

export function mayRead(actor: Actor, bucket: string): boolean {
  const [, room, id, part] = name.exec(bucket) ?? []
  if (id === undefined) return false
  if (room === 'person') return part === undefined && isSelf(actor, id)
  if (room === 'org') return actor.lineage.includes(id) || oversees(actor, id)
  if (part === 'people' || part === 'public') {
    return actor.branchId === id || keepsBranch(actor, id) || oversees(actor, id)
  }
  return (part === 'files' || part === 'work') && (keepsBranch(actor, id) || oversees(actor, id))
}

/** This and last year: what a phone keeps unless it asks for more. */
const yearsKept = (year: number): readonly string[] => [String(year), String(year - 1)]

/**
 * What a device holds without asking, most useful first. A desk that oversees many branches gets what they
 * publish; their files and attendance come when a branch is opened.
 */
export function homeBuckets(actor: Actor, year: number): readonly string[] {
  const branches = new Set([actor.branchId])
  const organisations = new Set([...actor.lineage].reverse())
  for (const held of actor.offices) {
    if (held.office === 'secretary' || held.office === 'deputy') branches.add(held.organisationId)
    if (!oversees(actor, held.organisationId)) continue
    for (const id of held.covers) {
      organisations.add(id)
      branches.add(id)
    }
  }
  const kept = [...branches].filter((id) => keepsBranch(actor, id))
  return [
    ...[...organisations].map(organisationBucket),
    personBucket(actor.personId),
    ...[...branches].map(peopleBucket),
    ...yearsKept(year).flatMap((each) => [
      ...[...branches].map((id) => publicBucket(id, each)),
      ...kept.map((id) => workBucket(id, each)),
    ]),
    ...kept.map(filesBucket),
    ...actor.lineage.map(lessonsBucket),
  ]
}

/** What a desk opens besides, to look into one branch. */
export const branchBuckets = (branchId: string, year: number): readonly string[] => [
  filesBucket(branchId),
  ...yearsKept(year).map((each) => workBucket(branchId, each)),
]
