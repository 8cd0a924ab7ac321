// Secretary and deputy change one resolution, neither knowing of the other: nobody's words go, and people decide.
import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { expectLegible } from './harness/look.ts'

const before = '把村东头的水渠修好'
const ofSecretary = '水渠十月底以前修好，崔新负责'
const ofDeputy = '水渠先查漏，明年开春再修'

async function writeResolution({ page }: Actor, id: string, words: string): Promise<void> {
  await page.goto(`/meetings/${id}/edit`)
  await page.getByRole('textbox', { name: '第 1 条决议' }).fill(words)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
}

test('S4: two versions of a resolution are shown to secretary and township with who and when, settled without a network, and the township sees how', async ({
  comes,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const [latest] = (await hand.rows())
    .filter(({ type, body }) => type === 'meeting' && body['notHeld'] === undefined)
    .filter(({ body }) => body['resolutions'] === undefined)
    .sort((left, right) =>
      String(right.body['startsAt']).localeCompare(String(left.body['startsAt'])),
    )
  const id = latest?.id ?? ''
  expect(
    await hand.write('meeting', id, { 'resolutions/r1': { order: 0, text: before } }),
  ).toMatchObject({ result: 'accepted' })
  const branch = String(
    (await hand.rows()).find((row) => row.id === hand.actor.branchId)?.body['name'],
  )
  const conflicts = async () => (await hand.rows()).filter(({ type }) => type === 'conflict')

  const secretary = await comes('phone')
  const deputy = await comes('phone')
  const township = await comes('desk')
  const driver = await comes('phone')
  await secretary.signIn('secretary')
  await deputy.signIn('deputy')
  await township.signIn('township')
  await driver.signIn('driver')
  const line = (actor: Actor): Locator =>
    actor.page.getByRole('link', { name: /两个人改了同一处：1 处/ })
  await expect(line(secretary)).toHaveCount(0)

  await secretary.offline()
  await deputy.offline()
  await writeResolution(secretary, id, ofSecretary)
  await writeResolution(deputy, id, ofDeputy)
  await secretary.catchUp()
  await deputy.catchUp()
  expect(await conflicts()).toHaveLength(1)

  // The township has it on its desk in the morning, and may read both.
  await township.reopen('/overview')
  await line(township).click()
  for (const words of [before, ofSecretary, ofDeputy])
    await expect(township.page.getByText(words).first()).toBeVisible()
  await expect(township.page.getByRole('heading', { level: 2 }).first()).toContainText(branch)
  await expectLegible(township.page)

  // The secretary settles it in the field, without a network.
  await secretary.reopen('/')
  await expect(line(secretary)).toBeVisible()
  await secretary.offline()
  await secretary.page.goto(`/meetings/${id}`)
  await expect(
    secretary.page.getByRole('link', { name: '这条记录有一处，两个人改得不一样' }),
  ).toBeVisible()
  await secretary.page.goto('/')
  await line(secretary).click()
  const versions = secretary.page.getByRole('listitem').filter({ hasText: '写的' })
  await expect(versions).toHaveCount(2)
  await expect(versions.filter({ hasText: ofDeputy })).toContainText('现在算数')
  await expectLegible(secretary.page)
  await versions.filter({ hasText: ofSecretary }).getByRole('button', { name: '改用这个' }).click()
  await expect(secretary.page.getByText(`定为：${ofSecretary}`)).toBeVisible()
  await expect(secretary.page.getByText('没有要定的')).toBeVisible()
  await secretary.expectSync('waiting', 2)
  await secretary.page.goto(`/meetings/${id}`)
  await expect(secretary.page.getByText(ofSecretary)).toBeVisible()
  await secretary.catchUp()

  const [settled, ...more] = await conflicts()
  expect(more).toEqual([])
  expect(settled?.body['settled']).toMatchObject({ by: hand.actor.personId })
  await township.reopen('/conflicts')
  await expect(township.page.getByText(`定为：${ofSecretary}`)).toBeVisible()
  await township.page.goto('/overview')
  await expect(line(township)).toHaveCount(0)
  const meeting = (await hand.rows()).find((row) => row.id === id)
  expect(meeting?.body['resolutions']).toMatchObject({ r1: { text: ofSecretary } })

  // The township looks again and decides otherwise: the later choice stands, and nobody is asked about that.
  await township.page.goto('/conflicts')
  await township.page.getByRole('button', { name: '重新定' }).click()
  await township.page
    .getByRole('listitem')
    .filter({ hasText: '写的' })
    .filter({ hasText: ofDeputy })
    .getByRole('button')
    .last()
    .click()
  await expect(township.page.getByText(`定为：${ofDeputy}`)).toBeVisible()
  await township.expectSync('confirmed', 0)
  expect(await conflicts()).toHaveLength(1)

  // Members are not troubled with it.
  await driver.reopen('/conflicts')
  await driver.expectSync('confirmed', 0)
  await expect(driver.page.getByText('没有要定的')).toBeVisible()
  await expect(driver.page.getByText(ofDeputy)).toHaveCount(0)
  for (const { complaints } of [secretary, deputy, township, driver]) expect(complaints).toEqual([])
})

test('S4: neither of two versions, but a third one written in the form', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const other = await ByHand.as('deputy', server)
  const latest = (await hand.rows()).find(
    ({ type, body }) =>
      type === 'meeting' && body['notHeld'] === undefined && body['resolutions'] === undefined,
  )
  const id = latest?.id ?? ''
  await hand.write('meeting', id, { 'resolutions/r1': { order: 0, text: ofSecretary } })
  await other.write('meeting', id, { 'resolutions/r1': { order: 0, text: ofDeputy } })
  const secretary = await enters('secretary', 'phone')
  for (const size of ['large', 'standard']) {
    await secretary.page.evaluate((worn) => localStorage.setItem('branchbook.size', worn), size)
    await secretary.page.goto('/conflicts')
    await expect(secretary.page.getByText(ofDeputy).first()).toBeVisible()
    await expectLegible(secretary.page)
  }
  await secretary.page.getByRole('link', { name: '都不用，另写一个' }).click()
  const field = secretary.page.getByRole('textbox', { name: '第 1 条决议' })
  await expect(field).toBeFocused()
  await field.fill('两个办法合在一起：先查漏，十月底以前修好')
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await secretary.expectSync('confirmed', 0)
  await secretary.page.goto('/conflicts')
  await expect(secretary.page.getByText('没有要定的')).toBeVisible()
  await expect(secretary.page.getByText('定为：两个办法合在一起')).toBeVisible()
  expect((await hand.rows()).filter(({ type }) => type === 'conflict')).toHaveLength(1)
  expect(secretary.complaints).toEqual([])
})

test('S4: what two noted under one item of the agenda without a network is put together by one tap', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const latest = (await hand.rows()).find(
    ({ type, body }) =>
      type === 'meeting' && body['notHeld'] === undefined && body['stage'] === undefined,
  )
  const id = latest?.id ?? ''
  const item = { order: 99, title: '研究水渠', notes: '会前已经发过通知。' }
  await hand.write('meeting', id, { 'agenda/w1': item })
  const secretary = await enters('secretary', 'phone')
  const deputy = await enters('deputy', 'phone')
  const note = async ({ page }: Actor, words: string) => {
    await page.goto(`/meetings/${id}/edit`)
    const notes = page.getByRole('textbox', { name: /第 \d+ 项的内容/ }).last()
    await notes.press('End')
    await notes.pressSequentially(words)
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
  }
  await secretary.offline()
  await deputy.offline()
  await note(secretary, '罗军说先修水渠。')
  await note(deputy, '唐娜不同意，理由是没有钱。')
  await secretary.catchUp()
  await deputy.catchUp()

  await secretary.reopen('/conflicts')
  const together = secretary.page.getByRole('listitem').filter({ hasText: '两边的话合在一起' })
  await expect(together).toBeVisible()
  await secretary.offline()
  await together.getByRole('button', { name: '改用这个' }).click()
  await secretary.page.goto(`/meetings/${id}`)
  const both = /会前已经发过通知。罗军说先修水渠。\s*唐娜不同意，理由是没有钱。/
  await expect(secretary.page.getByText(both)).toBeVisible()
  await secretary.catchUp()
  await deputy.reopen(`/meetings/${id}`)
  await expect(deputy.page.getByText(both)).toBeVisible()
  for (const { complaints } of [secretary, deputy]) expect(complaints).toEqual([])
})
