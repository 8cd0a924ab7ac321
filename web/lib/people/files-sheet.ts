/** The files of a branch as a sheet, in the order of the definition. Of identity numbers no more than a device holds. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { BodyFor } from '#schema/define-record.ts'
import type { Field } from '#schema/field.ts'
import { memberKinds, person } from '#schema/records/person.ts'
import { personFile } from '#schema/records/person-file.ts'
import { sayFileValue } from './member-file.ts'
import type { PersonRecord } from '#lib/record/recorded.ts'
import type { SheetOf } from '#lib/paper/workbook.ts'

type File = BodyFor<typeof personFile>

const shown = Object.entries(personFile.fields).filter(
  ([name, { kind }]) => kind.refersTo === undefined && name !== 'removedAt',
)

const labelOf = (field: Field | undefined): string => (field ? sayWords(field.words) : '')

export const filesSheet = (
  name: string,
  people: readonly PersonRecord[],
  files: ReadonlyMap<string, File>,
): SheetOf => ({
  name,
  headings: [
    ...['name', 'kind'].map((field) => labelOf(person.fields[field])),
    ...shown.map(([field, each]) =>
      field === 'idTail' ? m.desk_person_identity() : labelOf(each),
    ),
  ],
  rows: people.map(({ id, body }) => {
    const file = files.get(id)
    return [
      body.name,
      sayWords(memberKinds[body.kind]),
      ...shown.map(([field, { kind }]) => sayFileValue(field, kind, file?.[field as keyof File])),
    ]
  }),
})
