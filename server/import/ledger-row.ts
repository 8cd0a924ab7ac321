/** What one row of a ledger says, and what of it has to stay words. */
import type { MeetingKind } from '../../schema/records/meeting.ts'
import type { RowNote } from '../../sync/wire/import.ts'
import type { BranchPeople } from './branch-people.ts'
import type { Clock, When } from './gathering-time.ts'
import type { Counts } from './ledger-columns.ts'
import type { Kept } from './ledger-minutes.ts'
import type { Roll } from './ledger-roll.ts'
import { rollOf } from './ledger-roll.ts'
import type { Mention } from './mentions.ts'
import { mentionsIn } from './mentions.ts'
import type { Table, TableRow } from './table.ts'

/** Chair or recorder. */
type Named = { readonly personId?: string; readonly words?: string }

export class LedgerRow {
  readonly #row: TableRow
  readonly #table: Table
  readonly #people: BranchPeople
  #attended: readonly Mention[] | undefined
  readonly #notes: RowNote[] = []

  constructor(row: TableRow, table: Table, people: BranchPeople) {
    this.#row = row
    this.#table = table
    this.#people = people
  }

  /** What the person who imports should know of the row, as found so far. */
  get notes(): readonly RowNote[] {
    return this.#notes
  }

  note(note: RowNote): void {
    this.#notes.push(note)
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

  roll(): Roll | undefined {
    this.#attended = this.#mentions('attended')
    const said = {
      expected: this.#number('expected') ?? this.#counts()?.expected,
      present: this.#number('present') ?? this.#counts()?.present,
      attended: this.#attended,
      absent: this.#mentions('absent'),
      onLeave: this.#mentions('leave'),
    }
    const roll = rollOf(said, this.kinds, this.#people, this.day)
    if (roll) this.#notes.push(roll.note)
    return roll
  }

  /** What is noted person by person need not stand in the minutes as well. */
  wordsOfRoll(roll: Roll | undefined): Kept {
    const counts = this.#counts()
    const attended = ['参加人员', this.text('attended')] as const
    if (roll && roll.rows.length > 0)
      return this.#attended?.some(({ reason }) => reason) ? [attended] : []
    return [
      ['应到', this.#countWords('expected')],
      ['实到', this.#countWords('present')],
      ['应到、实到', counts ? `${counts.expected} 人、${counts.present} 人` : this.text('counts')],
      attended,
      ['缺席人员', this.text('absent')],
      ['请假人员', this.text('leave')],
    ]
  }

  #number(key: string): number | undefined {
    const value = this.#row.values[key]
    return typeof value === 'number' ? value : undefined
  }

  #countWords(key: string): string | undefined {
    const count = this.#number(key)
    return count === undefined ? this.text(key) : `${count} 人`
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
