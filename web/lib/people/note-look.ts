/** Noting that somebody looks at another's file: once a day, offline too, as a record that the other reads on his phone. */
import type { App } from '#lib/app-context.svelte.ts'
import type { RowDraft } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import { filesBucket, mayRead } from '#schema/bucket.ts'
import { derivedId } from '#schema/define-record.ts'
import { look } from '#schema/records/look.ts'
import { localDay } from '#schema/rules/calendar.ts'

export type Looked = {
  readonly actor: Actor
  /** The name of whoever looks: the member's phone may not hold him. */
  readonly name: string
  readonly nowMs: number
}

/** Whose file, and in which branch. */
export type Seen = { readonly personId: string; readonly branchId: string }

/** What is written, or nothing: of one's own file, and of what one could not see. */
export function lookDraft(
  { actor, name, nowMs }: Looked,
  { personId, branchId }: Seen,
  what: { readonly kind: 'file' } | { readonly kind: 'export'; key: string; reason: string },
): RowDraft | undefined {
  if (actor.personId === personId) return undefined
  if (!mayRead(actor, filesBucket(branchId))) return undefined
  const held = actor.offices.find(({ covers }) => covers.includes(branchId))
  if (!held) return undefined
  const at = new Date(nowMs).toISOString()
  return {
    type: look,
    fields: {
      personId,
      branchId,
      viewerId: actor.personId,
      viewerName: name,
      organisationId: held.organisationId,
      key: localDay(at),
      at,
      ...what,
    },
  }
}

/** What this page has noted already. A desk does not keep such rows, and would write the same every time. */
const noted = new Set<string>()

/** Writes that a file was opened. The disk may refuse it: then nothing else could be written either, and the frame says so. */
export async function noteFileOpened(
  { session, records, clock }: Pick<App, 'session' | 'records' | 'clock'>,
  seen: Seen,
): Promise<void> {
  const { actor, personName = '' } = session
  const looked = actor && { actor, name: personName, nowMs: clock.now() }
  const draft = looked && lookDraft(looked, seen, { kind: 'file' })
  if (!draft) return
  const { viewerId, personId, key } = draft.fields
  const id = derivedId(look.name, [String(viewerId), String(personId), String(key)])
  if (noted.has(id)) return
  noted.add(id)
  if (await records.find(look, id)) return
  if (!(await records.write([draft])).ok) noted.delete(id)
}
