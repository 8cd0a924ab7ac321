/**
 * `npm run bench` — what the design promises, measured in real Chromium against the real server, printed with target and
 * ratio and written to docs/bench/. Machines differ and are noisy: compare figures of one run only.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { chromium } from '@playwright/test'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { build } from 'vite'
import { chromiumLaunch } from '../../scripts/find-chromium.mjs'
import { coldStart } from './cold-start.ts'
import type { Bench, FirstSync } from './page/main.ts'
import { account, startServer } from './server.ts'

const root = join(import.meta.dirname, '../..')
const pageFolder = join(root, 'build/bench')

type Line = {
  readonly what: string
  readonly measured: number
  readonly unit: string
  readonly target?: number
  readonly note?: string
}

/** 250/50 kbit/s with 300 ms round trips, in Chromium's own shaping. */
const slowLink = {
  offline: false,
  latency: 300,
  downloadThroughput: (250 * 1_000) / 8,
  uploadThroughput: (50 * 1_000) / 8,
}

const medianOf = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN

async function onPage<Value>(
  browser: Browser,
  origin: string,
  shape: { readonly cpu?: number; readonly slow?: boolean },
  work: (page: Page) => Promise<Value>,
): Promise<Value> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(origin)
  await page.waitForFunction(() => 'bench' in window)
  await page.evaluate(
    async ([name, password]) => {
      await (window as unknown as { bench: Bench }).bench.signIn(name, password)
    },
    [account.name, account.password] as const,
  )
  const session: CDPSession = await context.newCDPSession(page)
  if (shape.cpu) await session.send('Emulation.setCPUThrottlingRate', { rate: shape.cpu })
  if (shape.slow) {
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', slowLink)
  }
  try {
    return await work(page)
  } finally {
    await context.close()
  }
}

const call = <Name extends keyof Bench>(page: Page, name: Name) =>
  page.evaluate(
    (wanted) =>
      (window as unknown as { bench: Record<string, () => Promise<unknown>> }).bench[wanted]?.(),
    name,
  ) as Promise<Awaited<ReturnType<Bench[Name]>>>

async function firstSyncLines(browser: Browser, rowCount: number): Promise<Line[]> {
  const server = await startServer(rowCount, pageFolder)
  const lines: Line[] = []
  try {
    for (const cpu of [1, 6]) {
      const runs: { first: FirstSync; rawMs: number; newestMs: number }[] = []
      for (let run = 0; run < 3; run += 1) {
        runs.push(
          await onPage(browser, server.origin, { cpu }, async (page) => {
            const first = await call(page, 'firstSync')
            const newestMs = await call(page, 'newestTwenty')
            return { first, newestMs, rawMs: (await call(page, 'rawDexie')).ms }
          }),
        )
      }
      const ms = medianOf(runs.map(({ first }) => first.ms))
      const raw = medianOf(runs.map(({ rawMs }) => rawMs))
      const name = `${rowCount} records, loopback, CPU ${cpu}×`
      const target = rowCount === 10_000 ? (cpu === 1 ? 800 : 2_000) : cpu === 6 ? 1_000 : undefined
      lines.push(
        {
          what: `first sync of ${name}`,
          measured: ms,
          unit: 'ms',
          ...(target && { target }),
          note: `${(ms / raw).toFixed(2)} × raw Dexie bulkPut of the same rows (${raw.toFixed(0)} ms)`,
        },
        {
          what: `first rows of ${name}`,
          measured: medianOf(runs.map(({ first }) => first.firstRowsMs)),
          unit: 'ms',
        },
        {
          what: `longest block of the main thread, ${name}`,
          measured: medianOf(runs.map(({ first }) => first.longestBlockMs)),
          unit: 'ms',
          target: cpu === 1 ? 100 : 200,
        },
        ...(rowCount === 10_000
          ? [
              {
                what: `newest 20 of ${rowCount}, CPU ${cpu}×`,
                measured: medianOf(runs.map(({ newestMs }) => newestMs)),
                unit: 'ms',
                target: cpu === 1 ? 10 : 60,
              },
            ]
          : []),
      )
    }
    lines.push(...(await slowLines(browser, server, rowCount === 1_000)))
  } finally {
    await server.close()
  }
  return lines
}

async function slowLines(
  browser: Browser,
  server: Awaited<ReturnType<typeof startServer>>,
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
        ...(hasTargets && { target: 3_000 }),
      },
      {
        what: '… requests',
        measured: first.requests,
        unit: '',
        ...(hasTargets && { target: 3 }),
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
      { what: '20 new records sent, same link', measured: twenty.ms, unit: 'ms', target: 1_000 },
      { what: '… requests', measured: twenty.requests, unit: '', target: 1 },
      { what: '… bytes up', measured: twenty.bytesUp, unit: 'B' },
    ]
  })
}

function print(lines: readonly Line[]): void {
  for (const { what, measured, unit, target, note } of lines) {
    const verdict = target === undefined ? '' : measured <= target ? '  met' : '  MISSED'
    const goal = target === undefined ? '' : `  target ${target}`
    console.log(
      `${what.padEnd(62)} ${measured.toFixed(measured < 100 ? 1 : 0).padStart(8)} ${unit.padEnd(2)}${goal}${verdict}${note ? `  (${note})` : ''}`,
    )
  }
}

function keep(lines: readonly Line[], browser: string): void {
  const folder = join(root, 'docs/bench')
  mkdirSync(folder, { recursive: true })
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root })
    .toString()
    .trim()
  const machine = {
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    browser,
    node: process.version,
  }
  const date = new Date().toISOString().slice(0, 10)
  writeFileSync(
    join(folder, 'latest.json'),
    `${JSON.stringify({ date, commit, machine, lines }, null, 2)}\n`,
  )
  const table = lines.map(
    ({ what, measured, unit, target, note }) =>
      `| ${what} | ${measured.toFixed(measured < 100 ? 1 : 0)} ${unit} | ${target ?? ''} | ${target === undefined ? '' : measured <= target ? 'met' : 'missed'} | ${note ?? ''} |`,
  )
  const text = [
    '# Benchmarks',
    '',
    `\`npm run bench\` made this page on ${date} at ${commit}: ${machine.cores} cores, ${machine.memoryGiB} GiB, Chromium ${browser}, Node ${machine.node}. Medians of three runs; the`,
    'machine is shared and noisy, so compare figures of one run only. "CPU 6×" is Chromium’s throttling of the main thread.',
    '',
    '| what | measured | target | | note |',
    '|---|---|---|---|---|',
    ...table,
    '',
  ]
  writeFileSync(join(folder, 'README.md'), text.join('\n'))
}

async function main(): Promise<void> {
  await build({
    root: join(import.meta.dirname, 'page'),
    logLevel: 'warn',
    build: { outDir: pageFolder, emptyOutDir: true, target: 'chrome87' },
  })
  const browser = await chromium.launch(chromiumLaunch())
  const lines: Line[] = []
  try {
    for (const rowCount of [1_000, 10_000]) lines.push(...(await firstSyncLines(browser, rowCount)))
    lines.push(...(await coldStart(browser)))
    lines.push(...sizes())
    print(lines)
    keep(lines, browser.version())
  } finally {
    await browser.close()
  }
}

function sizes(): Line[] {
  const text = execFileSync(process.execPath, [
    join(root, 'scripts/size-budget.ts'),
    '--json',
  ]).toString()
  const rows = JSON.parse(text) as { name: string; bytes: number; budget: number }[]
  return rows.map(({ name, bytes, budget }) => ({
    what: `${name}, gzipped`,
    measured: Math.round(bytes / 100) / 10,
    unit: 'KB',
    target: budget / 1_000,
  }))
}

await main()
