/**
 * Thousands of weeks offline in seconds. `SIMULATION_RUNS=20000 npx vitest run tests/simulation` runs more; a failure
 * prints the shortest history that shows it: put it into corpus/ and mend the code.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge, histories } from './history.ts'
import type { History } from './history.ts'

const runs = Number(process.env['SIMULATION_RUNS'] ?? 2_000)
const corpus = join(import.meta.dirname, 'corpus')

describe('D1 D2 D3 D4 L1 P3 P4 P5 S1 S2 S6: the laws hold in every history', () => {
  it.each(readdirSync(corpus).filter((name) => name.endsWith('.json')))(
    'kept: %s',
    async (name) => {
      await judge(JSON.parse(readFileSync(join(corpus, name), 'utf8')) as History)
    },
  )

  it(`in ${runs} random ones`, { timeout: 60_000 + runs * 100 }, async () => {
    const injected: Record<string, number> = {}
    let edits = 0
    const seed = Number(process.env['SIMULATION_SEED'] ?? Date.now() % 2 ** 31)
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const world = await judge(history)
        edits += world.written.length
        for (const [fault, count] of Object.entries(world.injected)) {
          injected[fault] = (injected[fault] ?? 0) + count
        }
      }),
      { numRuns: runs, seed },
    )
    // Every kind of fault really befell somebody, or the run proved less than it says.
    expect(Object.entries(injected).filter(([, count]) => count === 0)).toEqual([])
    expect(edits).toBeGreaterThan(runs)
  })
})
