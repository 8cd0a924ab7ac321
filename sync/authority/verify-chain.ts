/**
 * Proves that a chain of history is what was recorded, link by link, and names the first link where it is not. Within one
 * database, a chain rewritten from some link to its head proves itself; only a head that was kept elsewhere tells.
 */
import { hashOfContents, hashOfLink } from './chain.ts'
import type { Head, Link, StoreView } from './store.ts'

export type Flaw = {
  readonly kind:
    | 'missing' // No link of this number: taken out, or the end cut off.
    | 'changed' // It does not follow from the one before: changed, moved or slipped in.
    | 'contents' // Its contents are not those that were recorded.
    | 'vanished' // Its contents are gone, and no erasure is on record.
    | 'restored' // It records an erasure, and the contents are there, or were never in this chain.
    | 'beyond' // It stands beyond the head that the database keeps.
    | 'head' // The head that the database keeps is not the hash of this link.
    | 'kept' // The chain had another link here when its head was kept, or does not reach so far.
  readonly number: number
  readonly edit?: string
}

export type ChainReport = {
  readonly chain: string
  /** Links read: all, where there is no flaw. */
  readonly entries: number
  readonly erased: number
  readonly head: Head
  readonly flaw?: Flaw
}

type Ask = {
  /** The head as the database keeps it. */
  readonly head: Head
  /** The head as it was kept elsewhere. */
  readonly kept?: Head | undefined
  /** Hears of links as they are read. */
  readonly onLinks?: (count: number) => void
}

const page = 500

export async function verifyChain(
  view: Pick<StoreView, 'links'>,
  { head, kept, onLinks }: Ask,
): Promise<ChainReport> {
  const walk = new Walk()
  // From below the first number: what was slipped in there must be seen too.
  let after = Number.MIN_SAFE_INTEGER
  for (let more = true; more;) {
    const links = await view.links(head.chain, after, page)
    for (const link of links) {
      const flaw = walk.step(link, head, kept)
      if (flaw) return walk.report(head.chain, flaw)
      after = link.number
    }
    onLinks?.(links.length)
    more = links.length === page
  }
  return walk.report(head.chain, walk.end(head, kept))
}

class Walk {
  #number = 0
  #hash = ''
  #edit: string | undefined
  #erased = 0
  /** Links without contents whose erasure has not come yet, by edit. */
  readonly #unexplained = new Map<string, number>()

  step(link: Link, head: Head, kept: Head | undefined): Flaw | undefined {
    const { entry, number, hash } = link
    const expected = this.#number + 1
    if (number > expected) return { kind: 'missing', number: expected }
    const flaw = (kind: Flaw['kind']): Flaw => ({ kind, number, edit: entry.edit })
    if (number < expected || hash !== hashOfLink(this.#hash, link)) return flaw('changed')
    if (number > head.number) return flaw('beyond')
    if (!this.#explains(link)) return flaw('restored')
    if (entry.erased) {
      this.#erased += 1
      this.#unexplained.set(entry.edit, number)
    } else if (link.contentHash !== hashOfContents(entry, link.salt)) return flaw('contents')
    if (number === kept?.number && hash !== kept.hash) return flaw('kept')
    this.#number = number
    this.#hash = hash
    this.#edit = entry.edit
    return undefined
  }

  /** False only for an erasure of what is still there. */
  #explains({ entry }: Link): boolean {
    if (entry.result !== 'erased') return true
    const erased = entry.after['edit']
    return typeof erased === 'string' && this.#unexplained.delete(erased)
  }

  end(head: Head, kept: Head | undefined): Flaw | undefined {
    const [vanished] = this.#unexplained
    if (vanished) return { kind: 'vanished', edit: vanished[0], number: vanished[1] }
    const last = { number: this.#number, ...(this.#edit !== undefined && { edit: this.#edit }) }
    if (this.#number < head.number) return { kind: 'missing', number: this.#number + 1 }
    if (this.#hash !== head.hash) return { kind: 'head', ...last }
    return kept && this.#number < kept.number ? { kind: 'kept', ...last } : undefined
  }

  report(chain: string, flaw: Flaw | undefined): ChainReport {
    return {
      chain,
      entries: this.#number,
      erased: this.#erased,
      head: { chain, number: this.#number, hash: this.#hash },
      ...(flaw && { flaw }),
    }
  }
}
