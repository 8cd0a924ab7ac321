/**
 * Thousands of weeks offline in seconds, others with every commit, and for one commit always the same. `npm run simulate`
 * runs more, and shortens and keeps what it finds.
 */
import { expect, it } from 'vitest'
import { commitNow } from '../result-page.ts'
import { lead } from './campaign.ts'

/** An archive without its history has no commit: there it is always the same. */
function seedOfCommit(): number {
  try {
    return parseInt(commitNow(), 16) % 2 ** 31
  } catch {
    return 1
  }
}

const runs = Number(process.env['SIMULATION_RUNS'] ?? 2_000)
const seed = Number(process.env['SIMULATION_SEED'] ?? seedOfCommit())

it(
  `A1 A4 D1 D2 D3 D4 D5 F1 F3 F4 L1 P3 P4 P5 R1 R2 R3 S1 S2 S3 S6 X1: the laws hold in every kept history and in ${runs} random ones`,
  { timeout: 60_000 + runs * 100 },
  async () => {
    const { tally, failing } = await lead({ runs, seed, shrinks: true })
    expect(failing, `seed ${seed}: npm run simulate -- ${runs} --seed ${seed}`).toBeUndefined()
    // Every kind of fault really befell somebody, or the run proved less than it says.
    expect(tally.missing).toEqual([])
    expect([tally.lost, tally.stalled]).toEqual([0, 0])
    expect(tally.edits).toBeGreaterThan(runs)
  },
)
