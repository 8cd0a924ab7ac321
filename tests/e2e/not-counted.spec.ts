// Who is left out of the count: asked for from the roll and from the member's page, approved above, and explained where it counts.
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'
import { expectReadable } from './harness/look.ts'
import { pressTwice } from './harness/press-twice.ts'

test('the secretary asks from the roll, the township approves, and roll, vote and member say why and by whom', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const { branchId } = hand.actor
  const startsAt = new Date(Date.now() + 86_400_000).toISOString()
  const id = freshId()
  const fields = { branchId, kinds: ['memberMeeting'], startsAt }
  expect(await hand.write('meeting', id, fields)).toMatchObject({ result: 'accepted' })
  const rows = await hand.rows()
  // The demonstration leaves out one whom nobody can reach.
  const leftOut = rows.flatMap(({ type, body }) => (type === 'exclusion' ? [body['personId']] : []))
  const member = rows.find(
    ({ id, type, body }) =>
      type === 'person' &&
      body['branchId'] === branchId &&
      body['kind'] === 'full' &&
      !leftOut.includes(id),
  )
  const name = String(member?.body['name'])

  const secretary = await enters('secretary', 'phone')
  const { page } = secretary
  await secretary.offline()
  await page.goto(`/meetings/${id}/edit`)
  // It cannot be called a day before; who is not counted can be asked for.
  await expect(page.getByText(/开会前一小时起才可以点名/)).toBeVisible()
  await expect(page.getByRole('button', { name: '全到' })).toHaveCount(0)
  await page.getByRole('link', { name: '不计入应到的党员' }).click()
  await page.getByRole('button', { name: '报上级批准' }).click()
  await page.getByLabel('哪位党员').selectOption({ label: name })
  await page.getByLabel('原因').selectOption({ label: '出国半年以上' })
  await page.getByRole('button', { name: '所有表决' }).click()
  await expectReadable(page)
  await pressTwice(page.getByRole('button', { name: '报上去' }))
  const card = page.locator('.cards > *').filter({ hasText: name })
  await expect(card.getByText('还没有填党员大会哪天同意。')).toBeVisible()
  await secretary.catchUp()

  // The township's desk says that it waits, also from what it holds, and on the page of the branch.
  const township = await enters('township', 'desk')
  await township.offline()
  await township.page.goto('/overview')
  const asked = township.page.getByRole('link', { name: /不计入应到，等批准：1 件/ })
  await expect(asked).toBeVisible()
  await township.page.goto(`/branches/${branchId}`)
  await expect(asked).toBeVisible()
  await expectReadable(township.page)
  await township.online()
  await asked.click()
  await expect(township.page.getByRole('button', { name: '批准', exact: true })).toBeVisible()
  // Once answered it lies with the files of the branch, which a desk holds while it looks at a member.
  await township.page.goto(`/attend/exclusions?person=${member?.id ?? ''}`)
  const opinion = township.page.getByLabel(/批复意见/)
  await opinion.fill('护照看过了')
  await township.page.reload()
  await expect(opinion).toHaveValue('护照看过了')
  await township.page.getByRole('button', { name: '批准', exact: true }).click()
  await expect(township.page.getByText(/^平原镇党委 .+批准。$/)).toBeVisible()
  await township.expectSync('confirmed', 0)
  await township.page.goto('/overview')
  await expect(township.page.getByRole('region', { name: '需要帮一把' })).toBeVisible()
  await expect(asked).toHaveCount(0)

  // The secretary is told at home that it was answered, until she has looked.
  await page.goto('/')
  const answered = page.getByRole('link', { name: /不计入应到，已有批复：1 件/ })
  await answered.click()
  await expect(page.getByText(/平原镇党委 .+批准。/).first()).toBeVisible()
  await page.goto('/')
  await expect(page.getByText('本月要做的事')).toBeVisible()
  await expect(answered).toHaveCount(0)
  await page.goto('/attend/exclusions')

  // Above have answered, so the day on which the meeting agreed can still be noted, without a network.
  await secretary.page.reload()
  await expect(card.getByText(/平原镇党委 .+批准。/)).toBeVisible()
  await secretary.offline()
  await card.getByRole('button', { name: '填党员大会同意的日期' }).click()
  await card.getByRole('button', { name: '就是这天' }).click()
  await expect(card.getByText(/^党员大会 .+同意。$/)).toBeVisible()

  // From the page of the meeting, from its votes, and from the member.
  const said = new RegExp(`${name}：出国半年以上，所有表决不计入。平原镇党委 .+批准。`)
  await page.goto(`/meetings/${id}`)
  await expect(page.getByText(said)).toBeVisible()
  await page.goto(`/papers/minutes?meeting=${id}`)
  await expect(page.getByRole('row', { name: '不计入应到' })).toContainText(said)
  await page.goto(`/meetings/${id}/edit`)
  // He and the one whom nobody can reach: neither is expected, and the page says why.
  await expect(page.getByText('应到 27 人')).toBeVisible()
  await page.getByRole('button', { name: '加一项表决' }).click()
  await expect(page.getByText(said)).toBeVisible()
  await page.goto(`/people/${member?.id ?? ''}`)
  await page.getByRole('link', { name: '不计入应到 已批准' }).click()
  await expect(page.getByText('出国半年以上')).toBeVisible()
  await expect(page.getByText(/^党员大会 .+同意。$/)).toBeVisible()
  await page.getByRole('button', { name: '报上级批准' }).click()
  await expect(page.getByLabel('哪位党员')).toHaveValue(member?.id ?? '')
  await secretary.catchUp()
  expect([...secretary.complaints, ...township.complaints]).toEqual([])
})
