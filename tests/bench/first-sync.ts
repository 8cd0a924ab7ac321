/** A device's first sync: how long, how much, and how long the screen stood still. */
import { brotliCompressSync, constants } from 'node:zlib'
import type { Browser } from '@playwright/test'
import { call, medianOf, onPage } from './on-page.ts'
import type { FirstSync } from './page/main.ts'
import type { Line } from './report.ts'
import type { BenchServer } from './server.ts'
import { startServer } from './server.ts'

const who = 'secretary'
const rounds = 3

/** ms by throttling; and how many times what Dexie takes to put the same rows, plain and from memory. */
type Targets = { readonly [cpu: number]: number; readonly ofRaw?: number }
type Peers = { readonly [cpu: number]: string }

/** All in the two years that a phone holds unasked, as rows. */
export async function plainRows(browser: Browser, pageFolder: string, records: number) {
  const server = await startServer({ records, years: 2, who }, pageFolder)
  const small = records === 1_000
  const peers: Peers = small
    ? { 1: 'Triplit 530 ms', 6: 'Triplit 1,100 ms' }
    : { 1: 'Triplit 3,100 ms, PouchDB 5,600 ms', 6: 'Triplit 6,900 ms' }
  try {
    const lines: Line[] = []
    for (const cpu of [1, 6]) {
      const runs: (Measured & { newestMs: number })[] = []
      for (let round = 0; round < rounds; round += 1)
        runs.push(
          await onPage(browser, server.origin, { cpu }, async (page) => {
            const first = await call(page, 'firstSync')
            const newestMs = await call(page, 'newestTwenty')
            return { first, newestMs, rawMs: (await call(page, 'rawDexie')).ms }
          }),
        )
      const targets: Targets = small ? { 6: 1_000 } : { ofRaw: 1.5 }
      lines.push(...syncLines(`${records} records as rows`, cpu, runs, { targets, peers }))
      if (!small)
        lines.push({
          what: `newest 20 of ${records}, CPU ${cpu}×`,
          measured: medianOf(runs.map(({ newestMs }) => newestMs)),
          unit: 'ms',
          target: cpu === 1 ? 10 : 60,
        })
    }
    return [...lines, ...(await slowLines(browser, server, small))]
  } finally {
    await server.close()
  }
}

/** Ten years of a branch on a device that keeps them all: two as rows, eight packed. */
export async function tenYears(browser: Browser, pageFolder: string): Promise<Line[]> {
  const server = await startServer({ records: 10_000, years: 10, who }, pageFolder)
  try {
    const lines: Line[] = []
    for (const cpu of [1, 6]) {
      const runs: (Measured & { packMs: number })[] = []
      for (let round = 0; round < rounds; round += 1)
        runs.push(
          await onPage(browser, server.origin, { cpu }, async (page) => {
            const first = await call(page, 'tenYears')
            const rawMs = (await call(page, 'rawDexie')).ms
            return { first, rawMs, packMs: await call(page, 'openPack') }
          }),
        )
      const peers = { 1: 'Triplit 3,100 ms, PouchDB 5,600 ms', 6: 'Triplit 6,900 ms' }
      const targets = { 1: 800, 6: 2_000 }
      const { rows, packs } = runs[0]?.first ?? { rows: 0, packs: 0 }
      const name = `10,000 records of ten years (${rows} rows, ${packs} packs)`
      lines.push(...syncLines(name, cpu, runs, { targets, peers }), {
        what: `a pack of 500 read, CPU ${cpu}×`,
        measured: medianOf(runs.map(({ packMs }) => packMs)),
        unit: 'ms',
        ...(cpu === 1 && { target: 35 }),
      })
    }
    return lines
  } finally {
    await server.close()
  }
}

type Measured = { readonly first: FirstSync; readonly rawMs: number }

function syncLines(
  name: string,
  cpu: number,
  runs: readonly Measured[],
  { targets, peers }: { targets: Targets; peers: Peers },
): Line[] {
  const ms = medianOf(runs.map(({ first }) => first.ms))
  const raw = medianOf(runs.map(({ rawMs }) => rawMs))
  const target = targets[cpu]
  const known = peers[cpu]
  const where = `loopback, CPU ${cpu}×`
  return [
    {
      what: `first sync of ${name}, ${where}`,
      measured: ms,
      unit: 'ms',
      ...(target !== undefined && { target }),
      ...(known !== undefined && { peers: known }),
      note: `raw Dexie bulkPut of the same rows: ${raw.toFixed(0)} ms, database opened within`,
    },
    {
      what: '… as a multiple of raw Dexie bulkPut',
      measured: ms / raw,
      unit: '×',
      ...(targets.ofRaw !== undefined && { target: targets.ofRaw }),
    },
    {
      what: `… first rows on the device`,
      measured: medianOf(runs.map(({ first }) => first.firstRowsMs)),
      unit: 'ms',
    },
    {
      what: `… longest block of the main thread`,
      measured: medianOf(runs.map(({ first }) => first.longestBlockMs)),
      unit: 'ms',
      target: cpu === 1 ? 100 : 200,
    },
  ]
}

async function slowLines(
  browser: Browser,
  server: BenchServer,
  hasTargets: boolean,
): Promise<Line[]> {
  const plain = Buffer.from(JSON.stringify(server.rows))
  const compressed = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  return onPage(browser, server.origin, { slow: true }, async (page) => {
    const first = await call(page, 'firstSync')
    const bytes = first.bytesDown + first.bytesUp
    const lines: Line[] = [
      {
        what: `first sync of ${server.rows.length} records, 250/50 kbit/s, 300 ms`,
        measured: first.ms,
        unit: 'ms',
        ...(hasTargets && { target: 3_000, peers: 'PouchDB 22,200 ms' }),
      },
      {
        what: '… requests',
        measured: first.requests,
        unit: '',
        ...(hasTargets && { target: 3, peers: 'PouchDB 14' }),
      },
      {
        what: '… bytes, both ways',
        measured: bytes,
        unit: 'B',
        target: Math.round(compressed.length * 1.15),
        note: `${(bytes / compressed.length).toFixed(2)} × brotli(5) of their plain JSON (${compressed.length} B)`,
      },
    ]
    if (!hasTargets) return lines
    const twenty = await call(page, 'sendTwenty')
    return [
      ...lines,
      {
        what: '20 new records sent, same link',
        measured: twenty.ms,
        unit: 'ms',
        target: 1_000,
        peers: 'PouchDB 26,000 ms',
      },
      {
        what: '… requests',
        measured: twenty.requests,
        unit: '',
        target: 1,
        peers: 'PouchDB 42',
      },
      { what: '… bytes up', measured: twenty.bytesUp, unit: 'B' },
    ]
  })
}
