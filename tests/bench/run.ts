/**
 * `npm run bench` — what the design promises, measured in real Chromium against the real server, printed with target and
 * ratio and written to docs/bench/. Machines differ and are noisy: compare figures of one run only. `npm run bench -- longBranch`
 * measures one part alone and writes nothing.
 */
import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { chromiumLaunch } from '../../scripts/find-chromium.mjs'
import { coldStart } from './cold-start.ts'
import { plainRows, tenYears } from './first-sync.ts'
import { longBranch } from './long-branch.ts'
import { profile } from './profile.ts'
import type { Line } from './report.ts'
import { keep, print } from './report.ts'
import { roster } from './roster.ts'

const root = join(import.meta.dirname, '../..')
const page = join(import.meta.dirname, 'page')
const pageFolder = join(root, 'build/bench')

const parts: Readonly<Record<string, (browser: Browser) => Line[] | Promise<Line[]>>> = {
  thousandRows: (browser) => plainRows(browser, pageFolder, 1_000),
  tenThousandRows: (browser) => plainRows(browser, pageFolder, 10_000),
  tenYears: (browser) => tenYears(browser, pageFolder),
  coldStart,
  longBranch,
  roster,
  sizes,
}

async function main(): Promise<void> {
  const only = process.argv[2]
  if (only !== undefined && !Object.hasOwn(parts, only))
    throw new Error(`there is no ${only}; there are ${Object.keys(parts).join(', ')}`)
  const loadBefore = loadavg()[0] ?? 0
  await build({
    root: page,
    logLevel: 'warn',
    build: { outDir: pageFolder, emptyOutDir: true, target: 'chrome87' },
  })
  const browser = await chromium.launch(chromiumLaunch())
  const lines: Line[] = []
  try {
    for (const [name, measure] of Object.entries(parts))
      if (only === undefined || name === only) lines.push(...(await measure(browser)))
    if (only !== undefined) {
      print(lines)
      return
    }
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
