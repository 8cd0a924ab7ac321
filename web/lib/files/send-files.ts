/**
 * Sends what was taken, one after another, oldest first, in the one tab that leads. Records go first and are never held up: a
 * file waits until its row has arrived, and between any two of its pieces until no record is on its way.
 */
import type { Records } from '#lib/data/types.ts'
import type { Result } from '#sync/result.ts'
import { attachment } from '#schema/records/attachment.ts'
import type { BringFailure, FileToBring } from './bring-file.ts'
import type { Shelf, Taken } from './shelf.ts'

/** What the link costs: as far as the browser says. */
export type Link = 'free' | 'metered' | 'unknown'

/** Why nothing is being sent, though something waits. */
export type Pause = 'metered' | 'unknownLink' | 'unreachable' | 'busy' | 'signedOut'

export type SenderParts = {
  readonly shelf: Shelf
  readonly records: Pick<Records, 'find'>
  bring(
    file: FileToBring,
    goesOn: () => Promise<boolean>,
    onprogress: (sent: number) => void,
  ): Promise<Result<undefined, BringFailure>>
  link(): Link
  wifiOnly(): boolean
  /** Records are on their way. */
  isSyncing(): boolean
  /** Corrected clock, ms. */
  now(): number
  /** 0 to 1. */
  chance(): number
  /** Something on the shelf is another. */
  onchange(): void
  onprogress(row: string, share: number): void
  onpause(pause: Pause | undefined): void
}

const firstRetryMs = 5_000
const longestRetryMs = 600_000
const lookAgainMs = 500
/** A sync of its own takes no longer; one that does is somebody else's trouble. */
const mostPolite = 120
/** By then nobody takes back that he took it away. */
const removedLastsMs = 3_600_000

export class FileSender {
  readonly #parts: SenderParts
  #running = false
  #again = false
  #closed = false
  #leads = false
  #failures = 0
  /** The rows a person asked for: sent whatever the link costs, however long their records take to arrive. */
  readonly #asked = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** This tab may send from now on. */
  lead(): void {
    this.#leads = true
    void this.run()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  /** Something in the world has changed, so that it may go now. */
  wake(): void {
    this.#failures = 0
    void this.run()
  }

  /** A person asks for it: for this row, or for all that may go. */
  async sendNow(asked?: string): Promise<void> {
    for (const { row, filed, refused } of await this.#parts.shelf.all())
      if (filed && !refused && (asked ?? row) === row) this.#asked.add(row)
    this.wake()
  }

  async run(): Promise<void> {
    if (this.#closed || !this.#leads) return
    this.#again = this.#running
    if (this.#running) return
    this.#running = true
    clearTimeout(this.#timer)
    try {
      let stopped: BringFailure | Pause | undefined
      do {
        this.#again = false
        stopped = await this.#sendAll()
      } while (this.#again && stopped === undefined && !this.#isClosed())
      this.#conclude(stopped)
    } finally {
      this.#running = false
    }
  }

  #isClosed(): boolean {
    return this.#closed
  }

  #conclude(stopped: BringFailure | Pause | undefined): void {
    if (this.#closed) return
    const pause = pauseOf(stopped)
    this.#parts.onpause(pause)
    if (stopped === undefined) this.#failures = 0
    if (pause === 'unreachable' || pause === 'busy') {
      this.#failures += 1
      this.#timer = setTimeout(() => void this.run(), this.#waitMs(stopped))
    }
  }

  /** Twice as long each time, and never in step with others. */
  #waitMs(stopped: BringFailure | Pause | undefined): number {
    const asked = typeof stopped === 'object' && stopped.kind === 'busy' ? stopped.retryAfterMs : 0
    const wait = Math.min(firstRetryMs * 2 ** (this.#failures - 1), longestRetryMs)
    return Math.max(asked, wait * (0.5 + this.#parts.chance()))
  }

  /** What stopped it; undefined where all went that could go. */
  async #sendAll(): Promise<BringFailure | Pause | undefined> {
    const { shelf } = this.#parts
    let held: Pause | undefined
    for (const taken of await shelf.all()) {
      if (!(await this.#isReady(taken))) continue
      if (this.#closed) return undefined
      const holding = this.#heldBy(taken.row)
      held ??= holding
      // Another may have been asked for.
      if (holding) continue
      const failure = await this.#send(taken)
      if (!failure) continue
      if (failure.kind === 'stopped') {
        held ??= this.#heldBy(taken.row)
        continue
      }
      if (failure.kind !== 'refused') return failure
      if (failure.why === 'notYet') return { kind: 'unreachable' }
      const { why } = failure
      this.#asked.delete(taken.row)
      await shelf.change(taken.row, (now) => ({ ...now, refused: why }))
      this.#parts.onchange()
    }
    return held
  }

  async #isReady(taken: Taken): Promise<boolean> {
    if (!taken.filed || taken.refused) return false
    const row = await this.#parts.records.find(attachment, taken.row)
    // A row that is here no longer was let go by the device, and the server has it.
    if (!row) return true
    const { removedAt } = row.body as { readonly removedAt?: string }
    if (removedAt === undefined) return row.mark === 'arrived'
    if (Date.parse(removedAt) + removedLastsMs <= this.#parts.now()) {
      await this.#letGo(taken.row)
    }
    return false
  }

  async #letGo(row: string): Promise<void> {
    this.#asked.delete(row)
    await this.#parts.shelf.letGo(row)
    this.#parts.onchange()
  }

  #heldBy(row: string): Pause | undefined {
    if (!this.#parts.wifiOnly() || this.#asked.has(row)) return undefined
    const link = this.#parts.link()
    if (link === 'free') return undefined
    return link === 'metered' ? 'metered' : 'unknownLink'
  }

  /** The small picture first: it is there for the others at once. */
  async #send(taken: Taken): Promise<BringFailure | undefined> {
    const { shelf, bring, onprogress } = this.#parts
    const { row, digest, thumb, thumbBytes = 0 } = taken
    const whole = taken.bytes + thumbBytes
    let before = 0
    this.#parts.onpause(undefined)
    for (const name of thumb === undefined ? [digest] : [thumb, digest]) {
      const bytes = await shelf.read(name)
      if (!bytes) continue
      const tell = (sent: number) => onprogress(row, (before + sent) / whole)
      const brought = await bring({ row, digest: name, bytes }, () => this.#goesOn(row), tell)
      if (!brought.ok) return brought.failure
      before += bytes.length
    }
    await this.#letGo(row)
    return undefined
  }

  async #goesOn(row: string): Promise<boolean> {
    for (let waits = 0; this.#parts.isSyncing() && waits < mostPolite; waits += 1)
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    return !this.#closed && this.#heldBy(row) === undefined
  }
}

function pauseOf(stopped: BringFailure | Pause | undefined): Pause | undefined {
  if (typeof stopped !== 'object') return stopped
  switch (stopped.kind) {
    case 'busy':
    case 'signedOut':
    case 'unreachable':
      return stopped.kind
    // The next run says why, if there is a reason.
    default:
      return undefined
  }
}
