/**
 * Documents where there is no Yjs: the device lists, shows and syncs them without loading it. Changes are kept as a set
 * until somebody with Yjs merges them (text-document.ts), and whoever wrote sees his own words meanwhile. The set is
 * what converges; the words shown are a view of it.
 */
import type { Path } from '../schema/derive/validate.ts'
import type { Held, StandingText, TextWrite } from '../schema/document.ts'

/** What becomes of a document when an edit writes the field at a path. */
export type MergeText = (path: Path, standing: StandingText, write: TextWrite) => StandingText

/** One's own words on top; the change is kept beside what the authority told. */
export const layOnTop: MergeText = (_path, { text, held }, write) => {
  if (write.update === undefined && write.text === text) return { text, ...(held && { held }) }
  const told: Held = held ?? (text === '' ? {} : { words: text })
  const updates = new Set(told.updates)
  if (write.update !== undefined) updates.add(write.update)
  const loose = told.loose ?? (write.update === undefined || write.over !== undefined)
  return {
    text: write.text,
    held: {
      ...told,
      ...(updates.size > 0 && { updates: [...updates].sort() }),
      ...(loose && { loose }),
    },
  }
}
