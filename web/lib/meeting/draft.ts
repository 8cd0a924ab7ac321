/**
 * A meeting being written down. The draft holds only what was typed in this form, path by path, over the row as it
 * stands: what nobody touched here stays live, so that an edit made elsewhere meanwhile is shown and never written over.
 */
import type { TextWrite } from '#schema/document.ts'
import { textWrite } from '#schema/document.ts'
import type { Flaw, Path } from '#schema/derive/validate.ts'
import { placeOf } from '#schema/derive/validate.ts'
import { changes, frozenIn } from '#schema/derive/workflow.ts'
import type { Json } from '#schema/json.ts'
import { isObject } from '#schema/json.ts'
import type { Presence } from '#schema/records/attendance.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meeting, meetingKinds } from '#schema/records/meeting.ts'
import { instantOf, localDay, localTime } from '#schema/rules/calendar.ts'
import type { MeetingBody, ShownSets, Typed } from './elements.ts'
import { shownSets, tidyElement, wordsIn } from './elements.ts'
import { voteFlaw } from '#lib/vote/votes.ts'

export type { MeetingBody }

export type RollNote = {
  readonly status: Presence
  readonly reason: string
  /** Of somebody ticked: why he was not there, as it stood before. It comes back where he is unticked. */
  readonly was?: Presence
  /** Said of everybody at once: over what was noted of him by then, '' for nothing. What is noted of him since stands. */
  readonly over?: Presence | ''
}

export type MeetingDraft = {
  readonly isNew: boolean
  readonly branchId: string
  /** Written down as not held, with a reason. */
  readonly notHeld: boolean
  readonly typed: Typed
  /** By person, only those ticked, unticked or explained here. */
  readonly roll: Readonly<Record<string, RollNote>>
  /** Taken back, because the roll was not called yet: what was noted of it here, in case that was a mistake. */
  readonly uncalled?: MeetingDraft['roll'] | undefined
}

export const textFields = [
  'startsAt',
  'endsAt',
  'place',
  'topic',
  'bring',
  'chairId',
  'recorderId',
  'notHeld',
] as const
export type TextFieldName = (typeof textFields)[number]

export type ShownMeeting = Readonly<Record<TextFieldName, string>> &
  ShownSets & {
    readonly kinds: readonly MeetingKind[]
    readonly groupIds: readonly string[]
    readonly minutes: string
    /** Undefined while nobody has said. */
    readonly noneInstead: boolean | undefined
  }

export const meetingDraftName = (id: string): string => `meeting/${id}`
export const idOfMeetingDraft = (name: string): string => name.slice('meeting/'.length)

/** In the order the definition names them, whatever the order of ticking. */
export const sortKinds = (kinds: readonly string[]): readonly MeetingKind[] =>
  (Object.keys(meetingKinds) as MeetingKind[]).filter((kind) => kinds.includes(kind))

/** The minutes as typed here, and over what; undefined where nobody touched them. */
export function minutesTyped(
  body: MeetingBody | undefined,
  typed: MeetingDraft['typed'],
): TextWrite | undefined {
  const value = typed['minutes']
  if (value === undefined) return undefined
  // An earlier release kept the words alone: they were typed over what stands here.
  return isObject(value) ? textWrite(value) : { ...textWrite(value), over: body?.minutes ?? '' }
}

const textsIn = (value: Json): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** A row that is not held and says nothing of it was put off. */
function insteadOf(body: MeetingBody | undefined, typed: Json | undefined): boolean | undefined {
  if (typed !== undefined) return typed === true
  return body?.notHeld === undefined ? undefined : body.noneInstead === true
}

/** What the form shows: the row as it stands, with this form's words on top. */
export function shownMeeting(
  body: MeetingBody | undefined,
  draft: Pick<MeetingDraft, 'typed'>,
): ShownMeeting {
  const { typed } = draft
  const texts = Object.fromEntries(
    textFields.map((name) => [name, wordsIn(typed[name] ?? body?.[name])]),
  ) as Record<TextFieldName, string>
  const kinds = sortKinds(textsIn(typed['kinds'] ?? body?.kinds ?? []))
  const sets = shownSets(body, typed)
  return {
    ...texts,
    minutes: minutesTyped(body, typed)?.text ?? body?.minutes ?? '',
    noneInstead: insteadOf(body, typed['noneInstead']),
    kinds,
    groupIds: textsIn(typed['groupIds'] ?? body?.groupIds ?? []),
    ...sets,
    // An item of a kind that it is not, or is no more, belongs to all of them.
    agenda: sets.agenda.map((item) =>
      kinds.some((kind) => kind === item.kind) ? item : { ...item, kind: '' },
    ),
  }
}

function tidy(path: Path, value: Json): Json {
  if (path === 'kinds') return sortKinds(textsIn(value))
  if (path === 'noneInstead') return value === true || null
  if (path === 'groupIds') return textsIn(value).length === 0 ? null : textsIn(value)
  if (path.includes('/')) return tidyElement(value)
  // Made ready as it is saved (minutes-writing.ts).
  if (path === 'minutes') return value
  return wordsIn(value).trim() || null
}

/** What is typed at a path. With the start an end of the same day goes to another day: nobody means a meeting of a week. */
export function typedAt(
  { startsAt, endsAt }: Pick<ShownMeeting, 'startsAt' | 'endsAt'>,
  path: Path,
  value: Json,
): Readonly<Record<Path, Json>> {
  const typed = { [path]: value }
  const begun = path === 'startsAt' && typeof value === 'string' ? value : ''
  if (begun === '' || startsAt === '' || endsAt === '') return typed
  const [day, before] = [localDay(begun), localDay(startsAt)]
  const goesAlong = day !== before && localDay(endsAt) === before
  return goesAlong ? { ...typed, endsAt: instantOf(day, localTime(endsAt)) } : typed
}

const ofNotHeld = ['notHeld', 'noneInstead']

/**
 * The fields to be written: only what was typed here. What was typed before it was noted as not held goes along, and is there
 * again where it was held after all.
 */
export function meetingFields(
  draft: MeetingDraft,
  body?: MeetingBody,
): Readonly<Record<Path, Json>> {
  const unfit = unfitPaths(body, draft)
  const paths = Object.entries(draft.typed).filter(([path]) =>
    draft.notHeld ? !unfit.includes(path) : !ofNotHeld.includes(path),
  )
  const fields = Object.fromEntries(paths.map(([path, value]) => [path, tidy(path, value)]))
  const reason = draft.typed['notHeld']
  return {
    ...fields,
    branchId: draft.branchId,
    // Held after all: an earlier reason goes. The data layer drops it where there was none.
    ...(draft.notHeld
      ? reason !== undefined && { notHeld: tidy('notHeld', reason) }
      : { notHeld: null, noneInstead: null }),
  }
}

/** Of what was typed, what the meeting's signature keeps from being written any more. `held`: all of it is. */
export function lateFields(
  body: MeetingBody | undefined,
  { typed }: MeetingDraft,
  held = false,
): Readonly<Record<Path, Json>> {
  const frozen = frozenIn(meeting, body ?? {})
  return Object.fromEntries(
    Object.entries(typed).filter(([path, value]) => {
      const place = placeOf(meeting, path)
      return (
        place && (held || frozen.has(place.name)) && changes(place, body ?? {}, tidy(path, value))
      )
    }),
  )
}

type OwnReason = 'endsBeforeStart' | 'halfDate' | 'noSubject' | 'votesDoNotFit'

export type FormFlaw = {
  readonly path: Path
  readonly reason: NonNullable<Flaw>['reason'] | OwnReason
}

/** What is still wrong in the form, before anything is written; the first is where the eye is led. */
export function flawsOf(
  body: MeetingBody | undefined,
  draft: MeetingDraft,
  halves: readonly Path[] = [],
): readonly FormFlaw[] {
  const shown = shownMeeting(body, draft)
  const flaws: FormFlaw[] = halves.map((path) => ({ path, reason: 'halfDate' }))
  const missing = (path: Path) => flaws.push({ path, reason: 'missing' })
  if (shown.kinds.length === 0) missing('kinds')
  if (shown.startsAt === '') missing('startsAt')
  if (draft.notHeld) {
    if (shown.notHeld.trim() === '') missing('notHeld')
    if (shown.noneInstead === undefined) missing('noneInstead')
    return flaws
  }
  return [...flaws, ...heldFlaws(shown)]
}

/** Of what stays hidden while it is noted as not held, what no record would take. */
export const unfitPaths = (body: MeetingBody | undefined, draft: MeetingDraft): readonly Path[] =>
  draft.notHeld ? heldFlaws(shownMeeting(body, draft)).map(({ path }) => path) : []

function heldFlaws(shown: ShownMeeting): readonly FormFlaw[] {
  const flaws: FormFlaw[] = []
  const missing = (path: Path) => flaws.push({ path, reason: 'missing' })
  if (shown.endsAt !== '' && shown.endsAt < shown.startsAt) {
    flaws.push({ path: 'endsAt', reason: 'endsBeforeStart' })
  }
  for (const { key, title, notes } of shown.agenda) {
    if (title.trim() === '' && notes.trim() !== '') missing(`agenda/${key}`)
  }
  for (const { key, text, personId, due } of shown.resolutions) {
    if (text.trim() === '' && (personId || due)) missing(`resolutions/${key}`)
  }
  for (const vote of shown.votes) {
    const reason = voteFlaw(vote)
    if (reason) flaws.push({ path: `votes/${vote.key}`, reason })
  }
  return flaws
}

export const flawsByPath = (flaws: readonly FormFlaw[]): ReadonlyMap<Path, FormFlaw['reason']> =>
  new Map(flaws.map(({ path, reason }) => [path, reason]))

/** A kept draft read back; undefined where it is not one (an older release, a damaged disk). */
export function readMeetingDraft(value: Json | undefined): MeetingDraft | undefined {
  if (!isObject(value) || typeof value['branchId'] !== 'string') return undefined
  const { isNew, branchId, notHeld, typed, roll, uncalled } = value
  if (!isObject(typed) || !isObject(roll ?? null)) return undefined
  return {
    isNew: isNew === true,
    branchId,
    notHeld: notHeld === true,
    typed,
    // Checked again when written: a status the definition does not know is a flaw, not a crash.
    roll: roll as unknown as MeetingDraft['roll'],
    ...(isObject(uncalled) && { uncalled: uncalled as unknown as MeetingDraft['roll'] }),
  }
}
