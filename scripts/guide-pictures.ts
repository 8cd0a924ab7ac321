// Takes the pictures of docs/user-guide.zh-CN.md anew, from a server with the demonstration's data:
// node scripts/guide-pictures.ts http://localhost:8080
// What it writes stays on devices without a network, so that the demonstration is the same afterwards.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { everyPart } from './every-part.ts'
import { chromiumLaunch } from './find-chromium.mjs'

const origin = process.argv[2] ?? 'http://localhost:8080'
const fileIn = (address: string) => fileURLToPath(new URL(address, import.meta.url))
const folder = fileIn('../docs/pictures/')
const roster = fileIn('../tests/fixtures/roster.xlsx')
const ledger = fileIn('../tests/fixtures/ledger.xlsx')

const here = { baseURL: origin, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' } as const
const phone: BrowserContextOptions = {
  ...here,
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
}
const desk: BrowserContextOptions = { ...here, viewport: { width: 1280, height: 620 } }

async function take(page: Page, name: string): Promise<void> {
  // Fonts and the last row of a list; nothing in the app moves for longer.
  await page.waitForTimeout(500)
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' })
  console.log(name)
}

async function signIn(page: Page, account: string): Promise<void> {
  await page.goto('/')
  await page.getByLabel('登录名').fill(account)
  await page.getByLabel('密码', { exact: true }).fill('branchbook-demo')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  const agree = page.getByRole('button', { name: '我看过了，开始使用' })
  await agree.or(page.getByRole('navigation')).first().waitFor()
  // It goes by itself where the notice was read on another device.
  if (await agree.isVisible()) await agree.click({ timeout: 5_000 }).catch(() => undefined)
  await page.locator('html[data-sync=confirmed]').waitFor()
}

async function leaveNetwork(page: Page): Promise<void> {
  // From here on the app opens from the device.
  await everyPart(page)
  await page.context().setOffline(true)
  await page.reload()
  await page.locator('html[data-sync=offline]').waitFor()
}

async function rollCall(page: Page): Promise<void> {
  await page.getByRole('button', { name: '点名', exact: true }).click()
  const roll = page.getByRole('group', { name: '谁到了' })
  await roll.getByRole('button', { name: '全到' }).click()
  await roll.locator('label').nth(1).click()
  await roll.getByRole('button', { name: /原因/ }).first().click()
  await roll.getByRole('button', { name: '请假' }).click()
  await roll.getByPlaceholder(/外出务工/).fill('外出务工')
  await page.getByRole('heading', { name: '谁到了' }).scrollIntoViewIfNeeded()
  await roll.evaluate((box) => box.scrollIntoView({ block: 'start' }))
}

async function vote(page: Page): Promise<void> {
  await page.getByRole('button', { name: '加一项表决' }).click()
  const card = page.locator('[data-path^="votes/"]')
  await card.getByLabel('第 1 项：表决什么').fill('接收李强同志为预备党员')
  await card.getByLabel('哪类事项').selectOption('admission')
  await card.getByLabel('实到会有表决权').fill('14')
  await card.evaluate((box) => box.scrollIntoView({ block: 'start' }))
}

async function lettingIn(browser: Browser): Promise<void> {
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await signIn(page, 'shuji')
  await page.goto('/me')
  await page.getByRole('link', { name: '帮党员登录手机' }).click()
  await page.getByRole('link', { name: /党员$/ }).nth(3).click()
  await page.getByRole('link', { name: /帮他登录手机/ }).click()
  await page.getByRole('img', { name: '登录用的二维码' }).waitFor()
  await take(page, 'phone-code')
  await page.goto('/me')
  await page.getByRole('link', { name: '支部的设备' }).click()
  await page.getByText('就是这台').waitFor()
  await take(page, 'devices')
  await page.goto('/me/pin')
  await page.getByLabel('新的解锁密码').fill('480913')
  await page.getByLabel('再输入一遍').fill('480913')
  await page.getByRole('button', { name: '设好' }).click()
  await page.getByText('设好了。下次打开时要输入它。').waitFor()
  await page.goto('/')
  await page.getByLabel('解锁密码').waitFor()
  await take(page, 'lock')
  await context.close()
}

/** Chosen and looked through by the server; nothing of it is taken over. */
async function checkFile(page: Page, file: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file)
  const check = page.getByRole('button', { name: '检查这个文件' })
  const plan = page.getByRole('heading', { name: /检查结果/ })
  await check.or(plan).first().waitFor()
  if (await check.isVisible()) await check.click()
  await plan.waitFor({ timeout: 60_000 })
}

async function secretary(browser: Browser): Promise<void> {
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('登录名').waitFor()
  await take(page, 'sign-in')
  await signIn(page, 'shuji')
  // Once chosen, the size is no longer offered.
  await page.getByRole('button', { name: '长辈版' }).click()
  await take(page, 'home-large')
  await page.goto('/me')
  await page.getByRole('button', { name: '标准版' }).click()
  await page.goto('/')
  await take(page, 'home')
  await leaveNetwork(page)

  await page.getByRole('link', { name: '记一次会议' }).click()
  await page.getByRole('button', { name: '主题党日', exact: true }).click()
  await page.getByRole('button', { name: '党员大会', exact: true }).click()
  await take(page, 'record')
  await rollCall(page)
  await take(page, 'roll')
  await vote(page)
  await take(page, 'vote')
  await page.getByRole('button', { name: '保存' }).click()
  await page.locator('html[data-sync=waiting]').waitFor()
  await page.goto('/sync')
  await take(page, 'waiting')
  await page.goto('/me')
  await page.getByRole('button', { name: '退出登录' }).click()
  await take(page, 'sign-out')

  await page.goto('/sync/file')
  await page.getByRole('button', { name: '导出待发文件' }).waitFor()
  await take(page, 'outbox-file')

  await page.goto('/meetings')
  await page.getByRole('link', { name: '台账和打印' }).click()
  await page.getByRole('heading', { name: '台账和打印' }).waitFor()
  await take(page, 'papers')

  await page.goto('/meetings/new')
  await page.getByRole('button', { name: '未召开…' }).click()
  await page.getByRole('button', { name: '党课', exact: true }).click()
  await page.getByRole('button', { name: '农忙', exact: true }).click()
  await take(page, 'not-held')
  await context.close()
}

async function bringingAlong(browser: Browser): Promise<void> {
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await signIn(page, 'shuji')
  await page.goto('/import?kind=ledger')
  await checkFile(page, ledger)
  await page.getByRole('button', { name: /^不能导入/ }).click()
  await page.getByText('检查结果').scrollIntoViewIfNeeded()
  await take(page, 'import-ledger')
  await context.close()
}

async function member(browser: Browser): Promise<void> {
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await signIn(page, 'siji')
  await page.goto('/privacy')
  await page
    .getByRole('link', { name: /谁看过/ })
    .first()
    .waitFor()
  await take(page, 'privacy')
  await page.goto('/study')
  await page.getByRole('link', { name: /三会一课怎么开/ }).waitFor()
  await take(page, 'study')
  await leaveNetwork(page)
  await page.getByRole('link', { name: /三会一课怎么开/ }).click()
  await page.getByRole('link', { name: '答几道题' }).click()
  await page.locator('fieldset label').first().click()
  await page.getByRole('button', { name: '确定' }).click()
  await take(page, 'quiz')
  await page.goto('/me')
  await page.getByRole('heading', { name: '我的出勤' }).waitFor()
  await take(page, 'attendance')
  await context.close()
}

async function township(browser: Browser): Promise<void> {
  const context = await browser.newContext(desk)
  const page = await context.newPage()
  await signIn(page, 'guanli')
  await page.goto('/overview')
  await page.getByRole('heading', { name: '需要帮一把' }).waitFor()
  await take(page, 'overview')
  await page.goto('/import')
  await page.getByRole('button', { name: '党员', exact: true }).click()
  await checkFile(page, roster)
  await take(page, 'import')
  await context.close()
}

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch(chromiumLaunch())
for (const people of [secretary, bringingAlong, lettingIn, member, township]) await people(browser)
await browser.close()
