/** Many histories one after another: first the kept ones, then random ones, until one breaks a law or all are through. */
import fc from 'fast-check'
import type { History } from './commands.ts'
import { keptHistories } from './corpus.ts'
import { LawBroken } from './faults.ts'
import { histories } from './histories.ts'
import { judge } from './history.ts'
import { Tally } from './tally.ts'

export type Campaign = {
  readonly runs: number
  readonly seed: number
  /** Looks for the shortest history that shows the fault. */
  readonly shrinks: boolean
  /** Hears of every history as it begins. */
  onHistory?(): void
}

export type Failing = {
  /** The law that does not hold, or `error` where something threw that should not. */
  readonly law: string
  readonly message: string
  readonly history: History
  /** Which history it was, the kept ones counted first; before any shrinking. */
  readonly after: number
  /** Its name where it is a kept one. */
  readonly kept?: string
}

export type Outcome = { readonly tally: Tally; readonly failing: Failing | undefined }

export async function lead({ runs, seed, shrinks, onHistory }: Campaign): Promise<Outcome> {
  const tally = new Tally()
  let tried = 0
  let first: { readonly after: number } | undefined
  const run = async (history: History): Promise<void> => {
    tried += 1
    onHistory?.()
    try {
      await tally.add(await judge(history))
    } catch (error) {
      first ??= { after: tried }
      throw error
    }
  }
  for (const { name, history } of keptHistories()) {
    try {
      await run(history)
    } catch (error) {
      return { tally, failing: { ...said(error), history, after: tried, kept: name } }
    }
  }
  const result = await fc.check(fc.asyncProperty(histories, run), {
    numRuns: runs,
    seed,
    endOnFailure: !shrinks,
  })
  if (!result.failed) return { tally, failing: undefined }
  const [history] = result.counterexample ?? []
  if (!history || !first) throw new Error('a campaign ended without saying why')
  return { tally, failing: { ...said(result.errorInstance), history, after: first.after } }
}

const said = (error: unknown): { readonly law: string; readonly message: string } => ({
  law: error instanceof LawBroken ? error.law : 'error',
  message: error instanceof Error ? error.message : String(error),
})
