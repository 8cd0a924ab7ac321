// What a branch hangs up, binds and hands in: printed and taken out as Excel without a network, the same number on every paper.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import readSheets from 'read-excel-file/node'
import { recordNumber } from '../../schema/rules/record-number.ts'
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'

type Printed = { readonly pages: number; readonly landscape: boolean }

/** As it would come out of the printer: how many sheets, and which way they lie. */
async function printed(page: Page): Promise<Printed> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const [, width = '', height = ''] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? []
  // A4, in points.
  expect([Number(width), Number(height)].map(Math.round).sort()).toEqual([595, 842])
  return {
    pages: pdf.match(/\/Type \/Page\b/g)?.length ?? 0,
    landscape: Number(width) > Number(height),
  }
}

async function excelOf(page: Page): Promise<readonly (readonly unknown[])[]> {
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: '存为 Excel' }).click()
  const [sheet] = await readSheets(readFileSync(await (await saved).path()))
  return sheet?.data ?? []
}

type Meeting = {
  readonly id: string
  readonly startsAt: string
  readonly kinds: readonly string[]
  readonly notHeld: boolean
}

/** The meetings of this year that have begun, as the server holds them; first things first. */
async function meetingsOf(hand: ByHand, year: string): Promise<readonly Meeting[]> {
  const now = new Date().toISOString()
  return (await hand.rows())
    .filter(({ type, body }) => type === 'meeting' && body['branchId'] === hand.actor.branchId)
    .map(({ id, body }) => ({
      id,
      startsAt: String(body['startsAt']),
      kinds: body['kinds'] as readonly string[],
      notHeld: body['notHeld'] !== undefined,
    }))
    .filter(({ startsAt }) => startsAt.startsWith(year) && startsAt <= now)
    .sort((left, right) => left.startsAt.localeCompare(right.startsAt))
}

const thisYear = () => String(new Date().getFullYear())

test('the secretary prints the ledger, the minutes and the sheet to sign without a network, and takes the year out as Excel', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const meetings = await meetingsOf(hand, thisYear())
  const held = meetings.filter(({ notHeld }) => !notHeld)
  const newest = held.at(-1)
  if (!newest) throw new Error('the demonstration held no meeting this year')
  const secretary = await enters('secretary', 'desk')
  const { page } = secretary
  await secretary.offline()

  await page.goto('/meetings')
  await page.getByRole('link', { name: '台账和打印' }).click()
  await page.getByRole('link', { name: '三会一课台账' }).click()
  const lines = meetings.reduce((sum, { kinds }) => sum + kinds.length, 0)
  const kinds = new Set(meetings.flatMap((each) => each.kinds)).size
  // The head, a line for each kind, a line for each meeting of it.
  await expect(page.getByRole('row')).toHaveCount(1 + kinds + lines)
  const record = recordNumber(newest)
  await expect(page.getByRole('cell', { name: record }).first()).toBeVisible()
  await expect(page.getByText(`共召开 ${held.length} 次`)).toBeVisible()
  await expect(page.getByText('本机的记录可能不全')).toHaveCount(0)
  const ledger = await printed(page)
  expect(ledger.landscape).toBe(true)
  expect(ledger.pages).toBeGreaterThan(1)

  const [mark, headings, ...rows] = await excelOf(page)
  expect(String(mark?.[0])).toMatch(/^导出人：.+导出时间：/)
  expect(headings).toEqual(
    '序号 会议类型 时间 地点 主题 主持人 记录人 应到 实到 编号 备注'.split(' '),
  )
  expect(rows).toHaveLength(lines)
  expect(rows.filter((cells) => cells[9] === record)).toHaveLength(newest.kinds.length)
  // What was counted can be added up.
  const expected = rows.flatMap((cells) => (cells[7] === null ? [] : [cells[7]]))
  expect(new Set(expected.map((cell) => typeof cell))).toEqual(new Set(['number']))

  await page.goto('/papers/attendance')
  await expect(page.getByRole('row').nth(28)).toBeVisible()
  expect((await printed(page)).landscape).toBe(true)
  const [, attendanceHeadings = [], ...members] = await excelOf(page)
  expect(attendanceHeadings.slice(0, 2)).toEqual(['序号', '姓名'])
  expect(attendanceHeadings.slice(-5)).toEqual(['应到', '到会', '已补课', '请假', '未到'])
  expect(members.length).toBeGreaterThan(20)
  for (const cells of members) expect(cells).toHaveLength(attendanceHeadings.length)

  await page.goto(`/meetings/${newest.id}`)
  await page.getByRole('link', { name: '打印', exact: true }).click()
  await page.getByRole('link', { name: /^会议记录 名单/ }).click()
  await expect(page.getByText(`编号 ${record}`)).toBeVisible()
  await expect(page.getByRole('rowheader', { name: '到会人员' })).toBeVisible()
  await expect(page.getByText('主持人（签名）：')).toBeVisible()
  expect(await printed(page)).toEqual({ pages: 1, landscape: false })

  await page.goto('/papers/minutes')
  await expect(page.getByRole('article')).toHaveCount(meetings.length)
  expect((await printed(page)).pages).toBe(meetings.length)
  const [, minutesHeadings = [], ...minutes] = await excelOf(page)
  expect(minutesHeadings.slice(0, 3)).toEqual(['编号', '会议类型', '时间'])
  expect(minutes.map(([number]) => number)).toEqual(meetings.map(recordNumber))
  expect(secretary.complaints).toEqual([])
})

test('a planned meeting has its notice and its sheet to sign, on one page each, with the number its minutes will have', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const startsAt = new Date(Date.now() + 3 * 86_400_000).toISOString()
  const id = freshId()
  const { branchId } = hand.actor
  const fields = { branchId, kinds: ['memberMeeting'], startsAt, place: '村委会会议室' }
  expect(await hand.write('meeting', id, fields)).toMatchObject({ result: 'accepted' })
  const secretary = await enters('secretary', 'phone', 'large')
  const { page } = secretary
  await secretary.offline()
  await page.goto(`/papers?meeting=${id}`)
  await page.getByRole('link', { name: /^签到表/ }).click()
  const record = `编号 ${recordNumber({ id, startsAt })}`
  await expect(page.getByText(record)).toBeVisible()
  await expect(page.getByText('应到 28 人')).toBeVisible()
  const names = page.getByRole('table', { name: '应到党员签名' }).getByRole('row')
  await expect(names).toHaveCount(1 + 14)
  expect(await printed(page)).toEqual({ pages: 1, landscape: false })
  // What lies with the meeting is named by its notice, on the screen and on paper, also before it has been sent.
  await page.goto(`/meetings/${id}`)
  const paper = Buffer.from('%PDF-1.4\n土地\n%%EOF\n')
  await page
    .getByLabel('选文件')
    .setInputFiles({ name: '承包方案.pdf', mimeType: 'application/pdf', buffer: paper })
  await page.getByRole('link', { name: '打印、转发通知' }).click()
  await expect(page.getByText(record)).toBeVisible()
  await expect(
    page.getByText('会议材料：承包方案.pdf。打开支部簿，点开这次会议就能看。'),
  ).toBeVisible()
  expect(await printed(page)).toEqual({ pages: 1, landscape: false })
  expect(secretary.complaints).toEqual([])

  await secretary.catchUp()
  const member = await enters('driver', 'phone')
  await member.offline()
  await member.reopen()
  await member.page.getByRole('link', { name: /材料：承包方案\.pdf（点开会议就能看）/ }).click()
  await expect(member.page.getByText('承包方案.pdf')).toBeVisible()
  expect(member.complaints).toEqual([])
})

test('a member prints what the branch publishes: counts, and nobody’s name in a list', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('driver', server)
  const newest = (await meetingsOf(hand, thisYear())).filter(({ notHeld }) => !notHeld).at(-1)
  const driver = await enters('driver', 'phone', 'large')
  const { page } = driver
  await driver.offline()
  await page.goto('/papers')
  await expect(page.getByRole('link', { name: /^三会一课台账/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /^出勤表/ })).toHaveCount(0)
  for (const address of ['/papers/attendance', `/papers/sign-in?meeting=${newest?.id ?? ''}`]) {
    await page.goto(address)
    await expect(page.getByText('名单只有支部书记、副书记和上级党组织能打印。')).toBeVisible()
  }
  await page.goto(`/papers?meeting=${newest?.id ?? ''}`)
  await expect(page.getByRole('link', { name: /^签到表/ })).toHaveCount(0)
  await page
    .getByRole('link', { name: /^会议记录/ })
    .first()
    .click()
  await expect(page.getByText(/应到.\d+.人，实到.\d+.人/)).toBeVisible()
  await expect(page.getByRole('rowheader', { name: '到会人员' })).toHaveCount(0)
  await expect(page.getByRole('rowheader', { name: '没到会的人员和原因' })).toHaveCount(0)
  expect(driver.complaints).toEqual([])
})

test('the township takes out the attendance of a branch once its names have come, and is told where they have not', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('township', server)
  const rows = await hand.rows()
  const meets = new Set(
    rows.filter(({ type }) => type === 'meeting').map(({ body }) => body['branchId']),
  )
  const [near, far] = rows.filter(({ type, id }) => type === 'organisation' && meets.has(id))
  const township = await enters('township', 'desk')
  const { page } = township
  await page.goto(`/papers/attendance?branch=${near?.id ?? ''}`)
  await expect(page.getByRole('row').nth(5)).toBeVisible()
  await township.expectSync('confirmed', 0)
  await expect(page.getByText('本机的记录可能不全')).toHaveCount(0)
  const [, headings = [], ...members] = await excelOf(page)
  expect(headings.slice(0, 2)).toEqual(['序号', '姓名'])
  expect(members.length).toBeGreaterThan(5)

  await township.offline()
  await page.goto(`/papers/attendance?branch=${far?.id ?? ''}`)
  await expect(page.getByText('没有连上网')).toBeVisible()
  await expect(page.getByText('本机的记录可能不全')).toBeVisible()
  // What every branch publishes lies on the desk: the ledger is whole.
  await page.goto(`/papers/ledger?branch=${far?.id ?? ''}`)
  await expect(page.getByRole('row').nth(5)).toBeVisible()
  await expect(page.getByText('本机的记录可能不全')).toHaveCount(0)
  expect(township.complaints).toEqual([])
})
