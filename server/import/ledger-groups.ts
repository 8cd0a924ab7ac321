/** Whose a group meeting was, as this book's own ledger says it: the names of the groups, among the words of the remark. */
import type { MeetingKind } from '../../schema/records/meeting.ts'
import type { LedgerGroup } from './ledger-branches.ts'

export type OfGroups = {
  readonly ids: readonly string[]
  readonly names: string
  /** The remark without them. */
  readonly words: string
  /** What reads like a group and is none of the branch. */
  readonly unknown: string | undefined
}

export function groupsIn(
  remark: string | undefined,
  groups: readonly LedgerGroup[],
  kinds: readonly MeetingKind[],
): OfGroups {
  if (remark === undefined || !kinds.includes('group'))
    return { ids: [], names: '', words: remark ?? '', unknown: undefined }
  // Of two groups of one name nobody can say which.
  const idOf = (name: string) => {
    const [only, ...others] = groups.filter((each) => each.name === name)
    return others.length === 0 ? only?.id : undefined
  }
  const parts = remark.split(/[；;\n]/).map((part) => part.trim())
  const isKnown = (part: string) => namesIn(part).every((name) => idOf(name) !== undefined)
  const known = parts.filter(isKnown)
  const left = parts.filter((part) => !isKnown(part))
  const names = known.flatMap(namesIn)
  return {
    ids: names.flatMap((name) => idOf(name) ?? []),
    names: names.join('、'),
    words: known.length === 0 ? remark : left.join('；'),
    unknown: left.find((part) => /^\S{1,20}小组$/.test(part)),
  }
}

const namesIn = (part: string): readonly string[] => part.split(/[、,，]/)
