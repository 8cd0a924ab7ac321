/** Which fields of a file a member may ask to have put right, how each is filled in, and what an answer writes. */
import type { RowDraft } from '#lib/data/types.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { sayWords } from '#lib/i18n/say-words.ts'
import { derivedId } from '#schema/define-record.ts'
import type { Kind } from '#schema/field.ts'
import { fits } from '#schema/field.ts'
import type { Json } from '#schema/json.ts'
import type { CorrectionBody } from '#schema/records/correction.ts'
import { person } from '#schema/records/person.ts'
import { personFile } from '#schema/records/person-file.ts'
import { sayFileValue } from '#lib/people/member-file.ts'

export type AskableField = { readonly name: string; readonly label: string; readonly kind: Kind }

/** Of the identity number no phone holds more than the end: whoever finds it wrong shows his card. */
const neverAsked = ['personId', 'branchId', 'idTail', 'removedAt']

export const askableFields = (): readonly AskableField[] =>
  [
    ...Object.entries(person.fields).filter(([name]) => name === 'name'),
    ...Object.entries(personFile.fields).filter(([name]) => !neverAsked.includes(name)),
  ].map(([name, { words, kind }]) => ({ name, label: sayWords(words), kind }))

export const askableField = (name: string): AskableField | undefined =>
  askableFields().find((each) => each.name === name)

/** A request holds words; a yes or no is one of two. */
const yesOrNo = ({ kind }: AskableField): boolean => !kind.choices && fits(kind, true)

export const optionsOf = (
  asked: AskableField,
): readonly { readonly value: string; readonly word: string }[] => {
  if (yesOrNo(asked))
    return [
      { value: 'true', word: m.desk_yes() },
      { value: 'false', word: m.desk_no() },
    ]
  return Object.entries(asked.kind.choices ?? {}).map(([value, words]) => ({
    value,
    word: sayWords(words),
  }))
}

/** As typed, 2026年6月8日 or 2026.6.8, where the field is a day; otherwise as it stands. */
export function asWritten(asked: AskableField, typed: string): string {
  const words = typed.trim()
  const [, year, month, day] =
    /^(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2}))?)?[月日]?$/.exec(words) ?? []
  if (!isDay(asked) || year === undefined) return words
  return [year, month, day].flatMap((part) => (part ? [part.padStart(2, '0')] : [])).join('-')
}

/** Days are told by what they hold: a year fits, other words do not. */
export const isDay = ({ kind }: AskableField): boolean =>
  !kind.choices && fits(kind, '2026-06') && !fits(kind, '六月')

const valueOf = (asked: AskableField, wanted: string): Json =>
  yesOrNo(asked) ? wanted === 'true' : wanted

export const isFitting = (asked: AskableField, wanted: string): boolean =>
  wanted !== '' && fits(asked.kind, valueOf(asked, wanted))

export const sayWanted = (asked: AskableField, wanted: string): string => {
  const value = valueOf(asked, wanted)
  return typeof value === 'number' ? String(value) : sayFileValue(asked.name, asked.kind, value)
}

/** What accepting writes into the file, or undefined where the request fits no field (any more). */
export function correcting({ personId, field, wanted }: CorrectionBody): RowDraft | undefined {
  const asked = askableField(field)
  if (!asked || !isFitting(asked, wanted)) return undefined
  const value = valueOf(asked, wanted)
  return field === 'name'
    ? { type: person, id: personId, fields: { name: value } }
    : { type: personFile, id: derivedId(personFile.name, [personId]), fields: { [field]: value } }
}
