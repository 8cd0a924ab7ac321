/**
 * A server that came back from a backup may have lost photos and papers that it had confirmed (D5, docs/decisions/0031). Those
 * whose bytes still lie on this device wait again, as if they had never arrived, and go the way of all others.
 */
import type { Records } from '#lib/data/types.ts'
import { askServer } from '#lib/session/ask-server.ts'
import { attachment } from '#schema/records/attachment.ts'
import { fileAddress } from '#sync/wire/files.ts'
import type { Shelf } from './shelf.ts'

export type AgainParts = {
  readonly fetch: typeof fetch
  readonly shelf: Shelf
  readonly records: Pick<Records, 'findAll'>
  /** Whoever may not write a branch's records may not bring its files. */
  mayBring(branchId: string): boolean
}

const limitMs = 60_000

/** Rejects where the server does not answer: what waits by then goes, and the next contact asks for the rest. */
export async function waitAgain(parts: AgainParts): Promise<void> {
  const { shelf, records, mayBring } = parts
  for (const { id, body } of await records.findAll(attachment)) {
    const { meetingId, branchId, digest, kind, bytes, thumb, thumbBytes, addedAt } = body
    if (!mayBring(branchId)) continue
    if (!(await shelf.holds(thumb === undefined ? [digest] : [thumb, digest]))) continue
    if (await isThere(parts.fetch, id, digest)) continue
    await shelf.takeAgain({
      ...{ row: id, meetingId, digest, kind, bytes, addedAt: Date.parse(addedAt), filed: true },
      ...(thumb !== undefined && { thumb }),
      ...(thumbBytes !== undefined && { thumbBytes }),
    })
  }
}

/** Asked without taking it: the small picture went first, so where the whole one is both are. */
const isThere = (fetchNow: typeof fetch, row: string, digest: string): Promise<boolean> =>
  askServer(fetchNow, fileAddress(digest, row), { method: 'HEAD', limitMs }, (response) => {
    if (response.status === 404) return Promise.resolve(false)
    // A captive portal says yes to everything, and names nothing.
    const named = response.headers.get('content-disposition')?.includes(digest.slice(0, 16))
    if (response.ok && named) return Promise.resolve(true)
    return Promise.reject(new Error(`asked for a file, the server answered ${response.status}`))
  })
