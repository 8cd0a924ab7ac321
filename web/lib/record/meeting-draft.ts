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
import type { MeetingBody, ShownSets, Typed } from './meeting-elements.ts'
import { shownSets, tidyElement, wordsIn } from './meeting-elements.ts'
import { voteFlaw } from './meeting-votes.ts'

export type { MeetingBody }

export type RollNote = { readonly status: Presence; readonly reason: string }

export type MeetingDraft = {
  readonly isNew: boolean
  readonly branchId: string
  /** Written down as not held, with a reason. */
  readonly notHeld: boolean
  readonly typed: Typed
  /** By person, only those ticked, unticked or explained here. */
  readonly roll: Readonly<Record<string, RollNote>>
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
    readonly minutes: string
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

/** What the form shows: the row as it stands, with this form's words on top. */
export function shownMeeting(
  body: MeetingBody | undefined,
  draft: Pick<MeetingDraft, 'typed'>,
): ShownMeeting {
  const { typed } = draft
  const texts = Object.fromEntries(
    textFields.map((name) => [name, wordsIn(typed[name] ?? body?.[name])]),
  ) as Record<TextFieldName, string>
  const kinds = typed['kinds'] ?? body?.kinds ?? []
  return {
    ...texts,
    minutes: minutesTyped(body, typed)?.text ?? body?.minutes ?? '',
    kinds: sortKinds(Array.isArray(kinds) ? kinds.map(String) : []),
    ...shownSets(body, typed),
  }
}

function tidy(path: Path, value: Json): Json {
  if (path === 'kinds') return sortKinds(Array.isArray(value) ? value.map(String) : [])
  if (path.includes('/')) return tidyElement(value)
  // Made ready as it is saved (minutes-writing.ts).
  if (path === 'minutes') return value
  return wordsIn(value).trim() || null
}

const shortPath = ['branchId', 'kinds', 'startsAt', 'notHeld']

/** The fields to be written: only what was typed here. A gathering not held has its kinds, its day and the reason. */
export function meetingFields(draft: MeetingDraft): Readonly<Record<Path, Json>> {
  const paths = Object.entries(draft.typed).filter(([path]) =>
    draft.notHeld ? shortPath.includes(path) : path !== 'notHeld',
  )
  const fields = Object.fromEntries(paths.map(([path, value]) => [path, tidy(path, value)]))
  const reason = draft.typed['notHeld']
  return {
    ...fields,
    branchId: draft.branchId,
    // Held after all: an earlier reason goes. The data layer drops it where there was none.
    ...(draft.notHeld
      ? reason !== undefined && { notHeld: tidy('notHeld', reason) }
      : { notHeld: null }),
  }
}

/** Of what was typed, what the meeting's signature keeps from being written any more. */
export function lateFields(
  body: MeetingBody | undefined,
  { typed }: MeetingDraft,
): Readonly<Record<Path, Json>> {
  const frozen = frozenIn(meeting, body ?? {})
  return Object.fromEntries(
    Object.entries(typed).filter(([path, value]) => {
      const place = placeOf(meeting, path)
      return place && frozen.has(place.name) && changes(place, body ?? {}, tidy(path, value))
    }),
  )
}

export type FormFlaw = {
  readonly path: Path
  readonly reason: NonNullable<Flaw>['reason'] | 'endsBeforeStart' | 'votesDoNotFit'
}

/** What is still wrong in the form, before anything is written; the first is where the eye is led. */
export function flawsOf(body: MeetingBody | undefined, draft: MeetingDraft): readonly FormFlaw[] {
  const shown = shownMeeting(body, draft)
  const flaws: FormFlaw[] = []
  const missing = (path: Path) => flaws.push({ path, reason: 'missing' })
  if (shown.kinds.length === 0) missing('kinds')
  if (shown.startsAt === '') missing('startsAt')
  if (draft.notHeld) {
    if (shown.notHeld.trim() === '') missing('notHeld')
    return flaws
  }
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
  const { isNew, branchId, notHeld, typed, roll } = value
  if (!isObject(typed) || !isObject(roll ?? null)) return undefined
  return {
    isNew: isNew === true,
    branchId,
    notHeld: notHeld === true,
    typed,
    // Checked again when written: a status the definition does not know is a flaw, not a crash.
    roll: roll as unknown as MeetingDraft['roll'],
  }
}
