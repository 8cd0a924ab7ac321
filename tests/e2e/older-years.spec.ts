// Years before the last one: fetched when somebody looks, or kept on the phone, packed, and opened without a network.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'

const show = (page: Page, year: number) =>
  page.getByRole('button', { name: `查看 ${year} 年的会议` })

/** To the end of the list, however many screens of this and last year stand before it. */
async function toTheEnd(page: Page, year: number): Promise<void> {
  const earlier = page.getByRole('button', { name: '看更早的' })
  await expect(async () => {
    if (await earlier.isVisible()) await earlier.click({ timeout: 1_000 })
    await expect(show(page, year)).toBeVisible({ timeout: 100 })
  }).toPass()
}

test('R4, R5: a meeting of three years ago comes when the secretary looks, and lies packed on the phone of a deputy who keeps all years', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const last = new Date().getFullYear() - 2
  const topic = '三年前的党课'
  const written = await hand.write('meeting', freshId(), {
    branchId: hand.actor.branchId,
    kinds: ['lecture'],
    startsAt: `${last - 1}-05-10T01:00:00.000Z`,
    place: '老会议室',
    topic,
  })
  expect(written.result).toBe('accepted')

  const secretary = await enters('secretary', 'phone')
  await secretary.page.goto('/meetings')
  await toTheEnd(secretary.page, last)
  await expect(secretary.page.getByText(topic)).toHaveCount(0)
  await secretary.offline()
  await show(secretary.page, last).click()
  await expect(secretary.page.getByText(`${last} 年的记录还取不到`)).toBeVisible()
  await secretary.online()
  await secretary.page.getByRole('button', { name: '再取一次' }).click()
  await expect(secretary.page.getByText(`${last} 年没有会议记录。`)).toBeVisible()
  await show(secretary.page, last - 1).click()
  await expect(secretary.page.getByText(topic)).toBeVisible()

  const deputy = await enters('deputy', 'phone')
  await deputy.page.goto('/me')
  await deputy.page.getByText('都留在本机').click()
  // Once with the wish, and once more so that what it brought has surely been written.
  await deputy.reopen('/me')
  await deputy.expectSync('confirmed', 0)
  await deputy.offline()
  await deputy.reopen('/meetings')
  await toTheEnd(deputy.page, last)
  await show(deputy.page, last).click()
  await show(deputy.page, last - 1).click()
  await expect(deputy.page.getByText(topic)).toBeVisible()
})

test('R4: a year with meetings is found behind years without any', async ({ enters, server }) => {
  const hand = await ByHand.as('secretary', server)
  const last = new Date().getFullYear() - 2
  const topic = '六年前的党课'
  const written = await hand.write('meeting', freshId(), {
    branchId: hand.actor.branchId,
    kinds: ['lecture'],
    startsAt: `${last - 4}-05-10T01:00:00.000Z`,
    topic,
  })
  expect(written.result).toBe('accepted')
  const secretary = await enters('secretary', 'phone')
  const { page } = secretary
  await page.goto('/meetings')
  await toTheEnd(page, last)
  const others = page.getByRole('combobox', { name: '查看其他年份的会议' })
  await expect(others).toHaveCount(0)
  await show(page, last).click()
  await show(page, last - 1).click()
  await expect(page.getByText(`${last - 1} 年没有会议记录。`)).toBeVisible()
  await expect(show(page, last - 2)).toHaveCount(0)
  await others.selectOption(`${last - 4}年`)
  await expect(page.getByText(topic)).toBeVisible()
  // What was passed over is still offered, as is what lies behind.
  await expect(others.getByRole('option', { name: `${last - 3}年` })).toHaveCount(1)
  await expect(show(page, last - 5)).toBeVisible()
})
