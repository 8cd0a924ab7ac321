/** Which faults were seen, by what and how soon, as a page under docs/proof. */
import { keepResult } from '../result-page.ts'
import type { Judged } from './judge.ts'

export type Result = {
  readonly judged: readonly Judged[]
  readonly histories: number
  readonly seed: number
}

export const lineOf = ({ name, fault, caughtBy, how, histories, seconds }: Judged): string =>
  `| ${[
    `**${name}**: ${fault}`,
    caughtBy ?? '**SURVIVED**',
    how.replaceAll('|', '\\|'),
    histories || '',
    seconds.toFixed(1),
  ].join(' | ')} |`

/** Writes docs/proof/mutants.json and mutants.md. */
export function keep(result: Result): void {
  keepResult('docs/proof', 'mutants', result, (when) => pageOf(result, when))
}

function pageOf({ judged, histories, seed }: Result, when: string): string {
  const caught = judged.filter(({ caughtBy }) => caughtBy !== undefined).length
  return [
    '# Mutants',
    '',
    `\`npm run mutants\` made this page on ${when}. A proof is worth what it would notice: each known fault was planted into a`,
    `copy of the tree, and at most ${histories} random histories (seed ${seed}) were asked, after those that are kept; then, where they saw`,
    `nothing, the tests beside the code. The tree as it is passed both. **${caught} of ${judged.length}** were seen.`,
    '',
    '| fault | seen by | how it showed | after histories | seconds |',
    '|---|---|---|---|---|',
    ...judged.map(lineOf),
    '',
  ].join('\n')
}
