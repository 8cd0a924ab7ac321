/** What happened to one row, every edit with both clocks: `/api/history/:row`; with `?under=attendance` also to the rows of that type under it. */
export type HistoryLine = {
  readonly edit: string
  /** Of a row under the one asked for: which. */
  readonly row?: string
  readonly personName: string
  readonly device: string
  /** Who brought it in a file for its author. */
  readonly carriedBy?: string
  /** The device's own clock and the server's, ms. */
  readonly madeAt: number
  readonly receivedAt: number
  /** When it truly happened, as far as known: the time in the stamp given, ms. */
  readonly trueAt: number
  readonly clockCorrected: boolean
  readonly result: 'accepted' | 'merged' | 'refused'
  readonly reason?: string
  readonly fields: readonly {
    readonly path: string
    readonly before: unknown
    readonly after: unknown
  }[]
}
