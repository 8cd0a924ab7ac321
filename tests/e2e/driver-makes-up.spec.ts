// A driver missed two meetings: he reads what was said, writes a few lines on the road, and his secretary confirms.
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'
import { expectReadable } from './harness/look.ts'

const day = 86_400_000

test('a driver makes up two meetings without a network: one is confirmed, one comes back with a word and is handed in again', async ({
  enters,
  server,
}) => {
  const driverId = (await ByHand.as('driver', server)).actor.personId
  const hand = await ByHand.as('secretary', server)
  const { branchId } = hand.actor
  const topics = ['秋季防火', '学习党章第三章']
  const missed = topics.map((topic, index) => ({
    id: freshId(),
    topic,
    startsAt: new Date(Date.now() - (2 + index) * day).toISOString(),
  }))
  for (const { id, topic, startsAt } of missed) {
    const minutes = `记录：${topic}`
    await hand.write('meeting', id, { branchId, kinds: ['themeDay'], startsAt, topic, minutes })
    await hand.write('attendance', `attendance:${id}:${driverId}`, {
      meetingId: id,
      personId: driverId,
      branchId,
      heldAt: startsAt,
      status: 'absent',
      reason: '跑车在外',
    })
  }

  // A leave granted for tomorrow counts in no year yet, and neither it nor what was called off can be made up.
  const [ahead, off] = [freshId(), freshId()]
  const tomorrow = new Date(Date.now() + day).toISOString()
  const yesterday = new Date(Date.now() - day).toISOString()
  const plain = { branchId, kinds: ['themeDay'] }
  await hand.write('meeting', ahead, { ...plain, startsAt: tomorrow })
  await hand.write('meeting', off, { ...plain, startsAt: yesterday, notHeld: '下大雨' })
  const years: string[] = []

  const driver = await enters('driver', 'phone', 'large')
  const year = driver.page.getByRole('link', { name: /^参加组织生活/ })
  years.push(await year.innerText())
  for (const [meetingId, heldAt] of [
    [ahead, tomorrow],
    [off, yesterday],
  ] as const)
    await hand.write('attendance', `attendance:${meetingId}:${driverId}`, {
      ...{ meetingId, personId: driverId, branchId, heldAt },
      ...{ status: 'excused', reason: '跑车在外', way: 'asked' },
    })
  await driver.reopen('/')
  await driver.expectSync('confirmed', 0)
  await driver.offline()
  for (const [id, said] of [
    [ahead, '会还没有开，不用补课'],
    [off, '这次会没有开，不用补课'],
  ] as const) {
    await driver.page.goto('/')
    await expect(
      driver.page.locator(`a[href="/attend/makeup?meeting=${missed[0]?.id}"]`),
    ).toBeVisible()
    await expect(driver.page.locator(`a[href="/attend/makeup?meeting=${id}"]`)).toHaveCount(0)
    years.push(await driver.page.getByRole('link', { name: /^参加组织生活/ }).innerText())
    await driver.page.goto(`/attend/makeup?meeting=${id}`)
    await expect(driver.page.getByText(said)).toBeVisible()
    await expect(driver.page.getByLabel('看了有什么想法')).toHaveCount(0)
  }
  expect(new Set(years).size).toBe(1)
  for (const { id, topic } of missed) {
    await driver.page.goto('/')
    await driver.page.locator(`a[href="/attend/makeup?meeting=${id}"]`).click()
    await driver.page.getByRole('link', { name: /这次会的记录/ }).click()
    await expect(driver.page.getByText(`记录：${topic}`)).toBeVisible()
    await driver.page.goBack()
    await driver.page.getByLabel('看了有什么想法').fill(`${topic}，记住了。`)
    // What he wrote outlives the app.
    await driver.hasKept()
    await driver.reopen(`/attend/makeup?meeting=${id}`)
    await expect(driver.page.getByLabel('看了有什么想法')).toHaveValue(`${topic}，记住了。`)
    await expectReadable(driver.page)
    await driver.page.getByRole('button', { name: '交给书记' }).click()
    await expect(driver.page.getByText('交上去了，等书记确认')).toBeVisible()
  }
  await driver.expectSync('waiting', 2)
  await driver.catchUp()

  const secretary = await enters('secretary', 'phone', 'large')
  await secretary.offline()
  await secretary.page.goto('/')
  await secretary.page.getByRole('link', { name: /到会、请假、补课：2 件/ }).click()
  const cardOf = (words: string) => secretary.page.locator('.cards > *').filter({ hasText: words })
  const [first = '', second = ''] = topics
  await cardOf(first).getByRole('button', { name: '确认补课' }).click()
  await expect(cardOf(first)).toHaveCount(0)
  await cardOf(second).getByRole('button', { name: '不同意' }).click()
  await cardOf(second).getByLabel('为什么').fill('请写写第三章讲了什么')
  await cardOf(second).getByRole('button', { name: '退回给本人' }).click()
  await expect(secretary.page.getByText('没有要确认的')).toBeVisible()
  await secretary.catchUp()

  await driver.reopen('/')
  await driver.expectSync('confirmed', 0)
  await driver.offline()
  await expect(
    driver.page.locator(`a[href="/attend/makeup?meeting=${missed[0]?.id}"]`),
  ).toHaveCount(0)
  await driver.page.locator(`a[href="/attend/makeup?meeting=${missed[1]?.id}"]`).click()
  await expect(driver.page.getByText('请写写第三章讲了什么')).toBeVisible()
  await driver.page.getByLabel('看了有什么想法').fill('第三章讲的是党员的权利和义务。')
  await driver.page.getByRole('button', { name: '改好再交' }).click()
  await expect(driver.page.getByText('交上去了，等书记确认')).toBeVisible()
  await driver.catchUp()
  await secretary.reopen('/attend/waiting')
  await cardOf('第三章讲的是').getByRole('button', { name: '确认补课' }).click()
  await expect(cardOf('第三章讲的是')).toHaveCount(0)
  await secretary.expectSync('confirmed', 0)

  const rows = await hand.rows()
  for (const { id } of missed) {
    const row = rows.find((each) => each.id === `attendance:${id}:${driverId}`)
    expect(row?.body).toMatchObject({ status: 'madeUp' })
  }
  await driver.reopen('/me')
  await driver.expectSync('confirmed', 0)
  expect([...driver.complaints, ...secretary.complaints]).toEqual([])
})
