/**
 * Words of a document that were refused, and what is written over them. The authority never had them, so they go along in
 * the words that are sent next (D1): as the change that was made of them, over what they themselves were written over. What
 * the authority has told since stays out of it, for their writer may not have had that before him (X1).
 */
import type { Definition } from '../../schema/define-record.ts'
import { upgradeFields } from '../../schema/derive/upgrade.ts'
import type { Path } from '../../schema/derive/validate.ts'
import { placeOf } from '../../schema/derive/validate.ts'
import type { TextWrite } from '../../schema/document.ts'
import { textWrite } from '../../schema/document.ts'
import type { HeldEdit } from './held-edit.ts'

export type Along = {
  readonly write: TextWrite
  /** The refused edits whose words are in it. */
  readonly of: ReadonlySet<HeldEdit>
}

export const isDocument = (definition: Definition, path: Path): boolean =>
  placeOf(definition, path)?.field.merge === 'text'

/** An update is made of all that lay on the device; words without one say over which words they were written. */
const holdsAll = ({ update, over }: TextWrite): boolean =>
  update !== undefined && over === undefined

/** `last`, or else the newest words of all, with the refused words right under them. */
export function wordsAlong(
  definition: Definition,
  edits: readonly HeldEdit[],
  path: Path,
  last?: TextWrite,
): Along | undefined {
  let along: Along | undefined
  for (const edit of edits) {
    const value = upgradeFields(definition, edit.version, edit.fields)[path]
    if (value === undefined) continue
    along = edit.refused && laidOn(along, textWrite(value), [edit])
  }
  return last ? laidOn(along, last, []) : along
}

function laidOn(under: Along | undefined, write: TextWrite, of: readonly HeldEdit[]): Along {
  if (!under) return { write, of: new Set(of) }
  const all = new Set([...under.of, ...of])
  if (holdsAll(write)) return { write, of: all }
  const { update, over, text } = under.write
  const isOver = write.update === undefined && write.over === text
  if (!isOver) return { write, of: new Set(of) }
  const told = over ?? (update === undefined ? undefined : text)
  return {
    write: {
      text: write.text,
      ...(update !== undefined && { update }),
      ...(told !== undefined && { over: told }),
    },
    of: all,
  }
}

/** Do these later words of a document hold all that was under them? */
export const coverAll = (definition: Definition, { version, fields }: HeldEdit, path: Path) =>
  holdsAll(textWrite(upgradeFields(definition, version, fields)[path] ?? null))

/** The edit without words that say over what they were written: what lay under them is not in them. */
export const coveringAll = (definition: Definition, edit: HeldEdit): HeldEdit => ({
  ...edit,
  fields: Object.fromEntries(
    Object.entries(edit.fields).filter(
      ([path, value]) => !isDocument(definition, path) || textWrite(value).over === undefined,
    ),
  ),
})
