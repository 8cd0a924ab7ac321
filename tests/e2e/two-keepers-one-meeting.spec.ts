// Secretary and deputy keep one book on two phones.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'

const field = { place: '地点', topic: '主题' } as const

async function edit(
  { page }: Actor,
  meetingId: string,
  name: keyof typeof field,
  words: string,
): Promise<void> {
  await page.goto(`/meetings/${meetingId}/edit`)
  await page.getByRole('button', { name: new RegExp(`^${field[name]} `) }).click()
  await page.getByRole('textbox', { name: field[name], exact: true }).fill(words)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
}

const shown = (page: Page, words: string) => page.getByRole('definition').filter({ hasText: words })

test('S1, S4, A1: two who edit one meeting without a network converge, lose nothing, and history has every edit with both clocks', async ({
  comes,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const [latest] = (await hand.rows())
    .filter(({ type, body }) => type === 'meeting' && body['notHeld'] === undefined)
    .sort((left, right) =>
      String(right.body['startsAt']).localeCompare(String(left.body['startsAt'])),
    )
  const id = latest?.id ?? ''
  const before = (await hand.history(id)).length

  const secretary = await comes('phone')
  const deputy = await comes('phone')
  await secretary.signIn('secretary')
  await deputy.signIn('deputy')

  // Different fields: both stand.
  await secretary.offline()
  await deputy.offline()
  await edit(secretary, id, 'place', '村小学教室')
  await edit(deputy, id, 'topic', '秋季防火')
  await deputy.online()
  await deputy.expectSync('confirmed', 0)
  await secretary.online()
  await secretary.expectSync('confirmed', 0)
  await deputy.reopen(`/meetings/${id}`)
  for (const { page } of [secretary, deputy]) {
    await expect(shown(page, '村小学教室')).toBeVisible()
    await expect(shown(page, '秋季防火')).toBeVisible()
  }

  // The same field: the later words stand, whoever arrives first.
  await secretary.offline()
  await deputy.offline()
  await edit(secretary, id, 'place', '老祠堂')
  await edit(deputy, id, 'place', '新礼堂')
  await deputy.online()
  await deputy.expectSync('confirmed', 0)
  await secretary.online()
  await secretary.expectSync('confirmed', 0)
  await deputy.reopen(`/meetings/${id}`)
  for (const { page } of [secretary, deputy]) await expect(shown(page, '新礼堂')).toBeVisible()

  const lines = (await hand.history(id)).slice(before)
  const said = lines.map(({ fields, result }) => [result, ...fields.map(({ after }) => after)])
  expect(said).toEqual([
    ['accepted', '秋季防火'],
    ['accepted', '村小学教室'],
    ['accepted', '新礼堂'],
    ['merged', '老祠堂'],
  ])
  for (const { madeAt, receivedAt, device } of lines) {
    expect(madeAt).toBeGreaterThan(0)
    expect(receivedAt).toBeGreaterThanOrEqual(madeAt)
    expect(device).not.toBe('')
  }

  await secretary.page.reload()
  await secretary.page.getByRole('button', { name: '看看谁改过什么' }).click()
  const history = secretary.page.getByRole('region', { name: '修改记录' })
  for (const words of ['村小学教室', '秋季防火', '老祠堂', '新礼堂'])
    await expect(history).toContainText(words)
  await expect(history).toContainText('两个人改了同一处，后改的算数')
  expect([...secretary.complaints, ...deputy.complaints]).toEqual([])
})
