/** The sets of a meeting, element by element: as they stand, with what was typed in the form on top. */
import type { BodyFor } from '#schema/define-record.ts'
import type { Path } from '#schema/derive/validate.ts'
import type { Json } from '#schema/json.ts'
import { isObject } from '#schema/json.ts'
import type { meeting } from '#schema/records/meeting.ts'
import type { Matter } from '#schema/rules/matters.ts'
import { matterWords } from '#schema/rules/matters.ts'
import { matters } from '#schema/rules/quorum.ts'

export type MeetingBody = BodyFor<typeof meeting>

/** As typed, path by path: '' is an emptied field, null an element taken out. */
export type Typed = Readonly<Record<Path, Json>>

export type SetName = 'agenda' | 'resolutions' | 'votes'

export type AgendaItem = {
  readonly key: string
  readonly title: string
  readonly notes: string
  /** Of several kinds, the one it belongs to; '' where nobody said. */
  readonly kind?: string
}

export type Resolution = {
  readonly key: string
  readonly text: string
  readonly personId: string
  readonly due: string
}

/** How many, by what is counted: undefined where nobody counted yet. */
export const voteCounts = [
  'entitled',
  'there',
  'yes',
  'no',
  'abstained',
  'invalid',
  'writtenYes',
  'writtenNo',
] as const
export type VoteCount = (typeof voteCounts)[number]

export type Vote = Readonly<Partial<Record<VoteCount, number>>> & {
  readonly key: string
  readonly matter: Matter
  readonly subject: string
}

export type ShownSets = {
  readonly agenda: readonly AgendaItem[]
  readonly resolutions: readonly Resolution[]
  readonly votes: readonly Vote[]
}

type Element = { readonly key: string; readonly value: { readonly [part: string]: Json } }

/** A set as it stands with what was typed on top, in its order. */
function elementsOf(
  body: MeetingBody | undefined,
  typed: Typed,
  name: SetName,
): readonly Element[] {
  const standing: Readonly<Record<string, Json>> = body?.[name] ?? {}
  const all = new Map(Object.entries(standing))
  for (const [path, value] of Object.entries(typed)) {
    if (!path.startsWith(`${name}/`)) continue
    const key = path.slice(name.length + 1)
    if (value === null) all.delete(key)
    else all.set(key, value)
  }
  return [...all]
    .flatMap(([key, value]) => (isObject(value) ? [{ key, value }] : []))
    .sort((left, right) => orderOf(left) - orderOf(right) || (left.key < right.key ? -1 : 1))
}

const orderOf = ({ value }: Element): number => Number(value['order'] ?? 0)

export const wordsIn = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

const isMatter = (name: string): name is Matter => Object.hasOwn(matterWords, name)
const matterOf = (name: string): Matter => (isMatter(name) ? name : 'ordinary')

/** Ballots are void only where they are secret. What does not belong stays in the draft, in case the matter was chosen by mistake. */
function belongs(name: string, matter: string): boolean {
  const rule = matters[matterOf(matter)]
  if (name === 'invalid') return rule.secret
  return rule.writtenOpinions || (name !== 'writtenYes' && name !== 'writtenNo')
}

function voteOf({ key, value }: Element): Vote {
  const matter = wordsIn(value['matter'])
  const counted = voteCounts.flatMap((name) =>
    typeof value[name] === 'number' && belongs(name, matter) ? [[name, value[name]] as const] : [],
  )
  return {
    key,
    matter: matterOf(matter),
    subject: wordsIn(value['subject']),
    ...(Object.fromEntries(counted) as Partial<Record<VoteCount, number>>),
  }
}

export const shownSets = (body: MeetingBody | undefined, typed: Typed): ShownSets => ({
  agenda: elementsOf(body, typed, 'agenda').map(({ key, value }) => ({
    key,
    title: wordsIn(value['title']),
    notes: wordsIn(value['notes']),
    kind: wordsIn(value['kind']),
  })),
  resolutions: elementsOf(body, typed, 'resolutions').map(({ key, value }) => ({
    key,
    text: wordsIn(value['text']),
    personId: wordsIn(value['personId']),
    due: wordsIn(value['due']),
  })),
  votes: elementsOf(body, typed, 'votes').map(voteOf),
})

/** Where a new element goes: after all that stand. */
export const nextOrder = (
  body: MeetingBody | undefined,
  { typed }: { readonly typed: Typed },
  name: SetName,
): number =>
  Math.max(-1, ...elementsOf(body, typed, name).map((each) => Number(each.value['order']))) + 1

/** The element at a path with some parts changed, null for one that is emptied; the others as they stand. */
export function changedElement(
  body: MeetingBody | undefined,
  { typed }: { readonly typed: Typed },
  path: Path,
  parts: Readonly<Record<string, Json>>,
): Json {
  const [name, key] = path.split('/')
  const found = elementsOf(body, typed, name as SetName).find((each) => each.key === key)
  return Object.fromEntries(
    Object.entries({ ...found?.value, ...parts }).filter(([, part]) => part !== null),
  )
}

/** What says where an element stands or of which sort it is, and nothing of its own. */
const places = ['order', 'kind', 'matter']

/** Trimmed, without its empty parts; null where nothing is left but its place. */
export function tidyElement(value: Json): Json {
  if (!isObject(value)) return null
  const kept = Object.entries(value).flatMap(([name, part]) => {
    const tidy = typeof part === 'string' ? part.trim() : part
    if (isMatter(wordsIn(value['matter'])) && !belongs(name, wordsIn(value['matter']))) return []
    return tidy === '' ? [] : [[name, tidy] as const]
  })
  return kept.every(([name]) => places.includes(name)) ? null : Object.fromEntries(kept)
}
