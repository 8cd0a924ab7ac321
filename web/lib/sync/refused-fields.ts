/** What a person wrote and the authority did not take, field by field, and where it is mended. */
import type { HeldEdit, Problem, Row } from '#lib/data/types.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { Definition } from '#schema/define-record.ts'
import type { Json } from '#schema/json.ts'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import { study } from '#schema/records/study.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import type { SaidField } from '#lib/record/say-field.ts'
import { sayFields } from '#lib/record/say-field.ts'

export const refusedEdits = (rows: readonly Pick<Row<unknown>, 'edits'>[]): readonly HeldEdit[] =>
  rows.flatMap(({ edits }) => edits.filter((edit) => edit.refused))

export type RefusedField = SaidField & { readonly wrong: boolean }

/** Of several edits of one field the newest words; the field that was wrong is marked. */
export function sayRefused(
  definition: Definition,
  { edits }: Pick<Row<unknown>, 'edits'>,
  nameOf: NameOf,
): readonly RefusedField[] {
  const refused = edits.filter((edit) => edit.refused)
  const fields: Record<string, Json> = Object.assign({}, ...refused.map((edit) => edit.fields))
  const wrong = new Set(refused.map((edit) => edit.refused?.field))
  return sayFields(definition, fields, nameOf).map((said) => ({
    ...said,
    wrong: wrong.has(said.path),
  }))
}

export type WrittenRow = {
  readonly id: string
  readonly name: string | undefined
  readonly fields: readonly RefusedField[]
}

/** All fields of some rows, what was wrong first. `whole`: every word of them, for whoever is about to give them up. */
export const sayWritten = (rows: readonly WrittenRow[], whole: boolean) =>
  rows
    .flatMap(({ id, name, fields }) =>
      fields.map((field) => ({
        ...field,
        name,
        key: `${id} ${field.path}`,
        value: whole ? field.value : shorten(field.value),
      })),
    )
    .sort((left, right) => Number(right.wrong) - Number(left.wrong))

const shownLetters = 300

/** Long minutes are begun here, and stand whole in the export. */
const shorten = (words: string): string =>
  words.length <= shownLetters
    ? words
    : m.sync_words_cut({ begin: words.slice(0, shownLetters), count: words.length })

/** The form in which these words are mended, opened at the field; undefined where there is none. */
export function mendingPlace(
  { id, type, body }: Pick<Row<unknown>, 'id' | 'type' | 'body'>,
  problem: Problem | null,
): string | undefined {
  const { meetingId, lessonId } = body as { meetingId?: string; lessonId?: string }
  const at = problem?.field === undefined ? '' : `?at=${encodeURIComponent(problem.field)}`
  switch (type) {
    case meeting.name:
      return `/meetings/${id}/edit${at}`
    case attendance.name:
      return meetingId && `/meetings/${meetingId}/edit?at=roll`
    case study.name:
      return lessonId && `/study/${lessonId}`
    default:
      return undefined
  }
}
