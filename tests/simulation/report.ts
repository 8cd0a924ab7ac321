/** What a campaign proved, on the screen and as a page under docs/proof. */
import { keepResult } from '../result-page.ts'
import type { Tally } from './tally.ts'

export type Proof = {
  readonly tally: Tally
  /** Random histories, besides the kept ones. */
  readonly runs: number
  readonly seed: number
  readonly seconds: number
}

const figuresOf = ({ tally, runs, seed, seconds }: Proof) => ({
  runs,
  seed,
  histories: tally.histories,
  devices: tally.devices,
  edits: tally.edits,
  letters: tally.letters,
  exchanges: tally.exchanges,
  seconds: Math.round(seconds),
  lost: tally.lost,
  stalled: tally.stalled,
  fates: tally.fates,
  faults: tally.faults,
  passages: tally.passages,
})

export function print(proof: Proof): void {
  const { faults, passages, fates, ...figures } = figuresOf(proof)
  console.log(figures)
  console.log({ faults, passages, fates })
  for (const kind of proof.tally.missing) console.error(`✗ ${kind} never happened`)
}

/** Writes docs/proof/simulation.json and simulation.md. */
export function keep(proof: Proof): void {
  const figures = figuresOf(proof)
  keepResult('docs/proof', 'simulation', figures, (when) => pageOf(figures, when))
}

const line = (what: string, value: string | number) => `| ${what} | ${value} |`

const table = (what: string, counts: Readonly<Record<string, number>>): readonly string[] => [
  `| ${what} | times |`,
  '|---|---|',
  ...Object.entries(counts)
    .sort(([, left], [, right]) => right - left)
    .map(([kind, count]) => line(`\`${kind}\``, count)),
  '',
]

function pageOf(figures: ReturnType<typeof figuresOf>, when: string): string {
  const { runs, histories, seed, fates } = figures
  return [
    '# Simulation',
    '',
    `\`npm run simulate -- ${runs} --seed ${seed}\` made this page on ${when}. A history is a list of things that happen`,
    'to one to five devices and one authority: the real engine of both halves, and the engine of the first release, in one',
    'process without a real clock (tests/simulation). After every step and once all is quiet the laws of',
    '[the protocol](../sync-protocol.md) are checked against what was written. A run in which some kind below never happened',
    'fails, and writes no page.',
    '',
    '| | |',
    '|---|---|',
    line('histories, those once found to break a law among them', histories),
    line('devices', figures.devices),
    line('edits', figures.edits),
    line('letters written into documents', figures.letters),
    line('exchanges', figures.exchanges),
    line('**edits lost**', `**${figures.lost}**`),
    line('**devices that did not come to rest**', `**${figures.stalled}**`),
    line('took', `${figures.seconds} s`),
    '',
    '## What became of every edit',
    '',
    '`takenUp` are refused edits whose words went along in later ones; `lostWithDisk` lay unsent in a database that the system',
    'deleted; `lostWithAuthority` are those whose only copy was in a server that came back from an older backup.',
    '',
    ...table('edits', fates),
    '## Faults',
    '',
    ...table('kind', figures.faults),
    '## Ways through the protocol',
    '',
    ...table('passage', figures.passages),
  ].join('\n')
}
