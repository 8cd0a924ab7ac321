/**
 * `npm run bench` — what the design promises, measured in real Chromium against the real server, printed with target and
 * ratio and written to docs/bench/. Machines differ and are noisy: compare figures of one run only.
 */
import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { chromiumLaunch } from '../../scripts/find-chromium.mjs'
import { coldStart } from './cold-start.ts'
import { plainRows, tenYears } from './first-sync.ts'
import { profile } from './profile.ts'
import type { Line } from './report.ts'
import { keep, print } from './report.ts'
import { roster } from './roster.ts'

const root = join(import.meta.dirname, '../..')
const page = join(import.meta.dirname, 'page')
const pageFolder = join(root, 'build/bench')

async function main(): Promise<void> {
  const loadBefore = loadavg()[0] ?? 0
  await build({
    root: page,
    logLevel: 'warn',
    build: { outDir: pageFolder, emptyOutDir: true, target: 'chrome87' },
  })
  const browser = await chromium.launch(chromiumLaunch())
  const lines: Line[] = []
  try {
    lines.push(...(await plainRows(browser, pageFolder, 1_000)))
    lines.push(...(await plainRows(browser, pageFolder, 10_000)))
    lines.push(...(await tenYears(browser, pageFolder)))
    lines.push(...(await coldStart(browser)))
    lines.push(...(await roster(browser)))
    lines.push(...sizes())
    const profiled = { records: 1_000, cpu: 6 }
    const profiles = [await profile(browser, page, join(root, 'build/bench-profile'), profiled)]
    print(lines)
    keep({ lines, profiles }, browser.version(), loadBefore)
  } finally {
    await browser.close()
  }
}

function sizes(): Line[] {
  const text = execFileSync(process.execPath, [
    join(root, 'scripts/size-budget.ts'),
    '--json',
  ]).toString()
  // The script's own words, a few lines above its end.
  const rows = JSON.parse(text) as { name: string; bytes: number; budget: number }[]
  return rows.map(({ name, bytes, budget }) => ({
    what: `${name}, gzipped`,
    measured: Math.round(bytes / 100) / 10,
    unit: 'KB',
    target: budget / 1_000,
  }))
}

await main()
