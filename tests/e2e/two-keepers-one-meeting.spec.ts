// Secretary and deputy keep one book on two phones.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { expectLegible } from './harness/look.ts'

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
  enters,
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

  const secretary = await enters('secretary', 'phone')
  const deputy = await enters('deputy', 'phone')

  // Different fields: both stand.
  await secretary.offline()
  await deputy.offline()
  await edit(secretary, id, 'place', '村小学教室')
  await edit(deputy, id, 'topic', '秋季防火')
  await deputy.catchUp()
  await secretary.catchUp()
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
  await deputy.catchUp()
  await secretary.catchUp()
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

const minutesField = (page: Page) => page.getByLabel('谁说了什么、有没有不同意见，如实记')

/** Adds words to the minutes, before or after what stands there. */
async function writeMinutes(
  { page }: Actor,
  meetingId: string,
  place: 'Home' | 'End',
  words: string,
): Promise<void> {
  await page.goto(`/meetings/${meetingId}/edit`)
  await minutesField(page).press(`Control+${place}`)
  await minutesField(page).pressSequentially(words)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
}

test('S3, P5: two who write the minutes without a network keep every word; what is signed takes no late words, and loses none', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const id = await hand.began('themeDay', { minutes: '传达秋季防火通知。' })
  const secretary = await enters('secretary', 'phone')
  const deputy = await enters('deputy', 'phone')

  await secretary.offline()
  await deputy.offline()
  await writeMinutes(secretary, id, 'End', '崔新：同意。')
  await writeMinutes(deputy, id, 'Home', '应到的都到了。')
  await deputy.catchUp()
  await secretary.catchUp()
  await deputy.reopen(`/meetings/${id}`)
  const all = '应到的都到了。传达秋季防火通知。崔新：同意。'
  for (const { page } of [secretary, deputy]) await expect(page.getByText(all)).toBeVisible()

  // He signs while she, out of reach, writes on.
  await deputy.offline()
  const late = '李玉梅：租期太长。'
  await writeMinutes(deputy, id, 'End', late)
  await expect(deputy.page.getByText(all + late)).toBeVisible()
  await secretary.page.goto(`/meetings/${id}`)
  await expect(deputy.page.getByRole('button', { name: '签字定稿' })).toBeHidden()
  await secretary.page.getByRole('button', { name: '签字定稿' }).click()
  await expect(secretary.page.getByRole('dialog')).toContainText('谁也不能再改')
  await secretary.page.getByRole('button', { name: '签字，定稿' }).click()
  await expect(secretary.page.getByText('已签字定稿')).toBeVisible()
  await secretary.expectSync('confirmed', 0)

  await deputy.online()
  await deputy.expectSync('attention', 1)
  await expect(deputy.page.getByText('已签字定稿', { exact: true })).toBeVisible()
  await expect(deputy.page.getByText(all, { exact: true })).toBeVisible()
  await expect(deputy.page.getByText('“会议记录”不能再改')).toBeVisible()
  await expect(deputy.page.getByText('请抄下来告诉签字的人')).toBeVisible()
  await expect(deputy.page.getByText(`会议记录：${all}${late}`)).toBeVisible()
  await deputy.reopen(`/meetings/${id}/edit`)
  await expect(deputy.page.getByText('这次会议已经签字定稿')).toBeVisible()
  await expect(minutesField(deputy.page)).toBeHidden()

  const row = (await hand.rows()).find((each) => each.id === id)
  expect(row?.body).toMatchObject({ stage: 'signed', minutes: all })
  expect(row?.body['signedById']).toBe(hand.actor.personId)
  const [last] = (await hand.history(id)).slice(-1)
  expect(last).toMatchObject({
    result: 'refused',
    reason: 'frozen',
    fields: [{ path: 'minutes', before: all, after: all + late }],
  })
  expect([...secretary.complaints, ...deputy.complaints]).toEqual([])
})

test('F3: the chair closes the page without a network, and the recorder puts his name under the same page', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const recorder = await ByHand.as('deputy', server)
  const id = await hand.began('themeDay', {
    chairId: hand.actor.personId,
    recorderId: recorder.actor.personId,
    minutes: '传达秋季防火通知。',
  })
  const secretary = await enters('secretary', 'phone', 'large')
  const deputy = await enters('deputy', 'phone', 'large')
  await secretary.offline()
  await secretary.page.goto(`/meetings/${id}`)
  await secretary.page.getByRole('button', { name: '签字定稿' }).click()
  await secretary.page.getByRole('button', { name: '签字，定稿' }).click()
  await expect(secretary.page.getByText('记录人周丽峰还没有签字。')).toBeVisible()
  await expect(secretary.page.getByRole('button', { name: '我也签字' })).toHaveCount(0)
  await secretary.catchUp()

  await deputy.reopen(`/meetings/${id}`)
  await expect(deputy.page.getByText('记录人周丽峰还没有签字。')).toBeVisible()
  await deputy.offline()
  await deputy.page.getByRole('button', { name: '我也签字' }).click()
  await expectLegible(deputy.page)
  await deputy.page.getByRole('button', { name: '签字', exact: true }).click()
  await expect(deputy.page.getByText(/周丽峰 签字 · /)).toBeVisible()
  await expect(deputy.page.getByText('还没有签字')).toHaveCount(0)
  await deputy.page.goto(`/papers/minutes?meeting=${id}`)
  await expect(deputy.page.getByText(/朱敏文 签字 · .*、周丽峰 签字 · /)).toBeVisible()
  await deputy.catchUp()
  await secretary.page.goto(`/meetings/${id}`)
  await secretary.expectSync('confirmed', 0)
  await expect(secretary.page.getByText(/周丽峰 签字 · /)).toBeVisible()

  // What is signed stays signed, whoever writes past the screen.
  const name = `countersignatures/${recorder.actor.personId}`
  expect(await hand.write('meeting', id, { [name]: null })).toMatchObject({ result: 'refused' })
  expect([...secretary.complaints, ...deputy.complaints]).toEqual([])
})

test('S4: two who call one roll without a network: who was away stays away or is asked about, and history says who noted what', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const id = await hand.began('memberMeeting')
  const secretary = await enters('secretary', 'phone')
  const deputy = await enters('deputy', 'phone')
  await secretary.offline()
  await deputy.offline()
  const save = async ({ page }: Actor) => {
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
  }

  // The deputy explains the first of the list and presses 全到: he stays explained.
  const { page } = deputy
  await page.goto(`/meetings/${id}/edit`)
  await page.getByRole('button', { name: '点名', exact: true }).click()
  const roll = page.getByRole('group', { name: '谁到了' })
  await roll.locator('label').nth(1).click()
  await roll
    .getByRole('button', { name: /说明原因/ })
    .first()
    .click()
  await roll.getByRole('button', { name: '请假', exact: true }).click()
  await roll.getByLabel('事由').fill('车在修')
  await roll.getByRole('button', { name: '全到' }).click()
  await save(deputy)
  await expect(page.getByText('请假：车在修')).toBeVisible()

  await secretary.page.goto(`/meetings/${id}/edit`)
  await secretary.page.getByRole('button', { name: '全到' }).click()
  await save(secretary)
  await deputy.catchUp()
  await secretary.catchUp()

  await secretary.reopen(`/meetings/${id}`)
  await secretary.page.getByRole('link', { name: '这条记录有一处，两个人改得不一样' }).click()
  const versions = secretary.page.getByRole('listitem').filter({ hasText: '写的' })
  await expect(versions).toHaveCount(2)
  await versions.filter({ hasText: '请假' }).getByRole('button').first().click()
  await expect(secretary.page.getByText('定为：请假')).toBeVisible()
  await secretary.page.goto(`/meetings/${id}`)
  await expect(secretary.page.getByText('请假：车在修')).toBeVisible()
  await secretary.expectSync('confirmed', 0)
  await secretary.page.getByRole('button', { name: '看看谁改过什么' }).click()
  const history = secretary.page.getByRole('region', { name: '修改记录' })
  await expect(history).toContainText('（请假：车在修）')
  await expectLegible(secretary.page)
  expect([...secretary.complaints, ...deputy.complaints]).toEqual([])
})
