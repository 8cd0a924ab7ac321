// A roll follows its meeting: to whom it calls, when it was not held after all, and when it was; a talk has none.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'
import { expectLegible } from './harness/look.ts'

const kind = (page: Page, name: string) =>
  page.getByRole('group', { name: /什么会/ }).getByRole('button', { name, exact: true })

async function save(page: Page): Promise<string> {
  await page.getByRole('button', { name: '保存' }).click()
  await page.waitForURL(/\/meetings\/(?!new)[\w-]{20,}$/)
  return page.url().split('/').at(-1) ?? ''
}

test('the roll of a meeting that became the committee’s, was not held, and was held after all', async ({
  enters,
  server,
}) => {
  const secretary = await enters('secretary', 'phone', 'large')
  const { page } = secretary
  await secretary.offline()
  await page.goto('/meetings/new?kinds=memberMeeting')
  await page.getByRole('button', { name: '全到' }).click()
  // Nothing of it is saved yet, and a slip takes none of it away.
  await page.getByRole('button', { name: '还没点名' }).click()
  await expect(page.getByText('刚才点的名撤回了')).toBeVisible()
  await expectLegible(page)
  await page.getByRole('button', { name: '不撤回' }).click()
  await expect(page.getByText('刚才点的名撤回了')).toBeHidden()
  const id = await save(page)
  await expect(page.getByText('应到 28 人，实到 28 人，到会率 100%')).toBeVisible()

  await page.goto(`/meetings/${id}/edit`)
  await kind(page, '党员大会').click()
  await kind(page, '支委会').click()
  await expect(
    page.getByText(/有\s\d+\s人不用参加这个会。保存以后，他们的出勤就去掉。/),
  ).toBeVisible()
  await expectLegible(page)
  await save(page)
  const ofCommittee = page.getByText(/应到\s[45]\s人，实到\s[45]\s人，到会率\s100%/)
  await expect(ofCommittee).toBeVisible()

  await page.goto(`/meetings/${id}/edit`)
  await page.getByRole('button', { name: '未召开…' }).click()
  await page.getByLabel('没开的原因').fill('下雨')
  await page.getByRole('group', { name: '后面还开不开' }).getByText('不再补开').click()
  await expect(page.getByText(/已经记下的出勤（[45]\s人）先收起来，不计入/)).toBeVisible()
  await expectLegible(page)
  await save(page)
  await expect(page.getByText('下雨')).toBeVisible()
  await expect(ofCommittee).toHaveCount(0)
  await secretary.catchUp()
  const hand = await ByHand.as('secretary', server)
  const counted = async () =>
    (await hand.rows()).find(({ id: each }) => each === `tally:${id}`)?.body
  expect(await counted()).toMatchObject({ expected: 0, present: 0 })

  await secretary.offline()
  await page.goto(`/meetings/${id}/edit`)
  await page.getByRole('button', { name: '会开了，改记会议' }).click()
  await expect(page.getByText(/原来点的名还在，保存以后恢复（[45]\s人）。/)).toBeVisible()
  await expectLegible(page)
  await save(page)
  await expect(ofCommittee).toBeVisible()

  // Of all again: those of the committee stay ticked, and the others are as they were.
  await page.goto(`/meetings/${id}/edit`)
  await kind(page, '支委会').click()
  await kind(page, '党员大会').click()
  await expect(page.getByText(/原来点的名还在，保存以后恢复（2[34]\s人）。/)).toBeVisible()
  await save(page)
  await expect(page.getByText('应到 28 人，实到 28 人，到会率 100%')).toBeVisible()
  await secretary.catchUp()
  expect(await counted()).toMatchObject({ expected: 28, present: 28 })
  expect(secretary.complaints).toEqual([])
})

test('a talk: those ticked took part, and nobody is missing', async ({ enters, server }) => {
  const secretary = await enters('secretary', 'phone', 'large')
  const { page } = secretary
  await page.goto('/meetings/new?kinds=talk')
  await expect(page.getByText('谈心谈话不点名，谁参加了就点谁')).toBeVisible()
  await page.getByRole('button', { name: '点名', exact: true }).click()
  const roll = page.getByRole('group', { name: '谁到了' })
  for (const index of [0, 1]) await roll.locator('label').nth(index).click()
  await expectLegible(page)
  const id = await save(page)
  await expect(page.getByText('参加 2 人')).toBeVisible()
  await expect(page.getByText('没到（')).toHaveCount(0)
  await secretary.expectSync('confirmed', 0)
  const hand = await ByHand.as('secretary', server)
  const rows = (await hand.rows()).filter(
    ({ type, body }) => type === 'attendance' && body['meetingId'] === id,
  )
  expect(rows.map(({ body }) => body['status'])).toEqual(['present', 'present'])

  const township = await enters('township', 'desk')
  await expect(township.page.getByText('参加 2 人')).toBeVisible()
  expect([...secretary.complaints, ...township.complaints]).toEqual([])
})
