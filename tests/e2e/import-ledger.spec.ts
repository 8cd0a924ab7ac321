// What a branch wrote in Excel before there was this book: brought along by its secretary, on his phone.
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'

const file = new URL('../fixtures/ledger.xlsx', import.meta.url).pathname

async function choose({ page }: Actor): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(page.getByRole('heading', { name: '检查结果：ledger.xlsx' })).toBeVisible()
}

/** 新增, 已有, 不能导入 as the screen shows them. */
const counts = async (page: Page) => {
  const boxes = await page.locator('main dl > div').allInnerTexts()
  return ['新增', '已有', '不能导入'].map((word) => {
    const shown = boxes.find((text) => text.trim().startsWith(word)) ?? ''
    return /(\d+) 行/.exec(shown)?.[1] ?? 'not shown'
  })
}

test('a secretary brings two years of Excel along, sees row by row what becomes of it, and reads a year of it offline', async ({
  enters,
  server,
}) => {
  const secretary = await enters('secretary', 'phone', 'large')
  const { page } = secretary
  await page.goto('/meetings')
  await page.getByRole('link', { name: '把往年的台账导进来' }).click()
  await expect(page.getByRole('heading', { name: '会议台账' })).toBeVisible()
  // Nothing else is his to import.
  await expect(page.getByRole('button', { name: '党员', exact: true })).toHaveCount(0)

  // Without a network the file can be chosen, and the screen says what it waits for.
  await secretary.offline()
  await expect(page.getByText('导入要联网才能做')).toBeVisible()
  await secretary.catchUp()

  await choose(secretary)
  expect(await counts(page)).toEqual(['43', '0', '5'])
  await expect(page.getByText('还没有写入任何内容。')).toBeVisible()
  await page.getByRole('button', { name: '不能导入 5' }).click()
  await expect(page.getByText('“会议类型”一栏写的是“集体学习”')).toBeVisible()
  await expect(page.getByText('“时间”一栏写的是“2023年4月31日”')).toBeVisible()
  await expect(page.getByText('和第 34 行重复，只导入第 34 行')).toBeVisible()
  await page.getByRole('button', { name: '新增 43' }).click()
  await expect(page.getByText('逐人登记出勤：到会 23 人，没到 1 人')).toBeVisible()
  await expect(
    page.getByText('“主持人”里的“高志远（驻村第一书记）”，那时的名册上没有：照原样写进会议记录'),
  ).toBeVisible()

  await page.getByRole('button', { name: '导入 43 行' }).click()
  await expect(page.getByRole('heading', { name: '已导入 43 行' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('link', { name: '打开 2024 年的会议' }).click()

  const october = page.getByRole('region', { name: '2024年10月' })
  const meeting = october.getByRole('link', { name: /主题党日、党员大会/ })
  // The ledger named no hour.
  await expect(meeting).toContainText('2024年10月10日 · 学习党支部工作条例')
  await expect(meeting).toContainText('实到 27 / 应到 28 人')
  await secretary.expectSync('confirmed', 0)

  await secretary.offline()
  await meeting.click()
  await expect(page.getByText('以上从台账《ledger.xlsx》第 49 行导入。')).toBeVisible()
  await expect(page.getByText('周伟秀')).toBeVisible()
  await secretary.online()
  await page.getByRole('button', { name: '看看谁改过什么' }).click()
  await expect(page.getByText('从 Excel 导入').first()).toBeVisible()

  // The same file again brings nothing; the line that it held twice is on record now as well.
  await page.goto('/import')
  await choose(secretary)
  expect(await counts(page)).toEqual(['0', '44', '4'])
  await expect(page.getByText('没有变化，不用导入')).toBeVisible()
  await expect(page.getByRole('button', { name: /^导入 \d/ })).toBeHidden()
  const hand = await ByHand.as('secretary', server)
  const years = ['2023', '2024'].flatMap((year) =>
    ['public', 'committee'].map((part) => `branch/${hand.actor.branchId}/${part}/${year}`),
  )
  const held = (await hand.rows(years)).filter(
    ({ type, body }) => type === 'meeting' && String(body['startsAt']) < '2025',
  )
  expect(held).toHaveLength(43)
  expect(secretary.complaints).toEqual([])
})

test('the ledger that this book writes comes back as what is there already, and nothing else', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone', 'large')
  const { page } = secretary
  await page.goto('/papers')
  await page.getByRole('link', { name: /三会一课台账/ }).click()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: '存为 Excel' }).click()
  const path = await (await saving).path()

  await page.goto('/import?kind=ledger')
  await page.locator('input[type=file]').setInputFiles({
    name: '台账.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await readFile(path),
  })
  await expect(page.getByRole('heading', { name: '检查结果：台账.xlsx' })).toBeVisible()
  const [fresh, there, refused] = await counts(page)
  expect([fresh, refused]).toEqual(['0', '0'])
  expect(Number(there)).toBeGreaterThan(20)
  await expect(page.getByText('没有变化，不用导入')).toBeVisible()
  await expect(page.getByText(`表里 ${there} 行的会议都已经有了，不用导入。`)).toBeVisible()
  await expect(page.getByRole('button', { name: /^导入 \d/ })).toBeHidden()
  expect(secretary.complaints).toEqual([])
})

test('a member finds nothing to import, and no way to it', async ({ enters }) => {
  const driver = await enters('driver', 'phone', 'large')
  await driver.page.goto('/meetings')
  await expect(driver.page.getByRole('heading', { level: 1, name: '组织生活' })).toBeVisible()
  await expect(driver.page.getByRole('link', { name: '把往年的台账导进来' })).toHaveCount(0)
  await driver.page.goto('/import?kind=ledger')
  await expect(driver.page.getByText('您的职务不能导入')).toBeVisible()
  await expect(driver.page.locator('input[type=file]')).toHaveCount(0)
})
