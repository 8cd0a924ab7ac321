// A plan proves nothing: once its time has come every list and page says that nothing was recorded, until something is (0035).
import { dayAfter, instantOf, localDay } from '../../schema/rules/calendar.ts'
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'
import { expectLegible } from './harness/look.ts'

const dayMs = 86_400_000

test('what was planned and never noted says so in the list and on its page, and no longer once something is', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const { branchId } = hand.actor
  const startsAt = instantOf(dayAfter(localDay(new Date().toISOString()), 1), '09:00')
  const id = freshId()
  const fields = { branchId, kinds: ['memberMeeting'], startsAt, topic: '讨论修渠' }
  expect((await hand.write('meeting', id, fields)).result).toBe('accepted')

  const secretary = await enters('secretary', 'phone', 'large')
  const { page } = secretary
  await secretary.offline()
  const line = page.locator(`main a[href="/meetings/${id}"]`)
  await page.goto('/meetings')
  await expect(line).toContainText('已定')

  await secretary.setClock(2 * dayMs)
  await secretary.page.reload()
  await expect(line).toContainText('还没有记')
  await expect(line).not.toContainText('已定')
  await expectLegible(page)
  await line.click()
  await expect(page.getByText('还没有记')).toBeVisible()

  await page.goto(`/meetings/${id}/edit`)
  await page.getByRole('button', { name: '全到' }).click()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('应到 28 人，实到 28 人，到会率 100%')).toBeVisible()
  await expect(page.getByText('还没有记')).toHaveCount(0)
  await page.goto('/meetings')
  await expect(line).toContainText(/实到\s28\s\/\s应到\s28\s人/)
  await expect(line).not.toContainText('还没有记')
  expect(secretary.complaints).toEqual([])
})
