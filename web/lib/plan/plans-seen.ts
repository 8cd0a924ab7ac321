/**
 * When and where somebody last knew that a planned meeting is: a notice that changed says what it was. Kept on this device only,
 * of what it showed him, until the meeting's day is over; that it changed, lists say until he has opened it.
 */
import type { Notes } from '#lib/data/disk/local-notes.ts'
import { ofOnePerson } from '#lib/data/disk/local-notes.ts'
import { isObject } from '#schema/json.ts'
import { dayAt, localDay } from '#schema/rules/calendar.ts'

export type Plan = {
  readonly startsAt: string
  /** '' where nobody said. */
  readonly place: string
}
/** What somebody knows of it, and how it was before it last changed. */
export type Seen = Plan & { readonly was?: Partial<Plan> }

type Planned = { readonly id: string; readonly body: { startsAt: string; place?: string } }

const noteOf = (accountId: string) => `${ofOnePerson}plans-seen ${accountId}`

export const planOf = ({ body }: Pick<Planned, 'body'>): Plan => ({
  startsAt: body.startsAt,
  place: body.place ?? '',
})

/** What he knew, where it is otherwise now. That a place was named is no change. */
export function changedFrom(known: Plan | undefined, now: Plan): Partial<Plan> | undefined {
  if (!known) return undefined
  const startsAt = known.startsAt === now.startsAt ? {} : { startsAt: known.startsAt }
  const place = known.place === '' || known.place === now.place ? {} : { place: known.place }
  const changed = { ...startsAt, ...place }
  return Object.keys(changed).length === 0 ? undefined : changed
}

/** How it was before it last changed, also where he knows that it did. */
export const wasBefore = (known: Seen | undefined, now: Plan): Partial<Plan> | undefined =>
  changedFrom(known, now) ?? known?.was

const isText = (value: unknown): value is string => typeof value === 'string'

const isPart = (value: unknown): value is Partial<Plan> =>
  isObject(value) &&
  [value['startsAt'], value['place']].every((each) => each === undefined || isText(each))

const isSeen = (value: unknown): value is Seen =>
  isObject(value) &&
  isText(value['startsAt']) &&
  isText(value['place']) &&
  (value['was'] === undefined || isPart(value['was']))

/** By meeting. A note that is not ours is none. */
export function plansSeen(notes: Notes, accountId: string): ReadonlyMap<string, Seen> {
  try {
    const value: unknown = JSON.parse(notes.read(noteOf(accountId)) ?? '{}')
    return new Map(
      Object.entries(isObject(value) ? value : {}).flatMap(([id, plan]) =>
        isSeen(plan) ? [[id, plan]] : [],
      ),
    )
  } catch {
    return new Map()
  }
}

/**
 * These were shown, those of them in `opened` with all that is said of them. What he knew of one on the list stays what he knew
 * until he opens it.
 */
export function notePlansSeen(
  notes: Notes,
  accountId: string,
  shown: readonly Planned[],
  { opened, nowMs }: { readonly opened: boolean; readonly nowMs: number },
): void {
  const known = plansSeen(notes, accountId)
  const fresh = shown.filter(({ id }) => opened || !known.has(id))
  if (fresh.length === 0) return
  const seen = new Map([
    ...known,
    ...fresh.map((each): [string, Seen] => {
      const was = wasBefore(known.get(each.id), planOf(each))
      return [each.id, { ...planOf(each), ...(was && { was }) }]
    }),
  ])
  // Moved to an earlier day or a later one, it is on the list again with the plan that counts.
  const coming = new Set(shown.map(({ id }) => id))
  const kept = [...seen].filter(
    ([id, { startsAt }]) => coming.has(id) || localDay(startsAt) >= dayAt(nowMs),
  )
  notes.write(noteOf(accountId), JSON.stringify(Object.fromEntries(kept)))
}
