/** What one row of a ledger says, and what of it has to stay words. */
import type { MeetingKind } from '../../schema/records/meeting.ts'
import type { RowNote } from '../../sync/wire/import.ts'
import type { BranchPeople } from './branch-people.ts'
import type { Clock, When } from './gathering-time.ts'
import type { LedgerBranch } from './ledger-branches.ts'
import type { Counts } from './ledger-columns.ts'
import type { OfGroups } from './ledger-groups.ts'
import { groupsIn } from './ledger-groups.ts'
import type { Kept } from './ledger-minutes.ts'
import type { Roll } from './ledger-roll.ts'
import { rollOf } from './ledger-roll.ts'
import type { Mention } from './mentions.ts'
import { mentionsIn } from './mentions.ts'
import type { Table, TableRow } from './table.ts'

type Said = Record<'expected' | 'present', number | undefined>

/** Chair or recorder. */
type Named = { readonly personId?: string; readonly words?: string }

export class LedgerRow {
  readonly #row: TableRow
  readonly #table: Table
  readonly #people: BranchPeople
  #attended: readonly Mention[] | undefined
  readonly #notes: RowNote[] = []
  readonly #groups: OfGroups

  constructor(row: TableRow, table: Table, { people, groups }: LedgerBranch) {
    this.#row = row
    this.#table = table
    this.#people = people.on(this.day)
    this.#groups = groupsIn(this.text('remark'), groups, this.kinds)
  }

  /** What the person who imports should know of the row, as found so far. */
  get notes(): readonly RowNote[] {
    return this.#notes
  }

  note(note: RowNote): void {
    this.#notes.push(note)
  }

  has(key: string): boolean {
    return this.#row.values[key] !== undefined
  }

  text(key: string): string | undefined {
    const value = this.#row.values[key]
    return typeof value === 'string' ? value : undefined
  }

  /** Both are needed: a row without a flaw has them, as their readers read them. */
  get day(): string {
    return (this.#row.values['date'] as When).day
  }

  get kinds(): readonly MeetingKind[] {
    return this.#row.values['kinds'] as readonly MeetingKind[]
  }

  /** Of a group meeting: whose it was, as its remark says. */
  get groupIds(): readonly string[] {
    return this.#groups.ids
  }

  /** What of the remark has no place of its own. */
  get remark(): string | undefined {
    return this.#groups.words || undefined
  }

  /** What has no place of its own, and last what stands in columns that this book does not have, under their headings. */
  get aside(): Kept {
    const others = this.#row.others.map(({ heading, words }) => [heading, words] as const)
    return [['列席人员', this.text('guests')], ['备注', this.remark], ...others]
  }

  /** What was made of the remark. */
  noteRemark(): void {
    const { names, unknown } = this.#groups
    const notHeld = this.text('notHeld')
    if (notHeld !== undefined) this.note({ note: 'notHeld', value: notHeld.slice(0, 60) })
    if (names) this.note({ note: 'ofGroups', value: names })
    if (unknown) this.note({ note: 'unknownGroup', value: unknown.slice(0, 60) })
  }

  /** Of the day's own cell, or of a column of its own; an end stands in either or in a third. */
  time(): Clock {
    const { values } = this.#row
    const when = values['date'] as When
    const clock = (values['clock'] ?? {}) as Clock
    const ends = (values['ends'] ?? {}) as Clock
    const from = clock.from ?? when.from
    const to = [clock.to, when.to, ends.from].find((each) => from && each && each > from)
    const left = [clock.words, ends.words, to === undefined ? ends.from : undefined]
    const words = left.filter(Boolean).join('，')
    return { ...(from && { from }), ...(to && { to }), ...(words && { words }) }
  }

  /** The one member named. Two in the chair, or an office behind the name: the words say more than that. */
  person(key: 'chair' | 'recorder'): Named {
    const words = this.text(key)
    const [only, ...others] = this.#mentions(key) ?? []
    if (!words || !only) return {}
    if (only.personId === undefined || others.length > 0) return { words }
    return { personId: only.personId, ...(only.reason && { words }) }
  }

  /** Of what was not held nobody is called. */
  roll(): Roll | undefined {
    if (this.text('notHeld') !== undefined) return undefined
    this.#attended = this.#mentions('attended')
    const said = {
      ...this.numbers,
      attended: this.#attended,
      absent: this.#mentions('absent'),
      onLeave: this.#mentions('leave'),
    }
    const roll = rollOf(said, this.kinds, this.#people, this.day)
    if (roll) this.#notes.push(roll.note)
    return roll
  }

  get numbers(): Said {
    return {
      expected: this.#number('expected') ?? this.#counts()?.expected,
      present: this.#number('present') ?? this.#counts()?.present,
    }
  }

  /** The ledger's own slip of the pen: it is kept as it stands, and said. */
  noteNumbers(): void {
    const { expected, present } = this.numbers
    if (expected === undefined || present === undefined || present <= expected) return
    this.note({ note: 'moreThanExpected', counts: [expected, present] })
  }

  /** How many should have come and did, where no roll says it. */
  countsBeside(
    roll: Roll | undefined,
  ): Partial<Record<'ledgerExpected' | 'ledgerPresent', number>> {
    const { expected, present } = this.numbers
    return roll?.rows.length
      ? {}
      : {
          ...(expected !== undefined && { ledgerExpected: expected }),
          ...(present !== undefined && { ledgerPresent: present }),
        }
  }

  /** What is noted person by person need not stand in the minutes as well. */
  wordsOfRoll(roll: Roll | undefined): Kept {
    const attended = ['参加人员', this.text('attended')] as const
    if (roll && roll.rows.length > 0)
      return this.#attended?.some(({ reason }) => reason) ? [attended] : []
    return [
      // Numbers are kept as numbers; what only reads like one stays words.
      ['应到', this.text('expected')],
      ['实到', this.text('present')],
      ['应到、实到', this.text('counts')],
      attended,
      ['缺席人员', this.text('absent')],
      ['请假人员', this.text('leave')],
    ]
  }

  #number(key: string): number | undefined {
    const value = this.#row.values[key]
    return typeof value === 'number' ? value : undefined
  }

  #counts(): Counts | undefined {
    const value = this.#row.values['counts']
    return typeof value === 'object' ? (value as Counts) : undefined
  }

  /** The people a cell names; of whom it does not make out, a note. */
  #mentions(key: string): readonly Mention[] | undefined {
    const cell = this.text(key)
    const found = cell === undefined ? undefined : mentionsIn(cell, this.#people)
    const { column } = this.#table.flawAt(this.#row.line, key, 'badChoice')
    for (const { why, words } of found ?? []) {
      if (why === undefined) continue
      const note = why === 'unknown' ? 'unknownName' : 'ambiguousName'
      this.#notes.push({ note, ...(column !== undefined && { column }), value: words.slice(0, 60) })
    }
    return found
  }
}
