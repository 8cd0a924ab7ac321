/**
 * `npm run mutants` — plants every known fault into a copy of the tree and asks whether the proof sees it. First the tree as
 * it is must pass. The table goes to docs/proof; a fault that nobody sees ends the run with 1. `-- --only seal` tries those
 * whose name says so and writes nothing; `-- --histories 500 --seed 3` asks others of the simulation.
 */
import { parseArgs } from 'node:util'
import { authorityMutants } from './authority-mutants.ts'
import { deviceMutants } from './device-mutants.ts'
import type { Asking, Judged } from './judge.ts'
import { bySimulation, byTests, judge } from './judge.ts'
import type { Mutant } from './mutant.ts'
import { keep, lineOf } from './report.ts'
import { Tree } from './tree.ts'

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
})

const mutants = [...deviceMutants, ...authorityMutants].filter(({ name }) =>
  name.includes(values.only ?? ''),
)

function main(tree: Tree): void {
  const asking: Asking = { tree, runs: Number(values.histories), seed: Number(values.seed) }
  const control = soundTree(asking, mutants)
  if (control !== undefined) throw new Error(`the tree as it is does not pass: ${control}`)
  console.log('✓ the tree as it is')
  const judged: Judged[] = []
  for (const mutant of mutants) {
    const result = judge(asking, mutant)
    judged.push(result)
    console.log(lineOf(result))
  }
  if (values.only === undefined) keep({ judged, histories: asking.runs, seed: asking.seed })
  if (judged.some(({ caughtBy }) => caughtBy === undefined)) process.exitCode = 1
}

/** What is wrong with the tree before anything is planted. */
function soundTree(asking: Asking, planted: readonly Mutant[]): string | undefined {
  const tests = [...new Set(planted.flatMap((mutant) => mutant.tests))]
  return (bySimulation(asking) ?? byTests(asking.tree, tests))?.how
}

const tree = new Tree()
try {
  main(tree)
} finally {
  tree.remove()
}
