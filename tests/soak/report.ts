/** What a soak showed, as figures and as a page under docs/proof. */
import { quantile, sumOf } from '../load/figures.ts'
import { keepResult } from '../result-page.ts'
import type { SessionResult } from './session.ts'

export type Summary = ReturnType<typeof summaryOf>

export function summaryOf(
  results: readonly SessionResult[],
  injected: Readonly<Record<string, number>>,
  seconds: number,
  seed: string,
) {
  const failed = results.filter(({ found }) => found.length > 0)
  const count = (...kinds: readonly string[]) =>
    results.flatMap(({ found }) => found).filter(({ kind }) => kinds.includes(kind)).length
  const drains = results.map(({ drainMs }) => drainMs)
  return {
    sessions: results.length,
    seed,
    writes: totals(results.map(({ writes }) => writes)),
    rows: sumOf(results.map(({ rows }) => rows)),
    network: injected,
    blows: totals(results.map(({ blows }) => blows)),
    throughScreens: results.filter(({ plan }) => plan.through === 'screens').length,
    stumbles: sumOf(results.map(({ stumbles }) => stumbles.length)),
    lost: count('lost', 'half'),
    duplicated: count('duplicated', 'wrongCount', 'undead'),
    differing: count('wrongValue', 'missingOnDevice', 'strayOnDevice', 'differsOnDevice'),
    stalled: count('stalled'),
    broke: count('broke'),
    failed: failed.map(({ seed: name }) => name),
    drainMs: {
      p50: Math.round(quantile(drains, 0.5)),
      p95: Math.round(quantile(drains, 0.95)),
      longest: Math.round(Math.max(...drains)),
    },
    seconds: Math.round(seconds),
  }
}

function totals(each: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const counts of each)
    for (const [kind, count] of Object.entries(counts)) sums[kind] = (sums[kind] ?? 0) + count
  return sums
}

/** Writes docs/proof/soak.json and soak.md. */
export function keep(summary: Summary): void {
  keepResult('docs/proof', 'soak', summary, (when) => pageOf(summary, when))
}

const line = (what: string, value: string | number) => `| ${what} | ${value} |`

function pageOf(summary: Summary, when: string): string {
  const { writes, drainMs } = summary
  const kinds = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .sort(([, left], [, right]) => right - left)
      .map(([kind, count]) => line(kind, count))
  return [
    '# Soak',
    '',
    `\`npm run soak -- --sessions ${summary.sessions} --seed ${summary.seed}\` made this page on ${when}. Real Chromium, the real`,
    'server in a process of its own, a proxy between them that injects faults (tests/fault-proxy). Five sessions share a',
    'phone, whose profile lies on disk; what each writes is checked in the server’s own database and on the phone',
    '(tests/soak/oracle.ts).',
    '',
    '| | |',
    '|---|---|',
    line('sessions', summary.sessions),
    line('of them through the app’s own screens', summary.throughScreens),
    line('writes acknowledged to the person', writes['acknowledged'] ?? 0),
    line('writes cut short before an answer', writes['begun'] ?? 0),
    line('… which were not kept, all of their rows', writes['absent'] ?? 0),
    line('rows written', summary.rows),
    line('**lost, or half kept**', `**${summary.lost}**`),
    line('**duplicated**', `**${summary.duplicated}**`),
    line('**device and server differ in the end**', `**${summary.differing}**`),
    line('**stalled** (60 s of good network)', `**${summary.stalled}**`),
    line('errors nobody caught', summary.broke),
    line('from good network to all confirmed, median', `${drainMs.p50} ms`),
    line('… 95 of 100', `${drainMs.p95} ms`),
    line('… longest', `${drainMs.longest} ms`),
    line('took', `${summary.seconds} s`),
    '',
    '## Faults of the network',
    '',
    '| kind | exchanges |',
    '|---|---|',
    ...kinds(summary.network),
    '',
    '## Blows to phone and server',
    '',
    '| kind | times |',
    '|---|---|',
    ...kinds(summary.blows),
    '',
  ].join('\n')
}
