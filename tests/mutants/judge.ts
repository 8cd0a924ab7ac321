/** Asks the simulation, then the tests, whether they see what was planted. */
import type { Mutant } from './mutant.ts'
import type { Tree } from './tree.ts'

export type Judged = {
  readonly name: string
  readonly fault: string
  /** What saw it: a law of the simulation, or a test; undefined where nothing did. */
  readonly caughtBy: string | undefined
  /** How it showed. */
  readonly how: string
  /** Histories that it took, the kept ones counted first; 0 where the simulation saw nothing. */
  readonly histories: number
  readonly seconds: number
}

export type Asking = { readonly tree: Tree; readonly runs: number; readonly seed: number }

type Seen = { readonly caughtBy: string; readonly how: string; readonly histories: number }

export function judge(asking: Asking, { name, fault, patches, tests }: Mutant): Judged {
  const startedAt = performance.now()
  const seen = asking.tree.with(patches, () => bySimulation(asking) ?? byTests(asking.tree, tests))
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  return { name, fault, caughtBy: undefined, how: '', histories: 0, ...seen, seconds }
}

type Outcome = {
  readonly failing?: { readonly law: string; readonly message: string; readonly after: number }
}

export function bySimulation({ tree, runs, seed }: Asking): Seen | undefined {
  const { stdout, stderr } = tree.node(
    'tests/simulation/run.ts',
    String(runs),
    ...['--seed', String(seed), '--json'],
  )
  const stuck = stderr.split('\n').find((line) => line.startsWith('L1: nothing has moved'))
  if (stuck !== undefined) return { caughtBy: 'watchdog', how: stuck, histories: 0 }
  // What does not even begin to run is no fault that was planted, but a broken plant.
  if (!stdout.startsWith('{')) throw new Error(`the simulation did not run:\n${stdout}${stderr}`)
  const { failing } = JSON.parse(stdout) as Outcome
  if (!failing) return undefined
  const caughtBy = failing.law === 'error' ? 'simulation' : `simulation, ${failing.law}`
  return { caughtBy, how: oneLine(failing.message), histories: failing.after }
}

const reportFile = 'tests-of-mutant.json'

type Report = {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

export function byTests(tree: Tree, tests: readonly string[]): Seen | undefined {
  const vitest = 'node_modules/vitest/vitest.mjs'
  const written = ['--reporter=json', `--outputFile=${reportFile}`]
  const { status, stdout, stderr } = tree.node(vitest, 'run', ...written, ...tests)
  if (status === 0) return undefined
  const report = tree.take(reportFile)
  if (report === undefined) throw new Error(`the tests did not run:\n${stdout}${stderr}`)
  const { testResults } = JSON.parse(report) as Report
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter((each) => each.status === 'failed'),
  )
  const [first] = failed
  if (!first)
    throw new Error(
      `the tests did not begin:\n${testResults.map((each) => each.message).join('\n')}`,
    )
  return { caughtBy: 'test', how: oneLine(first.fullName), histories: 0 }
}

const oneLine = (text: string): string => text.split('\n')[0]?.trim() ?? ''
