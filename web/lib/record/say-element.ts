/** An agenda item or a resolution as people read it: its words, then who and until when, a line each. */
import { sayDay } from '#lib/i18n/people-time.ts'
import { m } from '#lib/i18n/generated/messages.js'

/** Of whoever this device does not know, undefined. */
export type NameOf = (personId: string) => string | undefined

export function elementLines(
  value: Readonly<Record<string, unknown>>,
  nameOf: NameOf,
): readonly string[] {
  const part = (name: string) => (typeof value[name] === 'string' ? value[name] : '')
  const person = part('personId')
  return [
    part('title') || part('text'),
    part('notes'),
    person && m.meetings_responsible_only({ name: nameOf(person) ?? m.meetings_somebody() }),
    part('due') && m.meetings_due_only({ due: sayDay(part('due')) }),
  ].filter(Boolean)
}
