/**
 * Ten years of one branch — 1,500 meetings of 38 members, each with its roll and its minutes — in the hands of its secretary,
 * on a slow phone without a network, and of the township's desk. From the tap to the screen that can be used.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from '@playwright/test'
import { pino } from 'pino'
import { registry } from '../../schema/records/index.ts'
import { prepareDemo } from '../../server/demo/prepare.ts'
import { membersInAll, meetingsInAll } from '../ten-years/branch.ts'
import { addTenYears } from '../ten-years/township.ts'
import { everyPart } from '../../scripts/every-part.ts'
import { deskWalk, secretaryWalk } from './long-branch-walks.ts'
import { medianOf } from './on-page.ts'
import type { Line } from './report.ts'
import { startOn } from './server.ts'
import { signIn } from './sign-in.ts'
import type { Seen, Walk } from './visit.ts'
import { heapOf } from './visit.ts'

const buildFolder = join(import.meta.dirname, '../../build/web')
const rounds = 3
const cpu = 6
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
const desk = { viewport: { width: 1280, height: 800 } }

type Round = {
  readonly syncMs: number
  readonly coldMs: number
  readonly heapMb: number
  readonly seen: readonly Seen[]
}

export async function longBranch(browser: Browser): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-bench-'))
  const now = Date.now()
  const made = await prepareDemo(folder, { registry, log: pino({ level: 'error' }), now })
  if (!made.ok) throw new Error(made.failure.detail)
  await addTenYears(folder, now)
  const server = await startOn(folder, buildFolder)
  try {
    const secretary: Round[] = []
    const township: Round[] = []
    for (let round = 0; round < rounds; round += 1) {
      secretary.push(await walked(browser, server.origin, 'shuji', phone, secretaryWalk))
      township.push(await walked(browser, server.origin, 'xiangzhen', desk, deskWalk))
    }
    const branch = `ten years of a branch (${meetingsInAll.toLocaleString('en')} meetings, ${membersInAll} members)`
    return [
      ...linesOf(`${branch}, its secretary, CPU ${cpu}×`, secretary),
      ...linesOf(`the township’s desk above it, CPU ${cpu}×`, township),
    ]
  } finally {
    await server.close()
  }
}

async function walked(
  browser: Browser,
  origin: string,
  name: string,
  device: typeof phone | typeof desk,
  walk: (on: Walk) => Promise<readonly Seen[]>,
): Promise<Round> {
  const context = await browser.newContext({ ...device, locale: 'zh-CN' })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    const throttle = (rate: number) => session.send('Emulation.setCPUThrottlingRate', { rate })
    await page.goto(`${origin}/sign-in`)
    await everyPart(page)
    await throttle(cpu)
    const start = performance.now()
    await signIn(page, origin, { name, password: 'branchbook-demo' })
    const syncMs = performance.now() - start
    await throttle(1)
    await page.close()
    await context.setOffline(true)
    const { opened, coldMs, heapMb } = await coldStart(context, origin)
    const seen = await walk({ page: opened, context })
    return { syncMs, coldMs, heapMb, seen }
  } finally {
    await context.close()
  }
}

/** The last page of the device that was opened with no network, and what it holds. */
async function coldStart(context: BrowserContext, origin: string) {
  const opened = await context.newPage()
  const session = await context.newCDPSession(opened)
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu })
  const start = performance.now()
  await opened.goto(`${origin}/`, { waitUntil: 'commit' })
  await opened.locator('main a[href^="/meetings/"]:not([href*="new"])').first().waitFor()
  const coldMs = performance.now() - start
  await opened.waitForTimeout(3_000)
  return { opened, coldMs, heapMb: await heapOf(session) }
}

function linesOf(who: string, all: readonly Round[]): Line[] {
  const [first] = all
  return [
    {
      what: `${who}: signing in and first sync, loopback`,
      measured: medianOf(all.map(({ syncMs }) => syncMs)),
      unit: 'ms',
    },
    {
      what: '… cold start offline, until the first screen is usable',
      measured: medianOf(all.map(({ coldMs }) => coldMs)),
      unit: 'ms',
      target: 1_500,
    },
    {
      what: '… memory of its scripts at rest',
      measured: medianOf(all.map(({ heapMb }) => heapMb)),
      unit: 'MB',
    },
    ...(first?.seen ?? []).map(({ what, targetMs }, index): Line => {
      const each = all.flatMap(({ seen }) => seen[index] ?? [])
      const block = medianOf(each.map(({ longestBlockMs }) => longestBlockMs))
      return {
        what: `… ${what}`,
        measured: medianOf(each.map(({ ms }) => ms)),
        unit: 'ms',
        target: targetMs,
        note: `longest block of the main thread: ${block.toFixed(0)} ms`,
      }
    }),
  ]
}
