/** The figures against their targets, on the screen and as a page under docs/bench. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { circumstances } from '../result-page.ts'
import type { Growth, Load } from './growth.ts'
import { pollSeconds } from './growth.ts'
import type { Cost } from './profile.ts'
import type { Measured } from './measure.ts'
import { root } from './server-process.ts'
import type { Wave } from './theme-day.ts'

type Target = {
  readonly what: string
  readonly measured: number
  readonly unit: string
  readonly atLeast?: number
  readonly atMost?: number
}

const isMet = ({ measured, atLeast = -Infinity, atMost = Infinity }: Target): boolean =>
  measured >= atLeast && measured <= atMost

const errorsOf = ({ answers, unconfirmed }: Pick<Wave, 'answers' | 'unconfirmed'>): number =>
  answers.failed + answers.putOff + unconfirmed

/** Memory that grows by more than this from the third quarter of a run to the last is not bounded. */
const growthMiB = 64

function targetsOf({ day, first, recordsEach }: Measured): readonly Target[] {
  const [steady] = day.waves
  if (!steady) throw new Error('the theme day had no morning')
  const { memory } = day
  return [
    {
      what: `edits a second from ${steady.branches} branches, for ${steady.seconds.toFixed(0)} s`,
      measured: steady.editsPerSecond,
      unit: '/s',
      atLeast: 1_000,
    },
    { what: '… 95 of 100 answered in', measured: steady.latencyMs.p95, unit: 'ms', atMost: 500 },
    { what: '… errors, put off included', measured: errorsOf(steady), unit: '', atMost: 0 },
    { what: '… edits not in history exactly once', measured: day.lost, unit: '', atMost: 0 },
    {
      what: '… the server’s memory at most',
      measured: memory.highestMiB,
      unit: 'MiB',
      atMost: 512,
    },
    {
      what: '… growth from the third quarter to the last',
      measured: memory.lastQuarterMiB - memory.thirdQuarterMiB,
      unit: 'MiB',
      atMost: growthMiB,
    },
    {
      what: `${first.users} people with ${recordsEach} records each for the first time at once`,
      measured: first.seconds,
      unit: 's',
      atMost: 60,
    },
    {
      what: '… records on the least filled phone',
      measured: first.fewestRows,
      unit: '',
      atLeast: recordsEach,
    },
    { what: '… errors', measured: first.answers.failed, unit: '', atMost: 0 },
  ]
}

const numeral = (value: number) => value.toFixed(Math.abs(value) < 100 ? 1 : 0)

const lineOf = (target: Target): string =>
  `| ${target.what} | ${numeral(target.measured)} ${target.unit} | ${target.atLeast !== undefined ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`} | ${isMet(target) ? 'met' : '**missed**'} |`

const waveLine = (wave: Wave): string =>
  `| ${[
    wave.what,
    numeral(wave.editsPerSecond),
    numeral(wave.latencyMs.p50),
    numeral(wave.latencyMs.p95),
    numeral(wave.latencyMs.p99),
    numeral(wave.latencyMs.longest),
    errorsOf(wave),
    wave.serverCpuMsPerEdit.toFixed(2),
    percent(wave.serverCpuShare),
    percent(wave.generatorCpuShare),
  ].join(' | ')} |`

const percent = (share: number) => `${Math.round(share * 100)} %`

function growthLine({ devices, firstContact, polling, pushing, rssMiB }: Growth): string {
  const cells = ({ cpuMsPerRequest, requestsPerSecond, latencyMs }: Load) => [
    cpuMsPerRequest.toFixed(2),
    numeral(requestsPerSecond),
    numeral(latencyMs.p95),
  ]
  const share = (devices / pollSeconds) * (polling.cpuMsPerRequest / 1_000)
  return `| ${[
    devices,
    firstContact.cpuMsPerRequest.toFixed(2),
    ...cells(polling),
    ...cells(pushing),
    numeral(rssMiB),
    `${(share * 100).toFixed(1)} %`,
  ].join(' | ')} |`
}

const costLine = ({ name, where, share }: Cost): string =>
  `| \`${name}\` | ${where} | ${(share * 100).toFixed(1)} % |`

export function print(measured: Measured): void {
  for (const target of targetsOf(measured)) console.log(lineOf(target))
  for (const wave of measured.day.waves) console.log(waveLine(wave))
  for (const row of measured.growth) console.log(growthLine(row))
}

/** Writes docs/bench/server.json and server.md. */
export function keep(measured: Measured): void {
  const folder = join(root, 'docs/bench')
  mkdirSync(folder, { recursive: true })
  const { date, commit, machine } = circumstances()
  const targets = targetsOf(measured).map((target) => ({ ...target, met: isMet(target) }))
  writeFileSync(
    join(folder, 'server.json'),
    `${JSON.stringify({ date, commit, machine, targets, ...measured }, null, 2)}\n`,
  )
  const where = `${date} at ${commit}: ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}`
  writeFileSync(join(folder, 'server.md'), pageOf(measured, where))
}

function pageOf(measured: Measured, where: string): string {
  const { day, first, growth, profile, rows } = measured
  return [
    '# The server under load',
    '',
    `\`npm run bench:server\` made this page on ${where}. ${rows} records lay on the`,
    'server as each part began: a county of 1,660 branches and 34,860 members. The generator runs the app’s own device half',
    '(a store in memory, a connection for each request, gzip up, brotli down) on the same cores as the server, so rates are',
    'what both reach together; processor times are the server’s alone, of all its threads. Latency counts from the moment at',
    'which a phone wants to send, its own work included.',
    '',
    '| what | measured | target | |',
    '|---|---|---|---|',
    ...targetsOf(measured).map(lineOf),
    '',
    '## The morning of the theme day',
    '',
    `Every branch sends a meeting and thirty attendances in one request. Load average as it began: ${numeral(day.loadAverage)}.`,
    `First contact of all ${day.firstContact.branches} phones before it: ${numeral(day.firstContact.seconds)} s. Memory: ${numeral(day.memory.firstMiB)} MiB at first, at most ${numeral(day.memory.highestMiB)}.`,
    '',
    '| pace | edits/s | p50 ms | p95 | p99 | longest | errors | server CPU ms an edit | server CPU | generator CPU |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...day.waves.map(waveLine),
    '',
    '## A hundred first syncs at once',
    '',
    `${first.rows} records in ${first.answers.requests} requests and ${Math.round(first.answers.bytesDown / 1_000)} KB; ${first.answers.putOff} requests were put off and came back. Each phone done after ${numeral(first.eachMs.p50)} ms in the`,
    `middle, ${numeral(first.eachMs.p95)} ms for 95 of 100. Server: ${numeral(first.serverCpuMsEach)} ms of processor a phone, at most ${numeral(first.memory.highestMiB)} MiB. Load average as it began: ${numeral(first.loadAverage)}.`,
    '',
    '## How the cost grows with the devices',
    '',
    'Eight phones at a time, as fast as the server answers: each asks when nothing is new, then sends one record. The last',
    `column is what polling takes of one processor while all of these phones show the app, asking every ${pollSeconds} s. Load averages`,
    `as the rows began: ${growth.map(({ loadAverage }) => numeral(loadAverage)).join(', ')}.`,
    '',
    '| devices | first contact: CPU ms a request | asking: CPU ms | requests/s | p95 ms | sending: CPU ms | requests/s | p95 ms | memory MiB | of one processor |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...growth.map(growthLine),
    '',
    '## Where the time goes',
    '',
    `A profile of the server's main thread over a theme day of 400 branches (first contact, steady, then as fast as it goes):`,
    'the dearest functions by their own time, of the time it was not idle. `exec` is SQLite’s BEGIN and COMMIT, and waits',
    'for the disk.',
    '',
    '| function | where | own time |',
    '|---|---|---|',
    ...profile.costs.map(costLine),
    '',
  ].join('\n')
}
