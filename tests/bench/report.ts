/** What was measured, printed with target and peers, and written to docs/bench/. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { circumstances } from '../result-page.ts'
import type { Profile } from './profile.ts'

const root = join(import.meta.dirname, '../..')

export type Line = {
  readonly what: string
  readonly measured: number
  readonly unit: string
  readonly target?: number
  /** What comparable systems took for the same records on such a machine. */
  readonly peers?: string
  readonly note?: string
}

const digits = (measured: number) => measured.toFixed(measured < 100 ? 1 : 0)
const verdictOn = ({ measured, target }: Line) =>
  target === undefined ? '' : measured <= target ? 'met' : 'MISSED'

export function print(lines: readonly Line[]): void {
  for (const line of lines) {
    const { what, measured, unit, target, peers, note } = line
    const goal = target === undefined ? '' : `  target ${target} ${verdictOn(line)}`
    const more = [peers && `peers: ${peers}`, note].filter(Boolean).join('; ')
    console.log(
      `${what.padEnd(66)} ${digits(measured).padStart(8)} ${unit.padEnd(2)}${goal}${more ? `  (${more})` : ''}`,
    )
  }
}

export type Report = { readonly lines: readonly Line[]; readonly profiles: readonly Profile[] }

export function keep({ lines, profiles }: Report, browser: string, loadBefore: number): void {
  const folder = join(root, 'docs/bench')
  mkdirSync(folder, { recursive: true })
  const { date, commit, machine: bare } = circumstances()
  const machine = { ...bare, browser, loadBefore, loadAfter: loadavg()[0] }
  writeFileSync(
    join(folder, 'latest.json'),
    `${JSON.stringify({ date, commit, machine, lines, profiles }, null, 2)}\n`,
  )
  const table = lines.map(
    (line) =>
      `| ${line.what} | ${digits(line.measured)} ${line.unit} | ${line.target ?? ''} | ${verdictOn(line).toLowerCase()} | ${line.peers ?? ''} | ${line.note ?? ''} |`,
  )
  const text = [
    '# Benchmarks',
    '',
    `\`npm run bench\` made this page on ${date} at ${commit}: ${machine.cores} cores, ${machine.memoryGiB} GiB, Chromium ${browser}, Node ${machine.node}; load average`,
    `${loadBefore.toFixed(1)} before, ${(machine.loadAfter ?? 0).toFixed(1)} after. Medians of three runs; the machine is shared and noisy, so compare figures of one run only.`,
    '"CPU 6×" is Chromium’s throttling of the main thread. Peers were measured on the same records and a machine of this kind, in a run',
    'of their own. The server under load: [server.md](server.md).',
    '',
    'Raw Dexie puts plain rows that lie in memory. A first sync asks a server for them, takes the reply apart, proves it by digests, seals',
    'each row, lays the stamps of its fields beside it, writes positions in the same transaction and tells live lists.',
    '',
    '| what | measured | target | | peers | note |',
    '|---|---|---|---|---|---|',
    ...table,
    '',
    ...profiles.flatMap(profileText),
  ]
  writeFileSync(join(folder, 'README.md'), text.join('\n'))
}

/** Why it takes that long. */
function profileText({ records, cpu, shares }: Profile): readonly string[] {
  const all = shares.reduce((sum, { ms }) => sum + ms, 0)
  return [
    `## Where the time goes: ${records} records as rows, loopback, CPU ${cpu}×`,
    '',
    `One first sync of ${all.toFixed(0)} ms, sampled twice a millisecond; sampling itself slows it down.`,
    '',
    '| | ms | share |',
    '|---|---|---|',
    ...shares.map(
      ({ part, ms }) => `| ${part} | ${ms.toFixed(0)} | ${((100 * ms) / all).toFixed(0)} % |`,
    ),
    '',
  ]
}
