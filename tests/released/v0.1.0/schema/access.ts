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
}

export type Actor = {
  readonly accountId: string
  readonly personId: string
  readonly branchId: string
  /** Organisations from the root down to the actor's branch. */
  readonly lineage: readonly string[]
  readonly offices: readonly HeldOffice[]
}

const holds = (actor: Actor, organisationId: string, ...names: readonly Office[]): boolean =>
  actor.offices.some((held) => names.includes(held.office) && held.covers.includes(organisationId))

/** Keeps the branch's records: its secretary or deputy. */
export const keepsBranch = (actor: Actor, branchId: string): boolean =>
  actor.offices.some(
    (held) =>
      (held.office === 'secretary' || held.office === 'deputy') && held.organisationId === branchId,
  )

/** Works for an organisation at or above this one. */
export const oversees = (actor: Actor, organisationId: string): boolean =>
  holds(actor, organisationId, 'staff', 'administrator')

export const administers = (actor: Actor, organisationId: string): boolean =>
  holds(actor, organisationId, 'administrator')

export const isSelf = (actor: Actor, personId: string): boolean => actor.personId === personId
