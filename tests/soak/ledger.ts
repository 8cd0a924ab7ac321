/**
 * What was written, in the words of whoever wrote it, kept outside browser and server. Every row of every write carries a
 * word of its own in a text field (`w-12-3-7`), by which it is found again wherever it went.
 */
import type { Json } from '../../schema/json.ts'

export type SoakDraft = {
  readonly type: string
  readonly id: string
  readonly fields: Readonly<Record<string, Json>>
}

/**
 * `acknowledged`: the person was told that it is kept. `begun`: the tab died before it could say; it may be kept, whole or
 * not at all. `declined`: the person was told that it is not kept. `absent`: it was begun and turned out not to be kept.
 */
export type WriteState = 'begun' | 'acknowledged' | 'declined' | 'absent' | 'withdrawn'

export type Write = {
  readonly word: string
  /** Empty for what was recorded through screens, where the app names the rows. */
  readonly rows: readonly SoakDraft[]
  readonly byScreens: boolean
  readonly by: 'secretary' | 'deputy'
  state: WriteState
}

export class Ledger {
  readonly writes: Write[] = []
  readonly #prefix: string
  #count = 0

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  nextWord(): string {
    this.#count += 1
    return `w-${this.#prefix}-${this.#count}`
  }

  begin(write: Omit<Write, 'state'>): Write {
    const begun: Write = { ...write, state: 'begun' }
    this.writes.push(begun)
    return begun
  }
}

/** The words of this ledger's kind in a text. */
export const wordsIn = (text: string): readonly string[] => text.match(/w-[0-9]+-[0-9]+/g) ?? []
