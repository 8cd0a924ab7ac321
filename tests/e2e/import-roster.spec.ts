// An empty server, the link it prints, and the township's own Excel files: twice.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import readSheet from 'read-excel-file/node'
import { codeOf, stepAt } from '../../server/accounts/totp.ts'
import { expect, test } from './fixtures.ts'

test.use({ data: 'empty' })

const fixture = (name: string) => new URL(`../fixtures/${name}.xlsx`, import.meta.url).pathname

async function check(page: Page, kind: string, file: string): Promise<void> {
  await page.goto('/import')
  await page.getByRole('button', { name: kind, exact: true }).click()
  await page.locator('input[type=file]').setInputFiles(fixture(file))
  await expect(page.getByRole('heading', { name: `检查结果：${file}.xlsx` })).toBeVisible()
}

async function apply(page: Page, rows: number): Promise<void> {
  await page.getByRole('button', { name: `导入 ${rows} 行` }).click()
  await expect(page.getByRole('heading', { name: `已导入 ${rows} 行` })).toBeVisible({
    timeout: 60_000,
  })
}

/** 新增, 变化, 相同, 不能导入 as the screen shows them. */
async function counts(page: Page): Promise<readonly string[]> {
  const boxes = page.locator('main dl > div')
  const shown = await boxes.evaluateAll((all) => all.map((box) => box.textContent ?? ''))
  return ['新增', '变化', '相同', '不能导入'].map((word) => {
    const text = shown.find((each) => each.trim().startsWith(word)) ?? ''
    return /(\d+) 行/.exec(text)?.[1] ?? 'not shown'
  })
}

async function refusedRows(page: Page): Promise<readonly (readonly unknown[])[]> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载不能导入的行' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('不能导入的行.xlsx')
  const [sheet] = await readSheet(readFileSync(await download.path()))
  return sheet?.data ?? []
}

test('an empty server is set up by its link, filled from Excel, and a second import changes nothing', async ({
  comes,
  server,
}) => {
  const desk = await comes('desk')
  const { page } = desk
  const link = server.lines.join('\n').match(/\/setup\/[\w-]+/)?.[0] ?? ''
  await page.goto(link)
  await page.getByLabel('党组织全称').fill('平原镇党委')
  await page.getByLabel('您的姓名').fill('于伟')
  await page.getByLabel('登录名').fill('yuwei')
  await page.getByLabel('密码', { exact: true }).fill('a long enough one')
  await page.getByRole('button', { name: '建立并登录' }).click()
  // Whoever administers has a second proof from the first day.
  await expect(page.getByRole('img', { name: /二维码/ })).toBeVisible()
  const secret = (await page.locator('.code').innerText()).replaceAll(' ', '')
  await page.getByLabel('动态码', { exact: true }).fill(codeOf(secret, stepAt(Date.now())))
  await page.getByRole('button', { name: '确定' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(10)
  await page.getByRole('button', { name: '抄好了' }).click()
  await desk.readNotice()
  await expect(page.getByText('还没有党支部')).toBeVisible()
  await desk.expectSync('confirmed', 0)

  await check(page, '党组织', 'branches')
  expect(await counts(page)).toEqual(['26', '0', '0', '0'])
  await apply(page, 26)
  await check(page, '党员', 'roster')
  expect(await counts(page)).toEqual(['765', '0', '0', '5'])
  await apply(page, 765)
  await check(page, '题库', 'question-bank')
  expect(await counts(page)).toEqual(['24', '0', '0', '0'])
  await apply(page, 24)

  // Again: nothing to write, and what was refused can be taken away, with its reasons.
  await check(page, '党组织', 'branches')
  expect(await counts(page)).toEqual(['0', '0', '26', '0'])
  await expect(page.getByText('没有变化，不用导入')).toBeVisible()
  await check(page, '题库', 'question-bank')
  expect(await counts(page)).toEqual(['0', '0', '24', '0'])
  await check(page, '党员', 'roster')
  expect(await counts(page)).toEqual(['0', '0', '765', '5'])
  await expect(page.getByText('没有变化，不用导入')).toBeVisible()
  await expect(page.getByRole('button', { name: /^导入 \d/ })).toBeHidden()
  const refused = await refusedRows(page)
  expect(
    refused.filter((row) => row.some((cell) => String(cell).includes('不存在村党支部'))),
  ).toHaveLength(1)

  // What was imported is the tree on the desk.
  await page.getByRole('navigation').getByRole('link', { name: '支部', exact: true }).click()
  await expect(page.getByText('26 个支部 · 765 名党员')).toBeVisible()
  await expect(page.getByRole('link', { name: /石槽村党支部/ })).toBeVisible()
  await page.getByRole('link', { name: /石槽村党支部/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: '石槽村党支部' })).toBeVisible()
  await expect(page.getByText('平原镇党委').first()).toBeVisible()

  // The link was good for one time.
  const stranger = await comes('desk')
  await stranger.page.goto(link)
  await stranger.page.getByLabel('党组织全称').fill('假的党委')
  await stranger.page.getByLabel('您的姓名').fill('某人')
  await stranger.page.getByLabel('登录名').fill('mouren')
  await stranger.page.getByLabel('密码', { exact: true }).fill('a long enough one')
  await stranger.page.getByRole('button', { name: '建立并登录' }).click()
  await expect(stranger.page.getByText('这个链接已经用过了')).toBeVisible()
  expect(desk.complaints).toEqual([])
})
