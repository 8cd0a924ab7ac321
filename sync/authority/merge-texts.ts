/**
 * Documents in an edit, merged into what stands. An update is merged as it is. Words without one — a release that knew
 * no documents, a phone on which Yjs did not load — and updates over a past that is no longer here become a change: what
 * was written compared with what its writer had before him. That never deletes words he had not seen.
 */
import type { Definition } from '../../schema/define-record.ts'
import type { Path, Place } from '../../schema/derive/validate.ts'
import { placeOf } from '../../schema/derive/validate.ts'
import { frozenIn } from '../../schema/derive/workflow.ts'
import type { StandingText, TextWrite } from '../../schema/document.ts'
import { standingIn, textWrite } from '../../schema/document.ts'
import { fits } from '../../schema/field.ts'
import type { Json } from '../../schema/json.ts'
import type { Result } from '../result.ts'
import { fail, succeed } from '../result.ts'
import { carriedOver } from '../text-change.ts'
import { compact, openDocument, withUpdate, wordsOf, work } from '../text-document.ts'
import type { Edit, Stamp } from '../wire/edit.ts'
import type { Refused } from './refused.ts'
import type { Row, StoreView } from './store.ts'
import { overWhich, textsSeen } from './texts-seen.ts'

/** What each document of the edit becomes, or why it cannot be merged. */
export type MergedTexts = ReadonlyMap<Path, Result<StandingText, Refused>>

/** `basisOf` answers which stamp lay under a write, as the authority sees it. */
export async function mergeTexts(
  view: StoreView,
  definition: Definition,
  stored: Row | undefined,
  edit: Edit,
  basisOf: (path: Path) => Stamp,
): Promise<MergedTexts> {
  const merged = new Map<Path, Result<StandingText, Refused>>()
  const body = stored?.body ?? {}
  const frozen = frozenIn(definition, body)
  for (const [path, value] of Object.entries(edit.fields)) {
    const place = placeOf(definition, path)
    // What is frozen or none of its kind is refused by others.
    if (!isDocument(place) || frozen.has(path) || !isWritten(place, value)) continue
    const seen = () => textsSeen(view, edit.row, path, basisOf(path), stored)
    const outcome = await mergeText(standingIn(body, path), textWrite(value), edit.id, seen)
    merged.set(path, bounded(outcome, place, path))
  }
  return merged
}

const isDocument = (place: Place | undefined): place is Place => place?.field.merge === 'text'

const isWritten = ({ field }: Place, value: Json): boolean =>
  value === null || fits(field.kind, value)

type Outcome = Result<StandingText, Refused['reason']>

async function mergeText(
  standing: StandingText,
  write: TextWrite,
  editId: string,
  seen: () => Promise<readonly string[]>,
): Promise<Outcome> {
  const updated =
    write.update === undefined ? fail('causesMissing' as const) : withUpdate(standing, write.update)
  if (!updated.ok && updated.failure !== 'causesMissing') return fail(updated.failure)
  if (updated.ok && write.over === undefined) return succeed(compact(updated.value))
  // What follows an update was typed over what the update brought: without it, it is not known over what.
  const told = write.update === undefined || updated.ok ? write.over : undefined
  const document = updated.ok ? updated.value : openDocument(standing)
  const over = told ?? overWhich(await seen(), write.text)
  const splices = carriedOver(over, write.text, wordsOf(document))
  if (splices.length === 0) return succeed(updated.ok ? compact(document) : standing)
  // The edit's own name makes the client: judged again elsewhere, it would become the same change.
  work(document, splices, editId)
  return succeed(compact(document))
}

function bounded(outcome: Outcome, { field }: Place, path: Path): Result<StandingText, Refused> {
  if (!outcome.ok) return fail({ reason: outcome.failure, field: path })
  const tooLong = outcome.value.text.length > (field.kind.longest ?? Infinity)
  return tooLong ? fail({ reason: 'tooLarge', field: path }) : outcome
}
