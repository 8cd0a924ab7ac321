import type { App } from '#lib/app-context.svelte.ts'
import { browserStorage, localNotes } from '#lib/data/disk/local-notes.ts'
import type { Row } from '#lib/data/types.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'
import { changedFrom, notePlansSeen, planOf, plansSeen, wasBefore } from './plans-seen.ts'

/** Somebody opens a planned meeting or its notice. Construct it while a component begins. */
export class PlanLook {
  /** What he knew otherwise of it, this once. */
  readonly was
  /** How it was before it last changed. */
  readonly before

  constructor(app: App, row: () => Row<MeetingBody> | undefined, now: () => number) {
    const notes = localNotes(browserStorage())
    const accountId = app.session.account?.id ?? ''
    const known = plansSeen(notes, accountId)
    const planned = $derived.by(() => {
      const current = row()
      if (!current || current.body.notHeld !== undefined) return []
      return Date.parse(current.body.startsAt) > now() ? [current] : []
    })
    this.was = $derived(planned[0] && changedFrom(known.get(planned[0].id), planOf(planned[0])))
    this.before = $derived(planned[0] && wasBefore(known.get(planned[0].id), planOf(planned[0])))
    // Local notes are outside Svelte.
    $effect(() => notePlansSeen(notes, accountId, planned, { opened: true, nowMs: now() }))
  }
}
