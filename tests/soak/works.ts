/** A person's work as drafts of rows: what each of them writes carries the write's word. */
import { derivedId } from '../../schema/define-record.ts'
import { idOf } from '../../server/demo/chance.ts'
import type { Branch } from '../load/county.ts'
import { lessonIds } from '../load/county.ts'
import type { SoakDraft } from './ledger.ts'
import type { Work } from './plan.ts'

type Gathering = {
  readonly id: string
  readonly startsAt: string
  readonly word: string
  /** The place of who recorded it. Until the session ends, nobody else has it on his screen. */
  readonly writer: number
}

/** What one branch has recorded so far, as far as this harness knows: what later work refers to. */
export class BranchBook {
  readonly branch: Branch
  #gatherings: readonly Gathering[] = []
  #shared: readonly Gathering[] = []
  readonly #nowMs: number

  constructor(branch: Branch, nowMs: number) {
    this.branch = branch
    this.#nowMs = nowMs
  }

  /** Everybody has everything now, and what was not kept is gone. */
  conclude(wasKept: (word: string) => boolean): void {
    this.#shared = [...this.#shared, ...this.#gatherings].filter(({ word }) => wasKept(word))
    this.#gatherings = []
  }

  /** `writer` is the place of the writer among the branch's members. */
  draft(work: Work, word: string, writer: number): readonly SoakDraft[] {
    const which = 'which' in work ? this.#pick(work.which, writer) : undefined
    if (work.kind === 'study') return [this.#study(work.lesson, word, writer)]
    if (work.kind === 'refused') return [this.#refused(word)]
    if (work.kind === 'gathering' || !which) return this.#gathering(word, work, writer)
    switch (work.kind) {
      case 'topic':
        return [this.#meeting(which, { topic: word })]
      case 'agenda':
        return [
          this.#meeting(which, {
            [`agenda/k${work.element}`]: { order: work.element, title: word },
          }),
        ]
      case 'roll':
        return this.#roll(which, work.people, word)
      case 'move':
        // Of the years before last, no phone holds anything unasked.
        if (work.yearsBack > 1) this.#forget(which)
        return [this.#meeting(which, { startsAt: this.#yearsBack(work.yearsBack), topic: word })]
      case 'remove':
        return [
          this.#meeting(which, { removedAt: new Date(this.#nowMs).toISOString(), topic: word }),
        ]
    }
  }

  #gathering(word: string, work: Work, writer: number): readonly SoakDraft[] {
    const people = work.kind === 'gathering' ? work.people : 2
    const made = { id: idOf(`soak ${word}`), startsAt: this.#yearsBack(0), word, writer }
    this.#gatherings = [...this.#gatherings, made]
    const fields = {
      branchId: this.branch.id,
      kinds: ['themeDay'],
      startsAt: made.startsAt,
      topic: word,
    }
    return [{ type: 'meeting', id: made.id, fields }, ...this.#roll(made, people, word)]
  }

  #roll({ id, startsAt }: Gathering, people: number, word: string): readonly SoakDraft[] {
    const { id: branchId, members } = this.branch
    return members.slice(0, people).map((person, place) => ({
      type: 'attendance',
      id: derivedId('attendance', [id, person.id]),
      fields: {
        meetingId: id,
        personId: person.id,
        branchId,
        heldAt: startsAt,
        status: place % 3 === 0 ? 'excused' : 'present',
        reason: word,
      },
    }))
  }

  #study(lesson: number, word: string, writer: number): SoakDraft {
    const personId = this.branch.members[writer]?.id ?? ''
    const lessonId = lessonIds[lesson] ?? ''
    return {
      type: 'study',
      id: derivedId('study', [personId, lessonId]),
      fields: {
        personId,
        lessonId,
        branchId: this.branch.id,
        openedAt: this.#yearsBack(0),
        notes: word,
      },
    }
  }

  /** Only those above decide what kind of member somebody is. */
  #refused(word: string): SoakDraft {
    const person = this.branch.members.at(-1)
    return { type: 'person', id: person?.id ?? '', fields: { kind: 'probationary', name: word } }
  }

  readonly #meeting = ({ id }: Gathering, fields: SoakDraft['fields']): SoakDraft => ({
    type: 'meeting',
    id,
    fields,
  })

  #pick(which: number, writer: number): Gathering | undefined {
    const known = [...this.#shared, ...this.#gatherings.filter((each) => each.writer === writer)]
    return known[which % Math.max(1, known.length)]
  }

  #forget(gathering: Gathering): void {
    this.#shared = this.#shared.filter((each) => each !== gathering)
    this.#gatherings = this.#gatherings.filter((each) => each !== gathering)
  }

  readonly #yearsBack = (years: number): string => {
    const day = new Date(this.#nowMs - 86_400_000)
    day.setUTCFullYear(day.getUTCFullYear() - years)
    return day.toISOString()
  }
}
