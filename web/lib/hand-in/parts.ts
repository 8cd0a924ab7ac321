/** The parts of a record at which those above make a remark, and where each is mended. */
import { m } from '#lib/i18n/generated/messages.js'
import type { HandInBody } from '#schema/records/hand-in.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'

const words = {
  kinds: m.review_part_kinds,
  startsAt: m.review_part_when,
  notHeld: m.review_part_not_held,
  chairId: m.review_part_chair,
  attendance: m.review_part_attendance,
  agenda: m.review_part_agenda,
  minutes: m.review_part_minutes,
  resolutions: m.review_part_resolutions,
  votes: m.review_part_votes,
  files: m.review_part_files,
} as const

export type Part = keyof typeof words

const isPart = (name: string): name is Part => Object.hasOwn(words, name)

const all = Object.keys(words) as readonly Part[]
const ofWhatWasNotHeld: readonly Part[] = ['kinds', 'startsAt', 'notHeld']

/** In the order in which they are read. */
export const partsOf = (isHeld: boolean): readonly Part[] =>
  isHeld ? all.filter((part) => part !== 'notHeld') : ofWhatWasNotHeld

/** A later release may know more of them. */
export const sayPart = (part: string): string =>
  isPart(part) ? words[part]() : m.review_part_other()

export type Remark = { readonly part: string; readonly text: string }

export function remarksOf({ remarks = {} }: Pick<HandInBody, 'remarks'>): readonly Remark[] {
  const rank = (part: string) => (isPart(part) ? all.indexOf(part) : all.length)
  return Object.entries(remarks)
    .map(([part, { text }]) => ({ part, text }))
    .sort((left, right) => rank(left.part) - rank(right.part))
}

/** By the names of parts: what was said of each, tidied; parts left empty are not among them. */
export const remarkFields = (
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, { readonly text: string }>> =>
  Object.fromEntries(
    Object.entries(texts)
      .filter(([, text]) => text.trim() !== '')
      .map(([part, text]) => [`remarks/${part}`, { text: text.trim() }]),
  )

export type Mending = { readonly href: string; readonly word: string }

type Mended = { readonly id: string; readonly body: Pick<MeetingBody, 'stage'> }

/**
 * What is signed is put right beside the page, by whoever may amend it; its roll and its papers may be completed; the rest
 * is written anew.
 */
export function mendingOf(
  part: string,
  { id, body }: Mended,
  mayAmend: boolean,
): Mending | undefined {
  const form = `/meetings/${id}/edit`
  if (part === 'attendance') return { href: form, word: m.review_mend_roll() }
  if (part === 'files') return { href: '#files', word: m.review_mend_files() }
  if (body.stage !== 'signed') return { href: `${form}?at=${part}`, word: m.review_mend_edit() }
  return mayAmend ? { href: '#amendments', word: m.review_mend_amend() } : undefined
}
