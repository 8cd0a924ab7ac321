// Two call one roll without hearing of each other, and differ over everybody who was away: one answer settles all of it (S4).
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'
import { expectLegible } from './harness/look.ts'

test('S4: what two noted differently of a whole roll is settled at once, and one by one anew', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const id = await hand.began('memberMeeting')
  const secretary = await enters('secretary', 'phone', 'large')
  const deputy = await enters('deputy', 'phone')
  await secretary.offline()
  await deputy.offline()
  const away = 4
  for (const [{ page }, missing] of [
    [secretary, 0],
    [deputy, away],
  ] as const) {
    await page.goto(`/meetings/${id}/edit`)
    await page.getByRole('button', { name: '全到' }).click()
    if (missing > 0) await page.getByRole('button', { name: '点名', exact: true }).click()
    const roll = page.getByRole('group', { name: '谁到了' })
    for (let nth = 0; nth < missing; nth += 1) await roll.locator('label').nth(nth).click()
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
  }
  await deputy.catchUp()
  await secretary.catchUp()

  // She settles it where she has no signal.
  await secretary.offline()
  const { page } = secretary
  await page.goto('/conflicts')
  await expect(page.getByText(`两个人有 ${away} 处记得不一样`)).toBeVisible()
  await expectLegible(page)
  await page.getByRole('button', { name: '都按周丽峰记的' }).click()
  await expect(page.getByText('定为：缺席')).toHaveCount(away)
  await expect(page.getByRole('button', { name: /^都按/ })).toHaveCount(0)
  await page.goto(`/meetings/${id}`)
  await expect(page.getByText('应到 28 人，实到 24 人')).toBeVisible()
  await secretary.catchUp()
  await deputy.reopen('/conflicts')
  await expect(deputy.page.getByText('定为：缺席')).toHaveCount(away)

  // One of them did come.
  await page.goto('/conflicts')
  await page.getByRole('button', { name: '重新定' }).first().click()
  await page.getByRole('listitem').filter({ hasText: '到会' }).getByRole('button').first().click()
  await secretary.page.goto(`/meetings/${id}`)
  await expect(page.getByText('应到 28 人，实到 25 人')).toBeVisible()
  expect([...secretary.complaints, ...deputy.complaints]).toEqual([])
})
