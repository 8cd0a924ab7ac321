/**
 * How much one account may bring in a day. No person writes so much, so it is a program that errs or somebody who wants the disk
 * full. Nothing of it is refused: it waits on the device, as if the server were busy, and goes on when the day is over. Until then
 * the device hears no news either, for it carries what it has to send in every request. What is repeated after a lost reply counts
 * once. Kept in memory: a new start forgives.
 */
import type { Json } from '../../schema/json.ts'
import { isObject } from '../../schema/json.ts'
import type { Verdict } from '../../sync/wire/sync.ts'

export type Bounds = {
  readonly edits: number
  /** Of the edits as JSON. */
  readonly characters: number
}

/** A branch of 200 that types in two years of paper on one day: some 9,000 attendances. 100 edits of the largest kind a day. */
export const usualBounds: Bounds = { edits: 20_000, characters: 20_000_000 }

const dayMs = 86_400_000
/** Devices believe no longer wait; until then they ask once an hour. */
const longestWaitMs = 3_600_000

/** A keeper's ledgers: twenty years of a branch of 100. The last file of a day may go beyond it; none holds more by itself. */
export const ledgerBounds: Bounds = { edits: 60_000, characters: 20_000_000 }

type Brought = Bounds & { readonly since: number }

export class DailyBound {
  readonly #bounds: Bounds
  readonly #brought = new Map<string, Brought>()

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  /** How long the account has to wait before it may bring more, ms; 0 where it need not. */
  waitOf(account: string, now: number): number {
    const brought = this.#today(account, now)
    if (!brought) return 0
    const { edits, characters } = this.#bounds
    if (brought.edits < edits && brought.characters < characters) return 0
    return Math.min(brought.since + dayMs - now, longestWaitMs)
  }

  count(account: string, edits: readonly unknown[], now: number): void {
    if (edits.length === 0) return
    this.add(account, { edits: edits.length, characters: JSON.stringify(edits).length }, now)
  }

  add(account: string, { edits, characters }: Bounds, now: number): void {
    const brought = this.#today(account, now) ?? { edits: 0, characters: 0, since: now }
    this.#brought.set(account, {
      since: brought.since,
      edits: brought.edits + edits,
      characters: brought.characters + characters,
    })
  }

  #today(account: string, now: number): Brought | undefined {
    const brought = this.#brought.get(account)
    if (!brought || now < brought.since + dayMs) return brought
    this.#brought.delete(account)
    return undefined
  }
}

export const idOf = (edit: Json): Json | undefined => (isObject(edit) ? edit['id'] : undefined)

/** What was added to the history: repeated edits were not, and what is put off comes again. */
export function judgedAnew(edits: readonly Json[], verdicts: readonly Verdict[]): readonly Json[] {
  const results = new Map<unknown, Verdict['result']>(
    verdicts.map(({ edit, result }) => [edit, result]),
  )
  return edits.filter(
    (edit) => !['duplicate', 'later', undefined].includes(results.get(idOf(edit))),
  )
}
