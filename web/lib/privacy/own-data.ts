/**
 * Everything this device holds about one person: his own row, and every row that names him as its member. It follows from the
 * definitions, so a kind of record that is added later is in it without being listed anywhere.
 */
import type { Records, Row } from '#lib/data/types.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { shortDay } from '#lib/i18n/people-time.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { Definition, Registry } from '#schema/define-record.ts'
import type { Field } from '#schema/field.ts'
import type { Body, Json } from '#schema/json.ts'
import { isObject, textOf } from '#schema/json.ts'
import { lesson } from '#schema/records/lesson.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { localDay } from '#schema/rules/calendar.ts'
import { lessonTitle } from '#lib/lesson/words.ts'
import { sayKinds } from '#lib/meeting/words.ts'
import { sayValue } from '#lib/record/say-field.ts'
import type { SheetOf } from '#lib/paper/workbook.ts'

export type OwnRows = { readonly definition: Definition; readonly rows: readonly Row<Body>[] }

/** The field by which a row says whose it is. */
const owner = 'personId'

const isAbout = (definition: Definition): boolean =>
  definition.fields[owner]?.kind.refersTo === person.name

/** Newest first; kinds without a row are left out. */
export async function gatherOwn(
  records: Pick<Records, 'find' | 'findAll'>,
  registry: Registry,
  personId: string,
): Promise<readonly OwnRows[]> {
  const self = await records.find(person, personId)
  const own: OwnRows[] = self ? [{ definition: person, rows: [asBody(self)] }] : []
  for (const definition of registry.all.filter(isAbout)) {
    const all = await records.findAll(definition, { removed: true })
    const rows = all.map(asBody).filter(({ body }) => body[owner] === personId)
    if (rows.length > 0) own.push({ definition, rows })
  }
  return own
}

// Bodies are JSON, whatever their type says.
const asBody = (row: Row<unknown>): Row<Body> => row as Row<Body>

export type NameOf = (id: string) => string | undefined

/** The names of what own rows point to, as far as this device holds it. */
export async function namesFor(
  records: Pick<Records, 'find'>,
  own: readonly OwnRows[],
): Promise<NameOf> {
  const names = new Map<string, string>()
  for (const { definition, rows } of own)
    for (const [field, { kind }] of Object.entries(definition.fields)) {
      if (kind.refersTo === undefined) continue
      for (const id of new Set(rows.map(({ body }) => textOf(body, field)))) {
        if (id === '' || names.has(id)) continue
        const name = await nameIn(records, kind.refersTo, id)
        if (name !== undefined) names.set(id, name)
      }
    }
  return (id) => names.get(id)
}

async function nameIn(
  records: Pick<Records, 'find'>,
  type: string,
  id: string,
): Promise<string | undefined> {
  if (type === person.name) return (await records.find(person, id))?.body.name
  if (type === organisation.name) return (await records.find(organisation, id))?.body.name
  if (type === lesson.name) {
    const found = await records.find(lesson, id)
    return found && lessonTitle(found.body)
  }
  if (type !== meeting.name) return undefined
  const found = await records.find(meeting, id)
  if (!found) return undefined
  const { startsAt, kinds } = found.body
  return m.sync_row_meeting({ day: shortDay(localDay(startsAt)), kinds: sayKinds(kinds) })
}

/** The fields that a person can read, without whose row it is. */
const readable = ({ fields }: Definition): readonly (readonly [string, Field])[] =>
  Object.entries(fields).filter(([name, { kind }]) => name !== owner && !kind.silent)

function sayField({ kind }: Field, value: Json | undefined, nameOf: NameOf): string {
  if (value === undefined) return ''
  if (kind.refersTo !== undefined && typeof value === 'string') return nameOf(value) ?? ''
  if (kind.element && isObject(value))
    return Object.values(value)
      .map((element) => sayElement(element, nameOf))
      .join('\n')
  return sayValue(kind, value, nameOf)
}

/** An element of a set: its numbers too, which elsewhere say nothing by themselves. */
const sayElement = (element: Json, nameOf: NameOf): string =>
  isObject(element)
    ? Object.values(element)
        .filter((part) => typeof part === 'string' || typeof part === 'number')
        .map((part) => sayValue(undefined, part, nameOf))
        .join(' · ')
    : sayValue(undefined, element, nameOf)

export type SaidRow = readonly { readonly label: string; readonly value: string }[]

/** One row in words, without what is empty. */
export const sayOwnRow = (definition: Definition, { body }: Row<Body>, nameOf: NameOf): SaidRow =>
  readable(definition)
    .map(([name, field]) => ({
      label: sayWords(field.words),
      value: sayField(field, body[name], nameOf),
    }))
    .filter(({ value }) => value !== '')

/** A sheet a kind of record, a column a field. */
export const ownSheets = (own: readonly OwnRows[], nameOf: NameOf): readonly SheetOf[] =>
  own.map(({ definition, rows }) => {
    const fields = readable(definition)
    return {
      name: sayWords(definition.words),
      headings: fields.map(([, { words }]) => sayWords(words)),
      rows: rows.map(({ body }) =>
        fields.map(([name, field]) => sayField(field, body[name], nameOf)),
      ),
    }
  })

/** The same for programs: nothing said, nothing left out. */
export const ownJson = (
  own: readonly OwnRows[],
  about: { readonly name: string; readonly exportedAt: string },
): string =>
  JSON.stringify(
    {
      format: 'branchbook-own-1',
      ...about,
      rows: own.flatMap(({ rows }) => rows.map(({ id, type, body }) => ({ type, id, body }))),
    },
    null,
    2,
  )
