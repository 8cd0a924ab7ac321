import type { Taken } from './shelf.ts'

/** Added to a meeting that was never saved, and whose draft is gone: without a meeting they go nowhere. */
export type Left = { readonly meetingId: string; readonly taken: readonly Taken[] }

/** `written`: meetings that stand on this device. `drafts`: meetings that are still being written. */
export function leftFiles(
  taken: readonly Taken[],
  { written, drafts }: { readonly written: readonly string[]; readonly drafts: readonly string[] },
): readonly Left[] {
  const groups = new Map<string, Taken[]>()
  for (const each of taken) {
    const { meetingId, filed } = each
    if (filed || written.includes(meetingId) || drafts.includes(meetingId)) continue
    groups.set(meetingId, [...(groups.get(meetingId) ?? []), each])
  }
  return [...groups].map(([meetingId, of]) => ({ meetingId, taken: of }))
}
