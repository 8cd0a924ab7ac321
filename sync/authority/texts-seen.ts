/**
 * What history says of a document: the words its writer saw, and what came of them where others wrote as well. It keeps
 * words only; Yjs updates have done their work once they are merged.
 */
import type { Definition } from '../../schema/define-record.ts'
import type { Path } from '../../schema/derive/validate.ts'
import { placeOf } from '../../schema/derive/validate.ts'
import { standingIn, textWrite } from '../../schema/document.ts'
import { fits } from '../../schema/field.ts'
import type { Body, Json } from '../../schema/json.ts'
import { isObject, textOf } from '../../schema/json.ts'
import { changeOf } from '../text-change.ts'
import type { Stamp } from '../wire/edit.ts'
import type { HistoryEntry, Row, StoreView } from './store.ts'

/** The written fields as history keeps them. `after` is the row that came of them, where they were accepted. */
export const textsAsKept = (
  definition: Definition | undefined,
  fields: Body,
  after: Row | undefined,
): Body =>
  Object.fromEntries(
    Object.entries(fields).map(([path, value]) => {
      const kind = definition && placeOf(definition, path)?.field.kind
      // What is no document was refused, and is kept as it came.
      if (kind?.longest === undefined || (value !== null && !fits(kind, value)))
        return [path, value]
      return [path, asKept(textWrite(value).text, after && standingIn(after.body, path).text)]
    }),
  )

const asKept = (written: string, merged: string | undefined): Json =>
  merged === undefined || merged === written ? written || null : { written, merged }

const writtenIn = (kept: Json): string => (isObject(kept) ? textOf(kept, 'written') : wordsIn(kept))
const mergedIn = (kept: Json): string => (isObject(kept) ? textOf(kept, 'merged') : wordsIn(kept))
const wordsIn = (kept: Json): string => (typeof kept === 'string' ? kept : '')

/**
 * What whoever names this stamp as the basis of his words may have had before him. First what the stamp's author himself
 * wrote: everybody saw at least that. Then what became of it as others' words were merged under the same stamp.
 */
export async function textsSeen(
  view: StoreView,
  row: string,
  path: Path,
  basis: Stamp,
  stored: Row | undefined,
): Promise<readonly string[]> {
  if (basis === '') return ['']
  const kept = (await view.history(row)).flatMap((entry) => keptOf(entry, path) ?? [])
  const at = kept.findIndex(({ given }) => given === basis)
  const own = kept[at]
  // Older than the history: the words before its first entry.
  if (!own) return [kept[0]?.before ?? standingIn(stored?.body ?? {}, path).text]
  // What was refused never came to stand here: of those words, only what stood before them.
  if (!own.accepted) return [keptOver(own.before, own.written)]
  const until = kept.findIndex(
    ({ given, accepted }, index) => index > at && accepted && given > basis,
  )
  const under = kept.slice(at, until < 0 ? undefined : until).filter(({ accepted }) => accepted)
  return [own.written, ...under.map(({ merged }) => merged)]
}

/** What a text has left of the one it was written over. */
const keptOver = (before: string, written: string): string =>
  changeOf(before, written, true)
    .flatMap((part) => (part.do === 'keep' ? [part.text] : []))
    .join('')

function keptOf({ after, before, given, result }: HistoryEntry, path: Path) {
  const kept = after[path]
  if (kept === undefined) return undefined
  return {
    given,
    accepted: result === 'accepted' || result === 'merged',
    before: wordsIn(before[path] ?? null),
    written: writtenIn(kept),
    merged: mergedIn(kept),
  }
}

/** The newest of the texts that he must have had before him: he kept all that is in it and not in the first. */
export function overWhich(seen: readonly string[], written: string): string {
  const [first = '', ...later] = seen
  return later.reverse().find((text) => keepsAdditions(first, text, written)) ?? first
}

function keepsAdditions(first: string, text: string, written: string): boolean {
  const added = new Set<number>()
  let at = 0
  for (const part of changeOf(first, text, true)) {
    if (part.do === 'delete') continue
    for (let index = 0; part.do === 'insert' && index < part.text.length; index += 1)
      added.add(at + index)
    at += part.text.length
  }
  at = 0
  for (const part of changeOf(text, written, true)) {
    if (part.do === 'insert') continue
    for (let index = 0; part.do === 'delete' && index < part.text.length; index += 1)
      if (added.has(at + index)) return false
    at += part.text.length
  }
  return true
}
