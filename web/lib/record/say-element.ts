/** An agenda item, a resolution or a vote as people read it: its words, then who and until when, or how many, a line each. */
import { sayDay } from '#lib/i18n/people-time.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { Words } from '#schema/field.ts'
import { meetingKinds } from '#schema/records/meeting.ts'
import { matterWords } from '#schema/rules/matters.ts'

/** Of whoever this device does not know, undefined. */
export type NameOf = (personId: string) => string | undefined

type Element = Readonly<Record<string, unknown>>

/** As the form asks for them. */
const counts = {
  entitled: m.votes_entitled,
  there: m.votes_there,
  yes: m.votes_yes,
  no: m.votes_no,
  abstained: m.votes_abstained,
  invalid: m.votes_invalid,
  writtenYes: m.votes_written_yes,
  writtenNo: m.votes_written_no,
}

const sayCounts = (value: Element): string =>
  Object.entries(counts)
    .flatMap(([name, what]) => {
      const count = value[name]
      return typeof count === 'number' ? [m.votes_count({ what: what(), count })] : []
    })
    .join(m.votes_comma())

/** '' also for a sort that only a later release knows. */
const saySort = (sorts: Readonly<Record<string, Words>>, sort: string): string => {
  const words = sorts[sort]
  return words ? sayWords(words) : ''
}

export function elementLines(value: Element, nameOf: NameOf): readonly string[] {
  const part = (name: string) => (typeof value[name] === 'string' ? value[name] : '')
  const person = part('personId')
  return [
    part('title') || part('text') || part('subject'),
    saySort(meetingKinds, part('kind')),
    saySort(matterWords, part('matter')),
    sayCounts(value),
    part('notes'),
    person && m.meetings_responsible_only({ name: nameOf(person) ?? m.meetings_somebody() }),
    part('due') && m.meetings_due_only({ due: sayDay(part('due')) }),
  ].filter(Boolean)
}
