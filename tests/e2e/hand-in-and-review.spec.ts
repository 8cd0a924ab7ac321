// A signed record goes up, comes back with a remark at its minutes, goes up again and is accepted; half of it without a network.
import type { Locator } from '@playwright/test'
import { localTime } from '../../schema/rules/calendar.ts'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand, freshId } from './harness/by-hand.ts'
import { expectLegible, expectReadable, settled } from './harness/look.ts'

const hours = 3_600_000
const remark = '请写明是谁讲的党课'
const note = '九月主题党日，请审阅'

/** The part of a meeting's page that says how far its record came. */
const review = ({ page }: Actor): Locator => page.locator('#review')

/** A remark beside what it speaks of. */
const besides = ({ page }: Actor, part: string): Locator =>
  page.getByRole('note').filter({ hasText: `镇里对“${part}”的意见` })

/** What stands beside a time's name. */
const timeOf = (actor: Actor, name: string): Locator =>
  review(actor)
    .locator('dl div')
    .filter({ has: actor.page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
    .first()
    .locator('dd')

test('a record is signed and handed in without a network, returned with a remark at its minutes, seen offline, handed in again and accepted, with the time it was completed beside the time it arrived', async ({
  enters,
  server,
}) => {
  test.slow()
  const hand = await ByHand.as('secretary', server)
  const [newest] = (await hand.rows())
    .filter(({ type, body }) => type === 'meeting' && body['notHeld'] === undefined)
    // What the committee has among itself no member reads.
    .filter(
      ({ body }) => [body['kinds']].flat().includes('themeDay') && body['stage'] === undefined,
    )
    .sort((left, right) =>
      String(right.body['startsAt']).localeCompare(String(left.body['startsAt'])),
    )
  const id = newest?.id ?? ''
  const rounds = async (by = hand) =>
    (await by.rows())
      .filter(({ type, body }) => type === 'handIn' && body['meetingId'] === id)
      .map(({ body }) => body)
      .sort((left, right) => Number(left['round']) - Number(right['round']))

  const branch = String(
    (await hand.rows()).find((row) => row.id === hand.actor.branchId)?.body['name'],
  )
  const secretary = await enters('secretary', 'phone', 'large')
  const township = await enters('township', 'desk')
  // The demonstration has one of another branch waiting.
  const waiting = () =>
    township.page
      .getByRole('region', { name: /等审阅的记录/ })
      .getByRole('link')
      .filter({ hasText: branch })

  const listed = () => secretary.page.locator(`a[href='/meetings/${id}']`)

  // In the hall: signed and handed in, without a network.
  await secretary.offline()
  await secretary.page.goto(`/meetings/${id}`)
  await expect(secretary.page.getByText('签字定稿以后，可以上报给镇里审阅。')).toBeVisible()
  await secretary.page.getByRole('button', { name: '签字定稿' }).click()
  await secretary.page.getByRole('button', { name: '签字，定稿' }).click()
  await review(secretary).getByLabel('附言（可不填）').fill(note)
  await expectLegible(secretary.page)
  await review(secretary).getByRole('button', { name: '上报' }).click()
  await expect(review(secretary).getByText('等镇里审阅')).toBeVisible()
  await expect(timeOf(secretary, '送达')).toHaveText('还没有，只在本机，有网络时自动送出')
  await secretary.expectSync('waiting', 2)
  await expectLegible(secretary.page)

  // Three hours later there is a signal.
  await server.setClock(3 * hours)
  await secretary.setClock(3 * hours)
  await township.setClock(3 * hours)
  await secretary.catchUp()
  const [first] = await rounds()
  const { handedInAt, arrivedAt } = first ?? {}
  expect(Date.parse(String(arrivedAt)) - Date.parse(String(handedInAt))).toBeGreaterThan(
    3 * hours - 60_000,
  )
  const signedAt = (await hand.rows()).find((row) => row.id === id)?.body['signedAt']
  const saysTimes = async (actor: Actor) => {
    await expect(timeOf(actor, '签字定稿')).toContainText(localTime(String(signedAt)))
    await expect(timeOf(actor, '上报')).toContainText(localTime(String(handedInAt)))
    await expect(timeOf(actor, '送达')).toContainText(localTime(String(arrivedAt)))
  }
  await saysTimes(secretary)

  // Whatever is sent by hand: nobody answers for those above, and no device says when it arrived.
  const roundId = `handIn:${id}:1`
  expect(await hand.write('handIn', roundId, { 'remarks/minutes': { text: '好' } })).toMatchObject({
    result: 'refused',
    reason: 'notAllowed',
  })
  await hand.write('handIn', roundId, { arrivedAt: '2020-01-01T00:00:00.000Z' })
  expect((await rounds())[0]?.['arrivedAt']).toBe(arrivedAt)

  // The township reads it with who was there, and answers while its line is down.
  await township.reopen('/overview')
  await waiting().click()
  await expect(township.page.getByRole('heading', { name: /到会（\d+ 人）/ })).toBeVisible()
  await saysTimes(township)
  await expect(review(township).getByText(note)).toBeVisible()
  await township.offline()
  const returns = township.page.getByRole('button', { name: '退回修改', exact: true })
  await returns.click()
  await expect(township.page.getByText('退回修改，请至少写一句要改什么。')).toBeVisible()
  await township.page.getByRole('button', { name: '会议记录', exact: true }).click()
  await returns.click()
  await expect(township.page.getByText('请写一句；没有要改的，再点一下取消。')).toBeVisible()
  await township.page.getByLabel('会议记录：怎么改').fill(remark)
  await expectLegible(township.page)
  // Whatever happens to the browser, the words are kept.
  await township.reopen(`/meetings/${id}`)
  await expect(township.page.getByLabel('会议记录：怎么改')).toHaveValue(remark)
  await township.page.getByRole('button', { name: '退回修改', exact: true }).click()
  await expect(township.page.getByText('送出以后不能撤回')).toBeVisible()
  await expectLegible(township.page)
  await township.page.getByRole('button', { name: '退回', exact: true }).click()
  await expect(review(township).getByText('这一步还在本机，待发送。')).toBeVisible()
  await expect(township.page.getByLabel('会议记录：怎么改')).toHaveCount(0)
  await township.catchUp()
  await expect(review(township).getByText('这一步还在本机，待发送。')).toHaveCount(0)

  // The branch has it after one exchange, and from then on without a network.
  await secretary.reopen('/')
  const returned = () => secretary.page.getByRole('link', { name: new RegExp(remark) })
  await expect(returned()).toBeVisible()
  await secretary.expectSync('confirmed', 0)
  await secretary.offline()
  await secretary.reopen('/')
  await expectLegible(secretary.page)
  await returned().click()
  await expect(review(secretary)).toBeInViewport()
  await expect(review(secretary).getByRole('heading', { name: '会议记录' })).toBeVisible()
  await expect(review(secretary).getByText(remark)).toBeVisible()
  await expect(besides(secretary, '会议记录')).toContainText(remark)
  await expect(besides(secretary, '会议记录')).toHaveCount(1)
  await expectReadable(secretary.page)
  await review(secretary).getByRole('link', { name: '去写更正' }).click()
  await expect(secretary.page.getByRole('heading', { name: '更正', exact: true })).toBeInViewport()
  await expect(timeOf(secretary, '审阅')).toContainText('镇里')
  await expectLegible(secretary.page)
  // The deputy signs nothing of this meeting, and may put it right all the same.
  const deputy = await enters('deputy', 'phone')
  await deputy.page.goto(`/meetings/${id}`)
  await expect(review(deputy).getByRole('link', { name: '去写更正' })).toBeVisible()
  await expect(deputy.page.getByRole('button', { name: '写一条更正' })).toBeVisible()
  await secretary.page.goto('/meetings')
  await expect(listed()).toContainText('退回修改')
  await listed().click()
  await review(secretary).getByRole('button', { name: '再次上报' }).click()
  await expect(review(secretary).getByText('等镇里审阅')).toBeVisible()
  await expect(besides(secretary, '会议记录')).toHaveCount(0)
  await secretary.page.goto('/')
  await expect(secretary.page.getByRole('heading', { name: '本月要做的事' })).toBeVisible()
  await expect(returned()).toHaveCount(0)
  await secretary.catchUp()

  // Accepted. The earlier round stays where it was.
  await township.reopen(`/branches/${hand.actor.branchId}`)
  await waiting().click()
  await expect(review(township).getByText('第 2 次上报')).toBeVisible()
  await review(township).getByText('以前的 1 次').click()
  await expect(review(township).getByText(remark)).toBeVisible()
  await township.page.getByRole('button', { name: '审阅通过', exact: true }).click()
  await township.page.getByRole('button', { name: '通过', exact: true }).click()
  await expect(township.page.getByRole('button', { name: '审阅通过' })).toHaveCount(0)
  await expect(review(township).getByText('审阅通过')).toBeVisible()
  await township.expectSync('confirmed', 0)
  await township.page.goto('/overview')
  await expect(township.page.getByRole('heading', { name: '新到的记录' })).toBeVisible()
  await expect(waiting()).toHaveCount(0)
  expect((await rounds()).map(({ state }) => state)).toEqual(['returned', 'accepted'])

  await secretary.reopen('/meetings')
  await expect(listed()).toContainText('审阅通过')
  await secretary.expectSync('confirmed', 0)
  await secretary.offline()
  await secretary.page.goto(`/meetings/${id}`)
  await expect(review(secretary).getByText('审阅通过')).toBeVisible()
  await expect(review(secretary).getByRole('button', { name: /上报/ })).toHaveCount(0)
  await review(secretary).getByText('以前的 1 次').click()
  await expect(review(secretary).getByText(remark)).toBeVisible()
  await expectLegible(secretary.page)
  // What was accepted is not counted anew, neither here nor by whoever writes past the form.
  await expect(secretary.page.getByText('出勤不再改；补课照样可以记')).toBeVisible()
  await expect(secretary.page.getByRole('link', { name: '点名', exact: true })).toHaveCount(0)
  await secretary.page.goto(`/meetings/${id}/edit`)
  await expect(secretary.page.getByText('出勤不再改；补课照样可以记')).toBeVisible()
  await expect(secretary.page.getByRole('button', { name: '全到' })).toHaveCount(0)
  const roll = (await hand.rows()).filter(({ type, body }) => {
    return type === 'attendance' && body['meetingId'] === id && body['status'] === 'present'
  })
  expect(await hand.write('attendance', roll[0]?.id ?? '', { status: 'absent' })).toMatchObject({
    result: 'refused',
    reason: 'frozen',
  })

  // Members are not troubled with it.
  const driver = await enters('driver', 'phone', 'large')
  await driver.page.goto(`/meetings/${id}`)
  await settled(driver.page)
  await expect(review(driver)).toHaveCount(0)
  await expect(driver.page.getByText('由他们写更正')).toBeVisible()
  await expect(driver.page.getByRole('button', { name: '写一条更正' })).toHaveCount(0)
  expect(await rounds(await ByHand.as('driver', server))).toEqual([])
  for (const { complaints } of [secretary, township, deputy, driver]) expect(complaints).toEqual([])
})

test('a meeting that was not held is handed in as it is, taken back, handed in again, mended in its form, and stays as it was accepted', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const id = freshId()
  const { branchId } = hand.actor
  const startsAt = new Date(Date.now() - 24 * hours).toISOString()
  const fields = { branchId, kinds: ['lecture'], startsAt, notHeld: '农忙' }
  expect(await hand.write('meeting', id, fields)).toMatchObject({ result: 'accepted' })

  const secretary = await enters('secretary', 'phone', 'large')
  await secretary.page.goto(`/meetings/${id}`)
  await review(secretary).getByRole('button', { name: '上报' }).click()
  await expect(review(secretary).getByText('等镇里审阅')).toBeVisible()
  // While it is read above it does not move.
  const edit = () => secretary.page.getByRole('link', { name: '修改', exact: true })
  await expect(edit()).toBeHidden()
  await review(secretary).getByRole('button', { name: '撤回' }).click()
  await expect(edit()).toBeVisible()
  await expect(review(secretary).getByText('支部撤回')).toBeVisible()
  await review(secretary).getByRole('button', { name: '再次上报' }).click()
  await expect(review(secretary).getByText('第 2 次上报')).toBeVisible()
  await secretary.expectSync('confirmed', 0)

  const township = await enters('township', 'desk')
  await township.page.goto(`/meetings/${id}`)
  const parts = review(township).getByRole('group', { name: '要改的地方（可选几处）' })
  await expect(parts.getByRole('button')).toHaveText(['会议类型', '时间、地点', '未召开的原因'])
  await expect(timeOf(township, '签字定稿')).toHaveCount(0)
  await parts.getByRole('button', { name: '未召开的原因' }).click()
  await township.page.getByLabel('未召开的原因：怎么改').fill('改到哪天，请写明')
  await township.page.getByRole('button', { name: '退回修改' }).click()
  await township.page.getByRole('button', { name: '退回', exact: true }).click()
  await expect(review(township).getByText('改到哪天，请写明')).toBeVisible()
  await township.expectSync('confirmed', 0)

  await secretary.reopen(`/meetings/${id}`)
  await review(secretary).getByRole('link', { name: '去修改' }).click()
  const reason = secretary.page.getByLabel('没开的原因')
  await expect(reason).toBeFocused()
  await expect(besides(secretary, '未召开的原因')).toContainText('改到哪天，请写明')
  await reason.fill('农忙，改到下月初')
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await review(secretary).getByRole('button', { name: '再次上报' }).click()
  await secretary.expectSync('confirmed', 0)
  await township.page.reload()
  await review(township).getByRole('button', { name: '审阅通过' }).click()
  await township.page.getByRole('button', { name: '通过', exact: true }).click()
  await township.expectSync('confirmed', 0)

  await secretary.reopen(`/meetings/${id}`)
  await expect(secretary.page.getByText('镇里已经审阅通过，这条记录不再改。')).toBeVisible()
  await expect(edit()).toBeHidden()
  await expectReadable(secretary.page)
  await secretary.page.goto(`/meetings/${id}/edit`)
  await expect(secretary.page.getByText('镇里已经审阅通过，这条记录不再改。')).toBeVisible()
  await expect(secretary.page.getByLabel('没开的原因')).toBeHidden()
  // Past the app, the server keeps it as well.
  expect(await hand.write('meeting', id, { notHeld: '防汛' })).toMatchObject({
    ...{ result: 'refused', reason: 'frozen' },
  })
  await secretary.page.goto(`/meetings/${id}`)
  await secretary.page.getByRole('button', { name: '写一条更正' }).click()
  await secretary.page.getByLabel('更正什么').fill('不是农忙，是防汛')
  await secretary.page.getByRole('button', { name: '写进更正' }).click()
  await secretary.page.getByRole('dialog').getByRole('button', { name: '写进去' }).click()
  await expect(review(secretary).getByRole('button', { name: '再次上报' })).toBeVisible()
  await secretary.expectSync('confirmed', 0)
  for (const { complaints } of [secretary, township]) expect(complaints).toEqual([])
})
