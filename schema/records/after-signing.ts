/** What is still written to the record of a meeting once it is signed: what became of its resolutions, and what was put right. */
import type { Actor } from '../access.ts'
import { isSelf, keepsBranch } from '../access.ts'
import { day, digest, field, group, moment, optional, ref, setOf, text } from '../field.ts'
import { sameJson } from '../json.ts'

export const afterSigning = {
  /** By the person: chair and recorder both stand for the page. The first signature closes it; who signs later says what he read. */
  countersignatures: field(
    '会签',
    'Countersigned',
    setOf(
      group({
        byId: ref('person'),
        at: moment(),
        /** The digest of the page as he had it before his eyes: that of the signed one. */
        seal: digest(),
      }),
    ),
  ),
  /** By the key of the resolution: it was carried out. */
  followUps: field(
    '决议落实',
    'Carried out',
    setOf(
      group({
        doneOn: day(),
        note: optional(text({ max: 500 })),
        byId: ref('person'),
      }),
    ),
  ),
  /** The signed page stays as it is; what was wrong in it is put right beside it, under a name. */
  amendments: field(
    '更正',
    'Amendments',
    setOf(
      group({
        text: text({ max: 2_000 }),
        byId: ref('person'),
        at: moment(),
      }),
    ),
  ),
} as const

type Noted = { readonly byId: string }

type Page = {
  readonly branchId: string
  readonly stage?: string
  readonly signedById?: string
  readonly seal?: string
  readonly countersignatures?: Readonly<Record<string, Noted & { readonly seal: string }>>
  readonly notHeld?: string
  readonly chairId?: string
  readonly recorderId?: string
  readonly resolutions?: Readonly<Record<string, { readonly personId?: string }>>
  readonly followUps?: Readonly<Record<string, Noted & { readonly doneOn: string }>>
  readonly amendments?: Readonly<Record<string, Noted & { readonly text: string }>>
}

type Change = { readonly before: Page | undefined; readonly after: Page }

/** The keys under which a set says something else than before. */
const changedKeys = <V extends Noted>(
  before: Readonly<Record<string, V>> = {},
  after: Readonly<Record<string, V>> = {},
): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !sameJson(before[key] ?? null, after[key] ?? null),
  )

/** Whoever may sign puts his own name under the page that was signed, once, and nobody takes it away. */
export const countersigns = (actor: Actor, { before, after }: Change): boolean =>
  before?.stage === 'signed' &&
  changedKeys(before.countersignatures, after.countersignatures).every((key) => {
    const said = after.countersignatures?.[key]
    return (
      before.countersignatures?.[key] === undefined &&
      said?.byId === key &&
      isSelf(actor, key) &&
      key !== before.signedById &&
      said.seal === before.seal
    )
  })

/** Amendments are added to what is signed, or to a note that a meeting was not held, each under its author's own name; none is changed or taken away. */
export const amendsFairly = (actor: Actor, { before, after }: Change): boolean =>
  before !== undefined &&
  (before.stage === 'signed' || before.notHeld !== undefined) &&
  changedKeys(before.amendments, after.amendments).every(
    (key) =>
      before.amendments?.[key] === undefined && isSelf(actor, after.amendments?.[key]?.byId ?? ''),
  )

/** Whoever keeps the book notes what became of a resolution; whoever was to carry it out does so for himself. */
export const followsUp = (actor: Actor, { before, after }: Change): boolean =>
  before !== undefined &&
  changedKeys(before.followUps, after.followUps).every((key) => {
    const said = after.followUps?.[key]
    return (
      (said === undefined || isSelf(actor, said.byId)) &&
      (keepsBranch(actor, before.branchId) ||
        isSelf(actor, before.resolutions?.[key]?.personId ?? ''))
    )
  })
