/**
 * One meeting may be open twice, in two pages of one browser, and its draft lies on the disk once. So a form puts there only
 * what changed in itself, and takes away only what it wrote into the record.
 */
import type { Path } from '#schema/derive/validate.ts'
import type { Json } from '#schema/json.ts'
import { sameJson } from '#schema/json.ts'
import type { MeetingDraft } from './draft.ts'

type ByPath = Readonly<Record<Path, Json>>
type Known = Readonly<Record<Path, Json | undefined>>

/** What a form knows of its draft on the disk: nothing, where something else may lie there since. */
export type KnownDraft = {
  readonly notHeld: boolean | undefined
  /** null: nothing is known. */
  readonly uncalled?: MeetingDraft['uncalled'] | null
  readonly typed: Known
  readonly roll: Known
}

/** What is still known while `mine` is on its way: of what changed, the one or the other may lie there. */
export const knownStill = (before: KnownDraft, mine: MeetingDraft): KnownDraft => ({
  notHeld: before.notHeld === mine.notHeld ? mine.notHeld : undefined,
  uncalled: before.uncalled === mine.uncalled ? mine.uncalled : null,
  typed: alike(before.typed, mine.typed),
  roll: alike(before.roll, mine.roll),
})

const alike = (before: Known, mine: ByPath): Known =>
  Object.fromEntries(
    Object.keys({ ...before, ...mine }).map((path) => [
      path,
      before[path] === mine[path] ? mine[path] : undefined,
    ]),
  )

/** What changed here on top of what lies there, and without what was taken back here. */
const overlaid = <Values extends ByPath>(held: Values, mine: Values, before: Known): Values => ({
  ...only(held, (path) => path in mine || !(path in before)),
  ...only(mine, (path) => mine[path] !== before[path]),
})

const only = <Values extends ByPath>(values: Values, stays: (path: Path) => boolean): Values =>
  Object.fromEntries(Object.entries(values).filter(([path]) => stays(path))) as Values

/** `held`: as it lies there. `before`: as far as this form knew it there. */
export const laidOver = (
  held: MeetingDraft | undefined,
  mine: MeetingDraft,
  before: KnownDraft,
): MeetingDraft =>
  held === undefined
    ? mine
    : {
        ...mine,
        notHeld: mine.notHeld === before.notHeld ? held.notHeld : mine.notHeld,
        uncalled: mine.uncalled === before.uncalled ? held.uncalled : mine.uncalled,
        typed: overlaid(held.typed, mine.typed, before.typed),
        roll: overlaid(held.roll, mine.roll, before.roll),
      }

/** What stays there once a form was saved: what it did not say itself, and what it kept back. Undefined where that is nothing. */
export function leftOver(
  held: MeetingDraft,
  said: readonly Pick<MeetingDraft, 'typed' | 'roll'>[],
  keptBack: readonly Path[],
): MeetingDraft | undefined {
  // Once saved, what was taken back is taken back.
  const { typed, roll, uncalled: _done, ...rest } = held
  const left = {
    typed: only(
      typed,
      (path) =>
        keptBack.includes(path) || said.every((own) => !sameJson(own.typed[path], typed[path])),
    ),
    roll: only(
      roll,
      (id) => keptBack.includes(id) || said.every((own) => !sameJson(own.roll[id], roll[id])),
    ),
  }
  const isNothing = Object.keys(left.typed).length + Object.keys(left.roll).length === 0
  return isNothing ? undefined : { ...rest, ...left }
}
