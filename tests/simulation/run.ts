/**
 * `npm run simulate` — histories by the thousand, and what they proved, written to docs/proof. `-- 50000 --seed 7` runs
 * others; `--no-keep` writes nothing. A history that breaks a law is shortened, printed and put into corpus/.
 */
import { parseArgs } from 'node:util'
import type { Failing } from './campaign.ts'
import { lead } from './campaign.ts'
import { keepHistory } from './corpus.ts'
import { keep, print } from './report.ts'
import { watch } from './watchdog.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    seed: { type: 'string' },
    keep: { type: 'boolean', default: true },
    /** For machines: no shrinking, the outcome as one line. */
    json: { type: 'boolean', default: false },
  },
})

const runs = Number(positionals[0] ?? process.env['SIMULATION_RUNS'] ?? 20_000)
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
/** Shortening takes long and moves nothing; a history by itself takes milliseconds. */
const patienceMs = 120_000

async function main(): Promise<void> {
  const startedAt = performance.now()
  const watchdog = watch(patienceMs)
  const onHistory = () => watchdog.moved()
  const { tally, failing } = await lead({ runs, seed, shrinks: !values.json, onHistory })
  await watchdog.end()
  const seconds = (performance.now() - startedAt) / 1_000
  if (values.json) console.log(JSON.stringify({ failing, missing: tally.missing, seconds }))
  else if (failing) show(failing)
  else print({ tally, runs, seed, seconds })
  const isProof = !failing && tally.missing.length === 0
  if (isProof && values.keep && !values.json) keep({ tally, runs, seed, seconds })
  process.exitCode = isProof ? 0 : 1
}

function show({ law, message, history, after, kept }: Failing): void {
  console.error(`✗ ${message}\n  in history ${after}, seed ${seed}:`)
  console.error(JSON.stringify(history))
  if (kept !== undefined) console.error(`  It is kept as ${kept}.`)
  else if (values.keep) console.error(`  Kept as ${keepHistory(law, seed, history)}.`)
}

await main()
