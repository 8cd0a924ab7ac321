/**
 * What becomes of refused edits when a person writes on. Whoever writes anew what was wrong with one takes its other
 * words along in the new edit, so that there is one edit to judge and no moment in which the words are nowhere (D1).
 */
import type { Definition } from '../../schema/define-record.ts'
import { upgradeFields } from '../../schema/derive/upgrade.ts'
import type { Path } from '../../schema/derive/validate.ts'
import { flawInBody } from '../../schema/derive/validate.ts'
import { withoutSteps } from '../../schema/derive/workflow.ts'
import { textWrite } from '../../schema/document.ts'
import type { Json } from '../../schema/json.ts'
import type { Stamp, State } from '../wire/edit.ts'
import type { HeldEdit } from './held-edit.ts'
import { coverAll, isDocument, wordsAlong } from './refused-words.ts'

/** Of a row: what the authority last said, what lies on top, and whose writes decide what is shown. */
type MendedRow = {
  readonly base: State | null
  readonly edits: readonly HeldEdit[]
  readonly stamps: State['stamps']
}
type Fields = Readonly<Record<Path, Json>>

export type Mended = {
  /** What the new edit says: what is written, and the words of refused edits that it takes along. */
  readonly fields: Fields
  /** The edits that are not taken up in the new one. */
  readonly kept: readonly HeldEdit[]
  /** What is left of those that are, over which others lie by now, or of a row's beginning. It goes as it was written. */
  readonly again: readonly HeldEdit[]
}

/** What the new edit, which writes `written`, makes of the row's refused ones. */
export function mend(definition: Definition, row: MendedRow | undefined, written: Fields): Mended {
  const edits = row?.edits ?? []
  const taken = edits.filter((edit) => edit.refused && mends(definition, row, edit, written))
  const carried: Record<Path, Json> = {}
  for (const edit of taken) {
    for (const [path, value] of Object.entries(shown(definition, edit)))
      if (row?.stamps[path] === edit.stamp && !Object.hasOwn(written, path)) carried[path] = value
  }
  if (row?.base === null) {
    const texts = Object.entries(carried).filter(([path]) => isDocument(definition, path))
    const apart = { taken, carried: Object.fromEntries(texts), written }
    const mended = takeUp(definition, edits, apart)
    if (beginsRow(definition, mended)) return mended
  }
  return takeUp(definition, edits, { taken, carried, written })
}

/**
 * Does what is left of a row that the authority never had make one? Then it goes as it was written, before the new edit: when a row
 * was begun is read from its oldest stamp, and a plan that is mended after its day stays a plan (schema/rules/phase.ts).
 */
function beginsRow(definition: Definition, { again }: Mended): boolean {
  const [first] = again
  return first !== undefined && flawInBody(definition, first.fields) === undefined
}

type Taken = {
  readonly taken: readonly HeldEdit[]
  readonly carried: Fields
  readonly written: Fields
}

function takeUp(
  definition: Definition,
  edits: readonly HeldEdit[],
  { taken, carried, written }: Taken,
): Mended {
  const { fields, along } = withWordsAlong(definition, edits, carried, written)
  const isIn = (edit: HeldEdit, path: Path) =>
    isDocument(definition, path) ? along.get(path)?.has(edit) : Object.hasOwn(fields, path)
  return {
    fields,
    kept: edits.filter((edit) => !taken.includes(edit)),
    again: taken.flatMap((edit) =>
      left(definition, edit, edits, (path) => isIn(edit, path) === true),
    ),
  }
}

/** Documents take the refused words under them along; of which edits, is said by path. */
function withWordsAlong(
  definition: Definition,
  edits: readonly HeldEdit[],
  carried: Fields,
  written: Fields,
) {
  const along = new Map<Path, ReadonlySet<HeldEdit>>()
  const said = Object.entries({ ...carried, ...written }).map(([path, value]) => {
    if (!isDocument(definition, path)) return [path, value] as const
    const last = Object.hasOwn(written, path) ? textWrite(value) : undefined
    const words = wordsAlong(definition, edits, path, last)
    if (!words || words.of.size === 0) return [path, value] as const
    along.set(path, words.of)
    return [path, { ...words.write }] as const
  })
  return { fields: Object.fromEntries<Json>(said), along }
}

/**
 * An edit is mended by writing anew the field that was wrong; where the reason names none, by writing all its fields.
 * Anything else goes by itself: P5, a bad edit holds up no other. A row that the authority has never taken is mended as
 * a whole, for nothing of it can stand alone.
 */
function mends(
  definition: Definition,
  row: MendedRow | undefined,
  edit: HeldEdit,
  fields: Fields,
): boolean {
  if (row?.base === null) return true
  const wrong = edit.refused?.field
  return wrong === undefined
    ? Object.keys(inToday(definition, edit)).every((path) => Object.hasOwn(fields, path))
    : Object.hasOwn(fields, wrong)
}

const inToday = (definition: Definition, { version, fields }: HeldEdit): Fields =>
  upgradeFields(definition, version, fields)

/** A step that was refused was not taken, and is not taken along unasked. */
const shown = (definition: Definition, edit: HeldEdit): Fields =>
  withoutSteps(definition, inToday(definition, edit))

/** `isIn`: does the new edit say this field of it? */
function left(
  definition: Definition,
  edit: HeldEdit,
  edits: readonly HeldEdit[],
  isIn: (path: Path) => boolean,
): readonly HeldEdit[] {
  const { refused: _mended, ...rest } = edit
  const later = edits.slice(edits.indexOf(edit) + 1)
  const isOver = (other: HeldEdit, path: Path) =>
    isDocument(definition, path)
      ? coverAll(definition, other, path)
      : Object.hasOwn(inToday(definition, other), path)
  const fields = Object.entries(shown(definition, edit)).filter(
    ([path]) => !isIn(path) && !later.some((other) => isOver(other, path)),
  )
  return fields.length === 0
    ? []
    : [{ ...rest, version: definition.version, fields: Object.fromEntries(fields) }]
}

/** What a write of this field replaced, as the authority sees it: it has taken nothing of what it refused. */
export function under(edits: readonly HeldEdit[], path: Path, stamp: Stamp): Stamp {
  const refused = edits.find((edit) => edit.refused && edit.stamp === stamp)
  const replaced = refused?.basis[path]
  return replaced === undefined ? stamp : under(edits, path, replaced)
}

/** Refused words that were written over before anybody heard of the refusal, by an edit accepted since. */
export function isWrittenOver(edit: HeldEdit, accepted: readonly HeldEdit[]): boolean {
  const over = new Set(
    accepted.filter(({ stamp }) => stamp > edit.stamp).flatMap(({ fields }) => Object.keys(fields)),
  )
  return edit.refused !== undefined && Object.keys(edit.fields).every((path) => over.has(path))
}
