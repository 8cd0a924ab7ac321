import type { Records } from '#lib/data/types.ts'
import { attendance } from '#schema/records/attendance.ts'
import { exclusion } from '#schema/records/exclusion.ts'
import { meeting } from '#schema/records/meeting.ts'
import { person } from '#schema/records/person.ts'
import { personFile } from '#schema/records/person-file.ts'
import { post } from '#schema/records/post.ts'
import { localDay } from '#schema/rules/calendar.ts'
import { frozenIn } from '#schema/derive/workflow.ts'
import { callsOf, callsTheSame, membersCalled } from '#schema/rules/calls.ts'
import { leftOutOn } from '#schema/rules/exclusions.ts'
import { compareNames } from '#lib/i18n/compare-names.ts'
import { BranchGroups } from '#lib/people/branch-groups.svelte.ts'
import type { MeetingDraft, ShownMeeting } from './draft.ts'
import type { AttendanceRow, RollLine } from '#lib/roll/roll.ts'
import { ownRows, rollOf, uncalledRows } from '#lib/roll/roll.ts'
import { putAwayLast } from '#lib/roll/roll-rows.ts'

/** What a form reads of the device while it is open, always as it stands. Construct it while a component begins. */
export class MeetingSources {
  readonly #row
  readonly #branchId: () => string
  /** Of whom this device knows the name, whoever left the branch as well. */
  readonly #people
  readonly #files
  readonly #posts
  readonly #attendance
  readonly #exclusions
  readonly #groups

  constructor(records: Pick<Records, 'one' | 'list'>, id: string, branchId: () => string) {
    this.#row = records.one(meeting, () => id)
    this.#branchId = branchId
    this.#people = records.list(person)
    this.#files = records.list(personFile)
    this.#posts = records.list(post)
    // Also what was put away: it comes back where a meeting was held after all.
    this.#attendance = records.list(attendance, () => ({ of: id, removed: true }))
    this.#exclusions = records.list(exclusion, () => ({ of: branchId() }))
    this.#groups = new BranchGroups(records, branchId)
  }

  get ready(): boolean {
    return this.#row.ready
  }

  get body() {
    return this.#row.current?.body
  }

  /** Signed: who stands in its roll stays as he was noted. */
  get isSigned(): boolean {
    return frozenIn(meeting, this.body ?? {}).has('minutes')
  }

  /** This device's edits of the meeting that the server did not accept. */
  get refused() {
    return this.#row.current?.edits.filter((edit) => edit.refused) ?? []
  }

  readonly rows = $derived.by(() =>
    this.#attendance.current.filter(({ body }) => body.removedAt === undefined),
  )

  /**
   * With those put away as it was noted as not held, where this form makes it one that was; and with those put away as it came to
   * call others, where this form calls them again. Of a roll taken back, what stays of it.
   */
  rowsFor(draft: MeetingDraft, shown: ShownMeeting): readonly AttendanceRow[] {
    const rows = this.#standingIn(draft, shown)
    return draft.uncalled && !this.isSigned ? uncalledRows(rows) : rows
  }

  #standingIn(draft: MeetingDraft, shown: ShownMeeting): readonly AttendanceRow[] {
    const { body, rows } = this
    if (!body || draft.notHeld) return rows
    const isHeldAfterAll = body.notHeld !== undefined
    if (!isHeldAfterAll && callsTheSame(body, shown)) return rows
    const away = putAwayLast(this.#attendance.current)
    if (isHeldAfterAll) return [...rows, ...away]
    const only = this.calledTo(shown)
    return [...rows, ...away.filter(({ body: { personId } }) => only?.has(personId) !== false)]
  }

  /** Who may be put down in it: the branch's members, and whoever stands in it already, though he left since. */
  readonly people = $derived.by(() => {
    const { chairId, recorderId, resolutions = {} } = this.body ?? {}
    const named = [chairId, recorderId, ...Object.values(resolutions).map((each) => each.personId)]
    return this.#people.current
      .filter(({ id, body }) => body.branchId === this.#branchId() || named.includes(id))
      .map(({ id, body }) => ({ id, name: body.name, initials: body.initials }))
      .sort((left, right) => compareNames(left.name, right.name))
  })

  /** Whom this device knows, of whatever branch. */
  get everybody() {
    return this.#people.current
  }

  readonly nameOf = (personId: string): string | undefined =>
    this.#people.current.find(({ id }) => id === personId)?.body.name

  get groups() {
    return this.#groups.current
  }

  get groupNames(): readonly string[] {
    return this.#groups.namesOf(this.body?.groupIds)
  }

  /** Who alone is called, where it does not call everybody. */
  calledTo({ kinds, groupIds, startsAt }: ShownMeeting): ReadonlySet<string> | undefined {
    return membersCalled(
      { kinds, groupIds, startsAt, branchId: this.#branchId() },
      { people: this.#people.current, groups: this.groups, posts: this.#posts.current },
    )
  }

  /** Whether others are called than those of whom something was noted; not before it is known who these are. */
  isAnew(draft: MeetingDraft, shown: ShownMeeting): boolean {
    const known = [this.#people, this.#posts, this.#groups, this.#attendance]
    if (this.body === undefined || !known.every(({ ready }) => ready)) return false
    // Noted as not held, it may have become another meeting; what comes back was noted for the one it was.
    const only = this.calledTo(shown)
    const isOfOthers = ({ body }: AttendanceRow) =>
      body.removedAt !== undefined && only?.has(body.personId) === false
    return (
      !callsTheSame(this.body, shown) ||
      ownRows(this.rowsFor(draft, shown)).some((row) => isOfOthers(row))
    )
  }

  rollFor(draft: MeetingDraft, shown: ShownMeeting): readonly RollLine[] {
    const { branchId, roll } = draft
    const isTalk = callsOf(shown).whom === 'nobody'
    const day = shown.startsAt === '' ? undefined : localDay(shown.startsAt)
    return rollOf({
      branchId,
      day,
      roll,
      people: this.#people.current,
      files: this.#files.current,
      rows: this.rowsFor(draft, shown),
      only: isTalk ? undefined : this.calledTo(shown),
      ...(day !== undefined && { leftOut: leftOutOn(this.#exclusions.current, branchId, day) }),
      isTalk,
      anew: this.isAnew(draft, shown),
      isSigned: this.isSigned,
    })
  }
}
