/**
 * What history keeps of an edit. Of an accepted one, all; of a refused one, all that an edit may hold: whoever may write
 * nothing must not be able to fill the authority's disk. What is larger is kept by its hash, its length and its beginning.
 */
import type { Definition } from '../../schema/define-record.ts'
import type { Body, Json } from '../../schema/json.ts'
import { hashOf } from '../hash.ts'
import { valueAt } from '../merge.ts'
import type { Edit } from '../wire/edit.ts'
import { limits } from '../wire/sync.ts'
import type { HistoryEntry, Row } from './store.ts'
import { textsAsKept } from './texts-seen.ts'

type Contents = Pick<HistoryEntry, 'before' | 'after'>

/** Stands for the whole of what was sent; no path is written so. */
const whole = '*'
const beginningLength = 1_000

/** `after` is what the edit made of the row, where it was accepted. */
export function contentsOf(
  definition: Definition | undefined,
  edit: Edit,
  stored: Row | undefined,
  after: Row | undefined,
): Contents {
  const written = textsAsKept(definition, edit.fields, after)
  const before = Object.fromEntries(
    Object.keys(edit.fields).map((path) => [path, (stored && valueAt(stored, path)) ?? null]),
  )
  if (after) return { before, after: written }
  // Naming a large field costs the sender nothing, so what stood there is bounded too.
  return { before: bounded(before), after: bounded(written) }
}

/** Of something that is no edit. */
export const contentsOfBroken = (value: Json): Contents => ({
  before: {},
  after: bounded({ [whole]: value }),
})

function bounded(contents: Body): Body {
  const text = JSON.stringify(contents)
  if (text.length <= limits.editSize) return contents
  const excerpt = {
    sha256: hashOf(contents),
    characters: text.length,
    beginning: text.slice(0, beginningLength),
  }
  return { [whole]: excerpt }
}
