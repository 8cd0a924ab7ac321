/**
 * Who may see and write what. Rights come from posts — who holds which office at which organisation —
 * and every rule is a pure function of an `Actor`, so that device and authority decide alike and only
 * the authority's answer counts.
 */
import type { Words } from './field.ts'
import { words } from './field.ts'

export const offices = {
  secretary: words('党支部书记', 'Branch secretary'),
  deputy: words('党支部副书记', 'Deputy secretary'),
  committee: words('支部委员', 'Committee member'),
  staff: words('党委工作人员', 'Party committee staff'),
  administrator: words('系统管理员', 'Administrator'),
} as const satisfies Record<string, Words>

export type Office = keyof typeof offices

export type HeldOffice = {
  readonly office: Office
  readonly organisationId: string
  /** The organisation itself and everything below it. */
  readonly covers: readonly string[]
  /** It is held from the beginning of this local day to the end of that one. A server of the first release told neither. */
  readonly from?: string
  readonly until?: string
}

export type Actor = {
  readonly accountId: string
  readonly personId: string
  readonly branchId: string
  /** Organisations from the root down to the actor's branch, then those where he holds office and above them. */
  readonly lineage: readonly string[]
  readonly offices: readonly HeldOffice[]
  /** Offices he has been appointed to and does not hold yet. */
  readonly toCome?: readonly HeldOffice[]
}

/**
 * The same person on another day: offices begin and end at midnight, also on a device that has heard of nothing since. What
 * was not told to be his cannot become his.
 */
export function actorOn(actor: Actor, day: string): Actor {
  const { offices, toCome = [], ...person } = actor
  const begun = toCome.filter(({ from = '' }) => from <= day)
  const held = [...offices, ...begun].filter(({ until }) => until === undefined || day <= until)
  if (begun.length === 0 && held.length === offices.length) return actor
  const ahead = toCome.filter((office) => !begun.includes(office))
  return { ...person, offices: held, ...(ahead.length > 0 && { toCome: ahead }) }
}

const holds = (actor: Actor, organisationId: string, ...names: readonly Office[]): boolean =>
  actor.offices.some((held) => names.includes(held.office) && held.covers.includes(organisationId))

/** Keeps the branch's records: its secretary or deputy. */
export const keepsBranch = (actor: Actor, branchId: string): boolean =>
  actor.offices.some(
    (held) =>
      (held.office === 'secretary' || held.office === 'deputy') && held.organisationId === branchId,
  )

/** Holds an office of the branch: what its committee has among itself is his as well. */
export const sitsOnCommittee = (
  { offices: held }: Pick<Actor, 'offices'>,
  branchId: string,
): boolean =>
  held.some(
    ({ office, organisationId }) =>
      organisationId === branchId &&
      (office === 'secretary' || office === 'deputy' || office === 'committee'),
  )

/** Leads the branch. */
export const leadsBranch = (actor: Actor, branchId: string): boolean =>
  actor.offices.some((held) => held.office === 'secretary' && held.organisationId === branchId)

/** Works for an organisation at or above this one. */
export const oversees = (actor: Actor, organisationId: string): boolean =>
  holds(actor, organisationId, 'staff', 'administrator')

export const administers = (actor: Actor, organisationId: string): boolean =>
  holds(actor, organisationId, 'administrator')

export const isSelf = (actor: Actor, personId: string): boolean => actor.personId === personId

/** An office of the Party committee, and not of a branch. */
export const isCommitteeOffice = ({ office }: Pick<HeldOffice, 'office'>): boolean =>
  office === 'staff' || office === 'administrator'

/** Works for the Party committee: signs in at a desk, with a password and a second proof. */
export const isOfCommittee = ({
  offices: held,
}: {
  readonly offices: readonly Pick<HeldOffice, 'office'>[]
}): boolean => held.some(isCommitteeOffice)

type Named = Pick<HeldOffice, 'office' | 'organisationId'>

/** Somebody to be let in: where he belongs, which offices he holds, and which he is to hold. */
export type Helped = Pick<Actor, 'personId' | 'branchId'> & {
  readonly offices: readonly Named[]
  readonly toCome?: readonly Named[]
}

/**
 * May open the door to somebody else's account: a code for his phone, a link for a password, an end to his devices. Whoever
 * holds such a code could be that person, so nobody may make one for rights that he has not himself: a secretary for the
 * members of his branch, whoever works for an organisation above for its secretaries, administrators for those who work there.
 * An office that begins tomorrow counts today: whoever is let in now is in then.
 */
export const mayHelpIn = (actor: Actor, person: Helped): boolean =>
  !isSelf(actor, person.personId) &&
  (keepsBranch(actor, person.branchId) || oversees(actor, person.branchId)) &&
  [...person.offices, ...(person.toCome ?? [])].every(({ office, organisationId }) => {
    if (oversees(actor, organisationId))
      return (
        (office !== 'staff' && office !== 'administrator') || administers(actor, organisationId)
      )
    if (office === 'committee') return keepsBranch(actor, organisationId)
    return office === 'deputy' && leadsBranch(actor, organisationId)
  })

/** May end somebody's account and open it again: the level above. */
export const mayCloseAccountOf = (actor: Actor, person: Helped): boolean =>
  oversees(actor, person.branchId) && mayHelpIn(actor, person)

/** May read what happened at somebody's door: whoever oversees his branch and every organisation for which he works. */
export const mayReadDoorLogOf = (actor: Actor, person: Helped): boolean =>
  oversees(actor, person.branchId) &&
  person.offices.every(({ organisationId }) => oversees(actor, organisationId))
