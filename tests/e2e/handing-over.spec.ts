// A secretary hands over: his rights end and his successor's begin at the date, and what he had not sent is not lost.
import type { Page } from '@playwright/test'
import { localDay } from '../../schema/rules/calendar.ts'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'
import { flawsByAxe, overflowOf, smallTargets } from './harness/look.ts'

const day = 86_400_000
const dayIn = (days: number) => localDay(new Date(Date.now() + days * day).toISOString())

const recordsMeetings = (page: Page) => page.getByRole('link', { name: '记一次会议' })

test('P7, P5, D3: the township appoints a successor without a network; rights move at the date on phones that are offline too; what the predecessor had not sent stays with its reason, and goes once he may', async ({
  enters,
  server,
}) => {
  const outgoing = await ByHand.as('secretary', server)
  const incoming = await ByHand.as('driver', server)
  const { branchId, personId } = outgoing.actor
  const successor = (await outgoing.rows()).find((row) => row.id === incoming.actor.personId)
  const name = String(successor?.body['name'])

  const township = await enters('township', 'desk')
  const secretary = await enters('secretary', 'phone')
  const driver = await enters('driver', 'phone')
  await expect(recordsMeetings(driver.page)).toHaveCount(0)

  // The township appoints him from the day after tomorrow, on a desk without a network.
  await township.page.goto(`/branches/${branchId}`)
  await township.expectSync('confirmed', 0)
  await township.offline()
  await township.page.getByRole('button', { name: '任命', exact: true }).click()
  const form = township.page.getByRole('form', { name: '任命' })
  await form.getByRole('button', { name: '党支部书记' }).click()
  await form.getByRole('searchbox').fill(name)
  await form.getByRole('button', { name: new RegExp(name) }).click()
  await form.getByLabel('任职日期').fill(dayIn(2))
  await expect(form.getByRole('button', { name: /同时免去/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  expect(await overflowOf(township.page)).toBe(0)
  expect(await flawsByAxe(township.page)).toEqual([])
  await form.getByRole('button', { name: '保存任命' }).click()
  await expect(form).toHaveCount(0)
  await township.expectSync('waiting', 2)
  await township.catchUp()
  await expect(township.page.getByText('将任职')).toBeVisible()

  // Both phones hear of it, and then of nothing for three days.
  for (const actor of [secretary, driver]) {
    await actor.reopen()
    await actor.expectSync('confirmed', 0)
    await actor.offline()
  }
  await expect(recordsMeetings(secretary.page)).toBeVisible()
  await secretary.page.goto('/meetings/new')
  await secretary.page.getByRole('button', { name: '主题党日', exact: true }).click()
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await secretary.expectSync('waiting', 1)

  await server.setClock(3 * day)
  for (const actor of [secretary, driver]) {
    await actor.setClock(3 * day)
    await actor.reopen()
  }
  await expect(recordsMeetings(driver.page)).toBeVisible()
  await expect(recordsMeetings(secretary.page)).toHaveCount(0)
  await secretary.expectSync('waiting', 1)

  // With a network the successor gets what a secretary keeps; the predecessor gives it up, and keeps his own words.
  await driver.catchUp()
  await secretary.online()
  await secretary.expectSync('attention', 1)
  const filesOf = async (hand: ByHand) =>
    (await hand.rows([`branch/${branchId}/files`])).filter(({ type }) => type === 'personFile')
      .length
  expect(await filesOf(incoming)).toBeGreaterThan(20)
  expect(await filesOf(outgoing)).toBe(1)
  await secretary.page.goto('/sync')
  await expect(secretary.page.getByText('按您现在的职务，不能改这条记录。')).toBeVisible()
  await expect(secretary.page.getByRole('button', { name: '导出' })).toBeVisible()

  // The township lets him finish: his term is put a day further, and the very words arrive. Its own desk has been left
  // alone for longer than a session of the committee's lasts.
  const office = await ByHand.as('township', server)
  const posts = (await office.rows()).filter(({ type }) => type === 'post')
  const ended = posts.find(
    ({ body }) => body['personId'] === personId && body['organisationId'] === branchId,
  )
  expect(ended?.body['until']).toBe(dayIn(1))
  expect(await office.write('post', ended?.id ?? '', { until: dayIn(4) })).toMatchObject({
    result: 'accepted',
  })
  await secretary.page.getByRole('button', { name: '再送一次' }).click()
  await secretary.expectSync('confirmed', 0)

  // Who held the office is on record, as long as anybody asks.
  const history = await office.history(ended?.id ?? '')
  expect(
    history.flatMap(({ fields }) => fields.filter(({ path }) => path === 'until')),
  ).toMatchObject([
    { before: null, after: dayIn(1) },
    { before: dayIn(1), after: dayIn(4) },
  ])
  await township.page.goto(`/branches/${branchId}`)
  await expect(township.page.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible()
  expect(await smallTargets(township.page, 24)).toEqual([])
})
