// The heart of it: a hall without signal, a meeting, a killed tab, and nothing lost.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'

const minutes = '传达镇党委秋季防火通知。讨论村西三亩集体土地发包，有一条不同意见：租期太长。'
const half = '研究下月主题党日'
const rest = '：到村小学修课桌。'

const minutesField = (page: Page) => page.getByLabel('谁说了什么、有没有不同意见，如实记')

/** Everybody, then the last few are not there after all. The numbers expected and present. */
async function callTheRoll(page: Page, absent: number): Promise<{ all: number; here: number }> {
  await page.getByRole('button', { name: '点名', exact: true }).click()
  const roll = page.getByRole('group', { name: '谁到了' })
  await roll.getByRole('button', { name: '全到' }).click()
  // The box itself is for ears; a finger presses the line. Whoever is left out by approval stands last, and is not expected.
  const lines = roll.locator('label').filter({ hasNotText: '批准不计入应到' })
  const all = await lines.count()
  for (let each = 1; each <= absent; each += 1) await lines.nth(-each).click()
  await expect(roll.getByText(`实到 ${all - absent} 人，应到 ${all} 人`)).toBeVisible()
  return { all, here: all - absent }
}

test('D1, T1: a secretary without a network records a meeting, loses the tab half way through another, and both arrive by themselves', async ({
  enters,
  server,
}) => {
  const secretary = await enters('secretary', 'phone')
  const township = await enters('township', 'desk')

  await secretary.offline()
  await expect(secretary.page.evaluate(() => fetch('/healthz'))).rejects.toThrow()
  await secretary.reopen()
  await secretary.expectSync('offline', 0)

  // One gathering, two duties.
  await secretary.page.getByRole('link', { name: '记一次会议' }).click()
  await secretary.page.getByRole('button', { name: '主题党日', exact: true }).click()
  await secretary.page.getByRole('button', { name: '党员大会', exact: true }).click()
  // Twenty-eight are expected in the demonstration's branch.
  const { all, here } = await callTheRoll(secretary.page, 5)
  expect({ all, here }).toEqual({ all: 28, here: 23 })
  await minutesField(secretary.page).fill(minutes)
  await secretary.page.getByRole('button', { name: '保存' }).click()

  await expect(secretary.page.getByRole('heading', { name: '主题党日、党员大会' })).toBeVisible()
  await expect(secretary.page.getByText('只在本机，待发送')).toBeVisible()
  await expect(secretary.page.getByText('应到 28 人，实到 23 人，到会率 82%')).toBeVisible()
  const meetingId = new URL(secretary.page.url()).pathname.split('/').at(-1) ?? ''
  // The meeting, and each member's attendance; people are told of the meeting and the roll call.
  await secretary.expectSync('waiting', 1 + all)
  await expect(secretary.page.getByRole('link', { name: '2 条待发送' })).toBeVisible()

  // Half way through a second one, the system takes the memory back.
  await secretary.page.goto('/meetings/new')
  await secretary.page.getByRole('button', { name: '支委会', exact: true }).click()
  await minutesField(secretary.page).pressSequentially(half)
  await expect(secretary.page.getByText('草稿已存在本机')).toBeVisible()
  await secretary.reopen()

  await secretary.expectSync('waiting', 1 + all)
  await expect(
    secretary.page
      .getByRole('region', { name: '最近的记录' })
      .locator(`a[href='/meetings/${meetingId}']`),
  ).toContainText(/主题党日、党员大会.*实到\s23/)
  await secretary.page
    .getByRole('region', { name: '没写完的' })
    .getByRole('link', { name: /支委会/ })
    .click()
  await expect(minutesField(secretary.page)).toHaveValue(half)
  await expect(secretary.page.getByRole('button', { name: '支委会', pressed: true })).toBeVisible()

  // The signal comes back while he is still writing: what is finished leaves without a tap.
  await secretary.catchUp()
  await expect(minutesField(secretary.page)).toHaveValue(half)
  await minutesField(secretary.page).press('End')
  await minutesField(secretary.page).pressSequentially(rest)
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await expect(secretary.page.getByRole('heading', { name: '支委会' })).toBeVisible()
  await secretary.expectSync('confirmed', 0)
  await expect(secretary.page.getByText('只在本机，待发送')).toBeHidden()

  // The township looks up.
  await township.page.reload()
  await township.page.getByRole('navigation').getByRole('link', { name: '组织生活' }).click()
  await township.page.goto(`/meetings/${meetingId}`)
  await expect(township.page.getByText(minutes)).toBeVisible()
  await expect(township.page.getByText('应到 28 人，实到 23 人，到会率 82%')).toBeVisible()
  const secondId = new URL(secretary.page.url()).pathname.split('/').at(-1) ?? ''
  await township.page.goto(`/meetings/${secondId}`)
  await expect(township.page.getByText(half + rest)).toBeVisible()

  const seen = await (await ByHand.as('township', server)).rows()
  const written = seen.filter(({ id }) => id === meetingId || id === secondId)
  expect(written.map(({ body }) => body['minutes']).sort()).toEqual([minutes, half + rest].sort())
  expect([...secretary.complaints, ...township.complaints]).toEqual([])
})
