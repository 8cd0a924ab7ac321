import type { HistoryFailure } from '#lib/meeting/history.ts'
import { fetchHistory } from '#lib/meeting/history.ts'
import type { Result } from '#sync/result.ts'
import type { HistoryLine } from '#sync/wire/history.ts'

/** The history of a row: fetched when somebody wants to see it, kept nowhere. */
export class HistoryScreen {
  readonly #rowId: string
  fetching = $state(false)
  result = $state.raw<Result<readonly HistoryLine[], HistoryFailure>>()

  constructor(rowId: string) {
    this.#rowId = rowId
  }

  async fetch(): Promise<void> {
    if (this.fetching) return
    this.fetching = true
    this.result = await fetchHistory((...request) => fetch(...request), this.#rowId)
    this.fetching = false
  }
}
