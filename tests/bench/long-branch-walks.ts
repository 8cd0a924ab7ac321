/** What the secretary of a long-lived branch, and the desk above it, do one after the other. */
import type { Page } from '@playwright/test'
import type { Deed, Seen, Usable, Walk } from './visit.ts'
import { visit } from './visit.ts'

const screenMs = 1_000
const paperMs = 3_000
const meetings = 'main a[href^="/meetings/"]:not([href*="new"])'
const thisYear = new Date().getFullYear()

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

class Steps {
  readonly seen: Seen[] = []
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async do(what: string, deed: Deed, usable: Usable, targetMs = screenMs): Promise<void> {
    this.seen.push({ what, targetMs, ...(await visit(this.#page, deed, usable)) })
  }

  /** Where he comes from is not counted. */
  async from(address: string, usable: Usable): Promise<void> {
    await visit(this.#page, { go: address }, usable)
  }
}

export async function secretaryWalk({ page, context }: Walk): Promise<readonly Seen[]> {
  const steps = new Steps(page)
  const home = () => steps.from('/', { shows: meetings })
  const newest = (await page.locator(meetings).first().getAttribute('href')) ?? ''
  await steps.do('the list of meetings', { go: '/meetings' }, { shows: meetings, least: 30 })
  steps.seen.push(await toTheEnd(page))
  const search = page.locator('main input[type=search]')
  const rare = { shows: meetings, least: 1, most: 3 }
  await steps.do('… one found among all', { write: '第1490次', into: search }, rare)
  await steps.do('… and all again', { write: '', into: search }, { shows: meetings, least: 250 })
  await home()
  await steps.do('a meeting', { go: newest }, { shows: 'main a[href$="/edit"]' })
  await home()
  await steps.do('a new meeting', { go: '/meetings/new' }, { shows: '[data-path=kinds] button' })
  await button(page, '主题党日').click()
  const roll = { shows: '[role=group] input[type=checkbox]', least: 38 }
  await steps.do('… its roll', { press: button(page, '点名') }, roll)
  await button(page, '全到').click()
  await steps.do('… saved', { press: button(page, '保存') }, { shows: 'main a[href$="/edit"]' })
  await home()
  await steps.do('the calendar', { go: '/calendar' }, { shows: meetings })
  await home()
  await steps.do('follow-ups', { go: '/follow-ups' }, { shows: meetings })
  await home()
  await yearPapers(steps, page, home)
  await steps.do('his own page, with his attendance', { go: '/me' }, { shows: meetings, least: 5 })
  await context.setOffline(false)
  await keepOlderYears(page)
  await context.setOffline(true)
  await steps.from('/meetings', { shows: meetings, least: 30 })
  await toTheEnd(page)
  const older = button(page, `查看 ${thisYear - 2} 年的会议`)
  const shown = { shows: `main [id^="${thisYear - 2}-"] a` }
  await steps.do('an older year kept packed, opened', { press: older }, shown)
  return steps.seen
}

async function yearPapers(steps: Steps, page: Page, home: () => Promise<void>): Promise<void> {
  const year = `?year=${thisYear - 1}`
  await steps.do(
    'the papers of last year',
    { go: `/papers${year}` },
    { shows: 'main li, main a', least: 150 },
  )
  const papers = [
    ['its ledger', 'ledger', 'main tbody tr', 150],
    ['its attendance, a line a member', 'attendance', 'main tbody tr', 150],
    ['all its minutes', 'minutes', 'main article', 150],
  ] as const
  for (const [what, name, shows, least] of papers) {
    await home()
    await steps.do(`… ${what}`, { go: `/papers/${name}${year}` }, { shows, least }, paperMs)
    steps.seen.push(await excel(page, `… … as Excel`))
  }
  await home()
}

async function excel(page: Page, what: string): Promise<Seen> {
  const start = performance.now()
  const saved = page.waitForEvent('download').then(() => performance.now())
  const pressed = await visit(page, { press: button(page, '存为 Excel') }, { shows: 'main' })
  return {
    what,
    targetMs: paperMs,
    ms: (await saved) - start,
    longestBlockMs: pressed.longestBlockMs,
  }
}

/** The slowest of the steps to the end of what lies here as rows. */
async function toTheEnd(page: Page): Promise<Seen> {
  const earlier = button(page, '看更早的')
  let [ms, longestBlockMs] = [0, 0]
  for (let least = 31; await earlier.isVisible(); least += 30) {
    const step = await visit(page, { press: earlier }, { shows: meetings, least })
    ms = Math.max(ms, step.ms)
    longestBlockMs = Math.max(longestBlockMs, step.longestBlockMs)
  }
  return { what: '… on to its end, the slowest step', targetMs: screenMs, ms, longestBlockMs }
}

async function keepOlderYears(page: Page): Promise<void> {
  await page.getByText('都留在本机').click()
  const confirmed = page.locator('html[data-sync=confirmed]')
  await page.waitForTimeout(500)
  await confirmed.waitFor({ state: 'attached', timeout: 120_000 })
  await page.waitForTimeout(2_000)
}

export async function deskWalk({ page, context }: Walk): Promise<readonly Seen[]> {
  const steps = new Steps(page)
  const branches = () => steps.from('/branches', { shows: 'main a[href^="/branches/"]', least: 10 })
  await branches()
  const branch =
    (await page
      .locator('main a[href^="/branches/"]', { hasText: '枣林村' })
      .first()
      .getAttribute('href')) ?? ''
  await steps.do('the overview', { go: '/overview' }, { shows: 'main table tbody tr', least: 10 })
  await context.setOffline(false)
  await steps.do('the branch, its names still to come', { go: branch }, { shows: meetings })
  await page.locator('html[data-sync=confirmed]').waitFor({ state: 'attached', timeout: 120_000 })
  await page.waitForTimeout(3_000)
  await context.setOffline(true)
  await branches()
  await steps.do('the branch, its names on the device', { go: branch }, { shows: meetings })
  return steps.seen
}
