/** The proof of a book: every chain of its history walked, for whichever command wants to know. */
import type { Database } from 'better-sqlite3'
import type { Head } from '../../sync/authority/store.ts'
import type { ChainReport } from '../../sync/authority/verify-chain.ts'
import { verifyChain } from '../../sync/authority/verify-chain.ts'
import type { Stray } from '../store/history-strays.ts'
import { straysIn } from '../store/history-strays.ts'
import { historyIn } from '../store/sqlite-history.ts'
import { flawLine, strayLine } from './proof-words.ts'
import type { Terminal } from './terminal.ts'

export type Proof = { readonly reports: readonly ChainReport[]; readonly strays: readonly Stray[] }

/** In one state of the database, whatever is written meanwhile. */
export async function prove(
  database: Database,
  kept: ReadonlyMap<string, Head>,
  terminal: Terminal,
): Promise<Proof> {
  database.exec('BEGIN')
  const { strays, entries } = straysIn(database)
  const view = historyIn(database)
  const heads = new Map((await view.heads()).map((head) => [head.chain, head]))
  // A chain that was kept and is not there any more is one whose links are all missing.
  for (const chain of kept.keys())
    if (!heads.has(chain)) heads.set(chain, { chain, number: 0, hash: '' })
  const onLinks = progress(terminal, entries)
  const reports: ChainReport[] = []
  for (const [chain, head] of heads)
    reports.push(await verifyChain(view, { head, kept: kept.get(chain), onLinks }))
  return { reports, strays }
}

/** Once a second, so that nobody waits before a silent screen. */
function progress({ now, sayAside }: Terminal, entries: number): (count: number) => void {
  let read = 0
  let saidAt = now()
  return (count) => {
    read += count
    if (now() - saidAt < 1_000) return
    saidAt = now()
    sayAside(`… ${read.toLocaleString('en')} / ${entries.toLocaleString('en')}`)
  }
}

/** A line for every break that was found; none where all is whole. */
export const brokenIn = ({ reports, strays }: Proof): readonly string[] => [
  ...reports.flatMap(({ chain, flaw }) => (flaw ? [flawLine(chain, flaw)] : [])),
  ...strays.map(strayLine),
]
