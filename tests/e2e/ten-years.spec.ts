// Ten years of one branch, 1,500 meetings with the roll of 38 members each, on a phone without a network: all of it is there,
// and no screen reads or builds more than it shows. How long that takes is for the benchmarks.
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import readSheets from 'read-excel-file/node'
import { localYear } from '../../schema/rules/calendar.ts'
import { membersInAll } from '../ten-years/branch.ts'
import { addTenYears } from '../ten-years/township.ts'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'
import { countRowsRead } from './harness/rows-read.ts'
import { templateOf } from './harness/set-up.ts'

test.use({
  // Playwright wants the pattern, also where nothing is taken out of it.
  // eslint-disable-next-line no-empty-pattern -- as said
  data: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'branchbook-ten-years-'))
    await cp(templateOf(), folder, { recursive: true })
    await addTenYears(folder, Date.now())
    await use({ copyOf: folder })
    await rm(folder, { recursive: true })
  },
})

const thisYear = new Date().getFullYear()
const buttonOf = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
/** The lines of the list, by year or all. */
const lines = (page: Page, year?: number) =>
  page.locator(`main [id${year === undefined ? '*="-"' : `^="${year}-"`}] a[href^="/meetings/"]`)

type Held = {
  readonly id: string
  readonly startsAt: string
  readonly kinds: readonly string[]
  readonly topic: string
  readonly held: boolean
}

/** The meetings of the secretary's branch, as the server holds them. */
async function meetingsOf(hand: ByHand, years: readonly number[]): Promise<readonly Held[]> {
  const open = years.map((year) => `branch/${hand.actor.branchId}/public/${year}`)
  return (await hand.rows(open))
    .filter(({ type, body }) => type === 'meeting' && body['branchId'] === hand.actor.branchId)
    .map(({ id, body }) => ({
      ...{ id, startsAt: String(body['startsAt']), topic: String(body['topic'] ?? '') },
      held: body['notHeld'] === undefined,
      kinds: body['kinds'] as readonly string[],
    }))
}

const within = (meetings: readonly Held[], year: number) =>
  meetings.filter(({ startsAt }) => localYear(startsAt) === String(year))

/** Thirty more with each press, until all that lies here as rows is shown. */
async function toTheEnd(page: Page): Promise<void> {
  const earlier = buttonOf(page, '看更早的')
  for (let shown = await lines(page).count(); await earlier.isVisible(); shown += 30) {
    await earlier.click()
    // It stays, and waits, until the longer list has been read.
    await expect(page.locator('main button[aria-disabled=true]')).toHaveCount(0)
    await expect.poll(() => lines(page).count()).toBeGreaterThan(shown)
    expect(await lines(page).count()).toBeLessThanOrEqual(shown + 30)
  }
}

/** How many records the app took from the disk until the screen stood and was quiet. */
async function rowsReadAt(page: Page, address: string): Promise<number> {
  await page.goto(address)
  await expect(page.locator('main a').first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  // Put there by countRowsRead.
  const read = () =>
    page.evaluate(() => (window as unknown as { rowsRead: { rows: number } }).rowsRead.rows)
  let before = -1
  for (let now = await read(); now !== before; now = await read()) {
    before = now
    await page.waitForTimeout(1_000)
  }
  return before
}

/** Runs in the page: what is built in turns (InTurns.svelte) does not get its next one. */
function holdTurns(): void {
  const { setTimeout } = window
  const held = (...asked: Parameters<typeof setTimeout>) =>
    asked[1] === undefined ? 0 : setTimeout(...asked)
  Object.assign(window, { setTimeout: held })
}

async function excelOf(page: Page): Promise<readonly (readonly unknown[])[]> {
  const saved = page.waitForEvent('download')
  await buttonOf(page, '存为 Excel').click()
  const [sheet] = await readSheets(readFileSync(await (await saved).path()))
  return sheet?.data ?? []
}

test('ten years of a branch: all there without a network, older years kept packed, papers whole, and no screen that reads all of it', async ({
  comes,
  server,
}) => {
  const [last, older] = [thisYear - 1, thisYear - 4]
  const hand = await ByHand.as('secretary', server)
  const meetings = await meetingsOf(hand, [older])
  const ofLast = within(meetings, last)
  const ofOlder = within(meetings, older)
  expect(ofOlder.length).toBeGreaterThan(140)

  const secretary = await comes('phone')
  await secretary.context.addInitScript(countRowsRead)
  await secretary.signIn('secretary')
  await secretary.page.goto('/me')
  await secretary.page.getByText('都留在本机').click()
  await secretary.reopen('/me')
  await secretary.expectSync('confirmed', 0)
  await secretary.offline()
  await secretary.reopen()
  const { page } = secretary

  // Home and the ledger show no names: the rolls of two years, more than ten thousand rows, stay where they are.
  const few = 3_000
  expect(await rowsReadAt(page, '/')).toBeLessThan(few)
  expect(await rowsReadAt(page, `/papers/ledger?year=${last}`)).toBeLessThan(few)

  const kinds = new Set(ofLast.flatMap((each) => each.kinds)).size
  const ledgerLines = ofLast.reduce((sum, each) => sum + each.kinds.length, 0)
  // On a phone each line says its headings itself, and there is no row of them.
  await expect(page.getByRole('row')).toHaveCount(kinds + ledgerLines)
  expect(await excelOf(page)).toHaveLength(2 + ledgerLines)

  await page.goto(`/papers/attendance?year=${last}`)
  const sheets = page.getByRole('article')
  await expect(sheets.last().getByRole('rowheader')).toHaveCount(membersInAll)
  const attendance = await excelOf(page)
  // Number, name, a column a meeting whose roll was called, five counts; who took it, the heads, a line a member.
  expect(attendance).toHaveLength(2 + membersInAll)
  // Nobody is called to a talk, and so nobody is missing from one.
  const called = ofLast.filter(({ held, kinds }) => held && kinds.join() !== 'talk')
  expect(called.length).toBeGreaterThan(120)
  expect(attendance[1]).toHaveLength(2 + called.length + 5)
  for (const cells of attendance.slice(2)) expect(cells).toHaveLength(attendance[1]?.length ?? 0)

  // Printed before all of it was built, no page is lacking.
  await page.goto(`/papers?year=${last}`)
  await page.evaluate(holdTurns)
  await page.getByRole('link', { name: /^全年会议记录/ }).click()
  await expect(page.getByRole('article')).toHaveCount(10)
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThanOrEqual(ofLast.length)
  await expect(page.getByRole('article')).toHaveCount(ofLast.length)

  await page.goto('/me')
  const own = page.getByRole('region', { name: '我的出勤' })
  const ownLines = own.getByRole('link')
  await own.getByRole('button', { name: /^看全部/ }).click()
  await expect.poll(() => ownLines.count()).toBeGreaterThan(100)
  const lately = await ownLines.count()
  // In the first days of January all of last year is of the last twelve months.
  if (await buttonOf(page, '看更早的').isVisible()) {
    await buttonOf(page, '看更早的').click()
    await expect.poll(() => ownLines.count()).toBeGreaterThan(lately)
    await expect(buttonOf(page, '看更早的')).toBeHidden()
  }

  await page.goto('/meetings')
  await expect(lines(page)).toHaveCount(30)
  await toTheEnd(page)
  await expect(lines(page, last)).toHaveCount(ofLast.length)
  await expect(lines(page, thisYear)).toHaveCount(within(meetings, thisYear).length)

  await page.goto(`/meetings?year=${older}`)
  await expect(lines(page, older).first()).toBeVisible({ timeout: 60_000 })
  await toTheEnd(page)
  await expect(lines(page, older)).toHaveCount(ofOlder.length)
  const lost = ofOlder.find(({ topic }) => topic !== '')?.topic ?? ''
  await page.getByRole('searchbox').fill(/第\d+次/.exec(lost)?.[0] ?? lost)
  await expect(lines(page, older)).toHaveCount(1)

  // One more, with the roll of everybody.
  await page.goto('/meetings/new?kinds=themeDay')
  await buttonOf(page, '全到').click()
  await buttonOf(page, '保存').click()
  await expect(page.getByText(`应到 ${membersInAll} 人，实到 ${membersInAll} 人`)).toBeVisible()
  await secretary.expectSync('waiting', 1 + membersInAll)
  // The ledger counts the roll that nobody else knows of yet.
  await page.goto('/papers/ledger')
  const now = within(meetings, thisYear)
  await expect(
    page.getByText(`共召开 ${now.filter(({ held }) => held).length + 1} 次`),
  ).toBeVisible()
  await secretary.catchUp()
  expect(await meetingsOf(hand, [older])).toHaveLength(meetings.length + 1)
  expect(secretary.complaints).toEqual([])
})
