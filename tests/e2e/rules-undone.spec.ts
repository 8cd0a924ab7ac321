// What the township takes out of the rules, the holidays and the templates by mistake comes back by one press; what it was
// typing is there again.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'
import { pressTwice } from './harness/press-twice.ts'

const undo = (page: Page) => page.getByRole('button', { name: '撤销' })

test('a holiday, a rule, a template and one of its items are taken out and brought back', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('township', server)
  const organisationId = hand.actor.offices[0]?.organisationId ?? ''
  const festival = { organisationId, name: '那达慕', first: '2027-07-11', last: '2027-07-13' }
  const source = '旗政府通知'
  for (const [type, fields] of [
    ['holiday', { ...festival, source }],
    [
      'dutyRule',
      { organisationId, kind: 'lecture', every: 'month', times: 2, from: '2026-01', source },
    ],
    [
      'meetingTemplate',
      {
        ...{ organisationId, title: '草原主题党日', kinds: ['themeDay'] },
        'items/k1': { order: 0, title: '升国旗' },
        'items/k2': { order: 1, title: '学草原法' },
      },
    ],
  ] as const)
    expect(await hand.write(type, freshId(), fields)).toMatchObject({ result: 'accepted' })

  const township = await enters('township', 'desk')
  const { page } = township
  await township.offline()
  await page.goto('/rules')
  const line = page.getByText('那达慕', { exact: true })
  await page.getByRole('button', { name: '删掉', exact: true }).click()
  await expect(line).toBeHidden()
  await expect(page.getByText('已删掉：那达慕')).toBeVisible()
  await undo(page).click()
  await expect(line).toBeVisible()
  await expect(undo(page)).toBeHidden()

  const rule = page.getByRole('button', { name: /^党课 每月 2 次/ })
  await rule.click()
  await page.getByText('这条记错了').click()
  await page.getByRole('button', { name: '删掉这条' }).click()
  await expect(rule).toBeHidden()
  await undo(page).click()
  await expect(rule).toBeVisible()

  await page.goto('/templates')
  const template = page.getByRole('button', { name: /^草原主题党日/ })
  await template.click()
  await page.getByRole('button', { name: '删去第 1 项' }).click()
  await expect(page.getByLabel('第 1 项', { exact: true }).last()).toHaveValue('学草原法')
  await undo(page).click()
  await expect(page.getByLabel('第 1 项', { exact: true }).last()).toHaveValue('升国旗')
  await page.getByRole('button', { name: '删掉这个模板' }).click()
  await expect(template).toBeHidden()
  await undo(page).click()
  await expect(template).toBeVisible()
  await township.catchUp()
  expect(township.complaints).toEqual([])
})

test('a holiday half typed is there again when its form is opened anew', async ({ enters }) => {
  const township = await enters('township', 'desk')
  const { page } = township
  await township.offline()
  await page.goto('/rules')
  await page.getByRole('button', { name: '填一个节假日' }).click()
  await page.getByLabel('节日名称').fill('开斋节')
  await page.getByLabel('从哪天放假').fill('2027-03-10')
  await page.getByLabel('到哪天为止').fill('2027-03-10')
  await page.getByLabel('调休上班（2）').fill('2027-03-13')
  await township.page.reload()
  await page.getByRole('button', { name: '填一个节假日' }).click()
  await expect(page.getByLabel('节日名称')).toHaveValue('开斋节')
  await expect(page.getByLabel('从哪天放假')).toHaveValue('2027-03-10')
  await expect(page.getByLabel('调休上班（2）')).toHaveValue('2027-03-13')
  await page.getByLabel('依据的文件').fill('州政府通知')
  await pressTwice(page.getByRole('button', { name: '保存节假日' }))
  await expect(page.getByText('开斋节', { exact: true })).toBeVisible()
  // Saved, nothing is left of it.
  await page.getByRole('button', { name: '填一个节假日' }).click()
  await expect(page.getByLabel('节日名称')).toHaveValue('')
  await township.catchUp()
  await expect(page.getByText('开斋节', { exact: true })).toHaveCount(1)
  expect(township.complaints).toEqual([])
})
