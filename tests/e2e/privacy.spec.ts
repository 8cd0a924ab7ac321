// What a person is told, may decide, may ask and may read about himself, and what others can and cannot do with his file.
import { readFileSync } from 'node:fs'
import readSheets from 'read-excel-file/node'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { accountOf } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { expectLegible } from './harness/look.ts'
import { pressTwice } from './harness/press-twice.ts'

const agree = '我看过了，开始使用'

const go = (actor: Actor, part: string) => actor.page.goto(`/privacy/${part}`)

test('the notice stands before the first record, is agreed to once without a network, and is known on the next device', async ({
  comes,
  enters,
  server,
}) => {
  const { name, password } = accountOf('driver')
  const driver = await comes('phone')
  const { page } = driver
  await page.goto('/')
  await page.getByLabel('登录名').fill(name)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '隐私说明' })).toBeVisible()
  await expect(page.getByText('至少留 3 年').first()).toBeVisible()
  await expectLegible(driver.page)
  await driver.isInstalled()
  await driver.expectSync('confirmed', 0)
  // No way around it: neither another address nor the network's absence.
  await page.goto('/meetings')
  await expect(page.getByRole('button', { name: agree })).toBeVisible()
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await driver.offline()
  await page.getByRole('button', { name: agree }).click()
  await expect(page.getByRole('navigation')).toBeVisible()
  await driver.reopen()
  await expect(driver.page.getByRole('navigation')).toBeVisible()
  await expect(driver.page.getByRole('button', { name: agree })).toHaveCount(0)
  await driver.catchUp()
  await go(driver, 'notice')
  await expect(driver.page.getByText(/第 1 版，您在 .* 看过/)).toBeVisible()
  const hand = await ByHand.as('driver', server)
  expect((await hand.rows()).filter(({ type }) => type === 'noticeRead')).toMatchObject([
    { body: { personId: hand.actor.personId, version: 1 } },
  ])
  const other = await enters('driver', 'phone')
  await go(other, 'notice')
  await expect(other.page.getByText(/第 1 版，您在 .* 看过/)).toHaveCount(1)
})

test('a telephone number is seen by comrades while its owner says so, and leaves their phones when he does not', async ({
  enters,
}) => {
  const driver = await enters('driver', 'phone')
  const deputy = await enters('deputy', 'phone')
  await go(deputy, 'comrades')
  // Two others of the demonstration show theirs.
  await expect(deputy.page.getByRole('link', { name: /1390000100/ })).toHaveCount(2)
  await expect(deputy.page.getByRole('link', { name: /13900001234/ })).toHaveCount(0)

  await driver.offline()
  await go(driver, 'choices')
  await expect(driver.page.getByText('本支部的党员现在看不到您的电话。')).toBeVisible()
  const phone = driver.page.getByRole('group', { name: '让本支部的党员看到我的电话' })
  await phone.getByRole('button', { name: '同意', exact: true }).click()
  await driver.page.getByLabel('给大家看的电话').fill('13900001234')
  await driver.page.getByRole('button', { name: '就给大家看这个号码' }).click()
  await expect(driver.page.getByText('本支部的党员现在能看到 13900001234。')).toBeVisible()
  await expectLegible(driver.page)
  await driver.catchUp()

  await deputy.reopen('/privacy/comrades')
  const number = deputy.page.getByRole('link', { name: /13900001234/ })
  await expect(number).toHaveAttribute('href', 'tel:13900001234')
  await expectLegible(deputy.page)

  await phone.getByRole('button', { name: '不同意', exact: true }).click()
  await driver.expectSync('confirmed', 0)
  await deputy.reopen('/privacy/comrades')
  await expect(deputy.page.getByRole('link', { name: /1390000100/ })).toHaveCount(2)
  await expect(deputy.page.getByRole('link', { name: /13900001234/ })).toHaveCount(0)
})

test('who looked at a file is written down without a network and read by its owner; what a member asks is answered and stands in his file', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('driver', server)
  const { personId } = hand.actor
  const driver = await enters('driver', 'phone')
  const secretary = await enters('secretary', 'phone')

  // Without a network he asks; without a network he is looked up.
  await driver.offline()
  await go(driver, 'corrections')
  await driver.page.getByRole('button', { name: '提一件更正' }).click()
  await driver.page.getByLabel('哪一项写错了').selectOption({ label: '出生日期' })
  await driver.page.getByLabel('应该是').fill('七五年')
  await driver.page.getByRole('button', { name: '提交' }).click()
  await expect(driver.page.getByText('日期看不懂')).toBeVisible()
  await driver.page.getByLabel('应该是').fill('1975年6月8日')
  await driver.page.getByLabel(/说明/).fill('身份证上是这一天')
  // Called away in the middle of it: the words wait on his device.
  await driver.page.reload()
  await expect(driver.page.getByLabel('应该是')).toHaveValue('1975年6月8日')
  await expect(driver.page.getByLabel(/说明/)).toHaveValue('身份证上是这一天')
  await expectLegible(driver.page)
  await pressTwice(driver.page.getByRole('button', { name: '提交' }))
  await expect(driver.page.getByText('等支部答复')).toBeVisible()
  await driver.catchUp()

  await secretary.reopen('/')
  await secretary.page.getByRole('link', { name: /更正申请：2 件/ }).click()
  const card = secretary.page.locator('.sheet').filter({ hasText: '1975年6月8日' })
  await expect(card).toBeVisible()
  await expectLegible(secretary.page)
  await secretary.offline()
  await card.getByRole('button', { name: '不改' }).click()
  await expect(card.getByText('不改，请写明为什么。')).toBeVisible()
  await card.getByRole('textbox').fill('和身份证对过了')
  await secretary.page.reload()
  await expect(card.getByRole('textbox')).toHaveValue('和身份证对过了')
  await card.getByRole('button', { name: '同意，改过来' }).click()
  await expect(card.getByText('已改', { exact: true })).toBeVisible()
  await secretary.page.goto(`/people/${personId}`)
  await expect(secretary.page.getByText('1975年6月8日')).toBeVisible()
  await expect(secretary.page.getByText('已经记下，党员本人能看到')).toBeVisible()
  // Once a day, however often he looks.
  await secretary.page.reload()
  await expect(secretary.page.getByText('1975年6月8日')).toBeVisible()
  await secretary.catchUp()

  await driver.reopen('/privacy/corrections')
  await expect(driver.page.getByText('已改', { exact: true })).toBeVisible()
  await go(driver, 'looks')
  // One of the demonstration's own, some days ago, and today's.
  await expect(driver.page.getByText('打开档案 ·')).toHaveCount(2)
  await expect(driver.page.getByText('枣林村党支部').first()).toBeVisible()
  await expectLegible(driver.page)
  const looks = (await hand.rows()).filter(({ type }) => type === 'look')
  expect(looks).toHaveLength(2)
  expect(
    await hand.write('look', looks[0]?.id ?? '', { removedAt: new Date().toISOString() }),
  ).toMatchObject({ result: 'refused', reason: 'notAllowed' })

  // All of it is his, as a file, without a network.
  await driver.page.goto('/privacy/data')
  await expect(driver.page.getByRole('heading', { name: /查阅记录：2 条/ })).toBeVisible()
  await expectLegible(driver.page)
  const saved = driver.page.waitForEvent('download')
  await driver.page.getByRole('button', { name: '存为 Excel' }).click()
  const sheets = JSON.stringify(await readSheets(readFileSync(await (await saved).path())))
  expect(sheets).toContain('导出人：')
  expect(sheets).toContain('1975年6月8日')
})

test('the whole identity number is shown to the township alone, for a reason, for a minute, and its owner reads why; taking files out says why too', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('driver', server)
  const { personId, branchId } = hand.actor
  const township = await enters('township', 'desk')
  const secretary = await enters('secretary', 'phone')
  await secretary.page.goto(`/people/${personId}`)
  await expect(secretary.page.getByText('后四位')).toBeVisible()
  await expect(secretary.page.getByRole('button', { name: '查看完整身份证号' })).toHaveCount(0)

  const { page } = township
  await page.clock.install()
  await page.goto(`/people/${personId}`)
  await page.getByRole('button', { name: '查看完整身份证号' }).click()
  await page.getByRole('button', { name: '查看', exact: true }).click()
  await expect(page.getByText('请写明事由，至少四个字。')).toBeVisible()
  await township.offline()
  await page.getByLabel('事由').fill('核对入党志愿书')
  await page.getByRole('button', { name: '查看', exact: true }).click()
  await expect(page.getByText('连上网才能看')).toBeVisible()
  await expectLegible(township.page)
  await township.online()
  await page.getByRole('button', { name: '查看', exact: true }).click()
  const number = page.getByText(/^[1-9]\d{16}[\dX]$/)
  await expect(number).toBeVisible()
  const shown = await number.innerText()
  await page.clock.fastForward(61_000)
  await expect(number).toHaveCount(0)
  // Nothing of it stays: not in the records, not in what the browser keeps.
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(shown)
  expect(JSON.stringify(await hand.rows())).not.toContain(shown)

  await page.goto(`/people?branch=${branchId}`)
  await page.getByRole('button', { name: '导出党员档案' }).click()
  await expect(page.getByText(/这台设备上有其中 \d+ 份档案/)).toBeVisible()
  await page.getByLabel('事由').fill('上报年度统计')
  await expectLegible(township.page)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 Excel' }).click()
  const [sheet] = await readSheets(readFileSync(await (await saved).path()))
  const rows = sheet?.data ?? []
  expect(String(rows[0]?.[0])).toMatch(/^导出人：.+导出时间：/)
  expect(rows.length).toBeGreaterThan(20)
  expect(JSON.stringify(rows)).not.toContain(shown)
  await township.expectSync('confirmed', 0)

  const driver = await enters('driver', 'phone')
  await go(driver, 'looks')
  await expect(driver.page.getByText(/查看完整身份证号 · .* · 核对入党志愿书/)).toHaveCount(1)
  await expect(driver.page.getByText(/导出档案 · .* · 上报年度统计/)).toHaveCount(1)
})
