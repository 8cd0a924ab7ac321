// The month of a branch, in the large print of its elders: planned, held in a hall without a signal, voted, signed, printed,
// handed in, returned, put right, accepted.
import type { Locator, Page } from '@playwright/test'
import { dayAfter, instantOf, localDay } from '../../schema/rules/calendar.ts'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { photoFrom } from './harness/gps-photo.ts'
import { expectLegible } from './harness/look.ts'

const remark = '请写明是谁讲的党课'

const minutesField = (page: Page): Locator => page.getByLabel('谁说了什么、有没有不同意见，如实记')

async function save({ page }: Actor): Promise<void> {
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('link', { name: /^(修改|点名)$/ })).toBeVisible()
}

test('the month of a branch: a theme day planned, four ways of being there, two who write, a vote one voter short, photos, paper, and a record that comes back once', async ({
  comes,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const secretary = await comes('phone', 'large')
  const deputy = await comes('phone', 'large')
  const driver = await comes('phone', 'large')
  await secretary.signIn('secretary')
  await deputy.signIn('deputy')
  await driver.signIn('driver')

  // Planned on the calendar, without a network.
  const day = dayAfter(localDay(new Date().toISOString()), 1)
  await secretary.offline()
  await secretary.page.goto(`/meetings/new?on=${day}`)
  await secretary.page.getByRole('button', { name: '主题党日', exact: true }).click()
  await secretary.page.getByRole('button', { name: /^村主题党日“5\+X”/ }).click()
  await expectLegible(secretary.page)
  await save(secretary)
  const id = new URL(secretary.page.url()).pathname.split('/').at(-1) ?? ''
  await secretary.catchUp()

  // The driver reads the notice on the road, and asks for leave there.
  await driver.reopen('/')
  await driver.expectSync('confirmed', 0)
  await driver.offline()
  await driver.page.reload()
  await driver.page.getByRole('region', { name: '会议通知' }).getByRole('link').first().click()
  await driver.page.goto(`/attend/leave?meeting=${id}`)
  await driver.page.getByLabel('为什么来不了').fill('跑车在外')
  await expectLegible(driver.page)
  await driver.page.getByRole('button', { name: '请假', exact: true }).click()
  await expect(driver.page.getByText('等书记答复')).toBeVisible()
  await driver.catchUp()
  await deputy.reopen('/')
  await deputy.expectSync('confirmed', 0)

  // The evening of the day, in the hall.
  const ahead = Date.parse(instantOf(day, '21:30')) - Date.now()
  await server.setClock(ahead)
  for (const each of [secretary, deputy, driver]) await each.setClock(ahead)
  await secretary.reopen('/')
  await secretary.expectSync('confirmed', 0)
  await secretary.offline()
  await deputy.offline()
  await secretary.page.goto('/attend/waiting')
  await secretary.page.getByRole('button', { name: '准假' }).click()
  await expect(secretary.page.getByText('没有要确认的')).toBeVisible()
  await secretary.page.goto(`/attend/show?meeting=${id}`)
  const shown = secretary.page.locator('[aria-label^="会议数字"]')
  const digits = /\d[\d ]*/.exec((await shown.getAttribute('aria-label')) ?? '')?.[0] ?? ''
  await expectLegible(secretary.page)
  await deputy.page.goto('/attend/scan')
  await deputy.page.getByLabel('书记手机上的六个数字').fill(digits.replaceAll(' ', ''))
  await deputy.page.getByRole('button', { name: '我到会了' }).click()
  await expect(deputy.page.getByText('记下了。')).toBeVisible()
  await secretary.page.goto(`/attend/receive?meeting=${id}`)
  await secretary.page.getByLabel('姓名').fill('柳长河')
  await secretary.page.getByLabel('哪个支部的').fill('柳沟村党支部')
  await secretary.page.getByRole('button', { name: '记下来' }).click()
  await expect(secretary.page.getByText('刚才接待的：1 人')).toBeVisible()

  // The deputy writes as well, out of reach of the secretary.
  await deputy.page.goto(`/meetings/${id}/edit`)
  await minutesField(deputy.page).fill('传达秋季防火通知。')
  await save(deputy)

  await secretary.page.goto(`/meetings/${id}/edit`)
  await secretary.page.getByRole('button', { name: '全到' }).click()
  await minutesField(secretary.page).fill('讨论接收李强同志为预备党员。')
  await secretary.page.getByLabel('选照片').setInputFiles({
    name: 'IMG_1.jpg',
    mimeType: 'image/jpeg',
    buffer: await photoFrom(secretary.page, 5),
  })
  await secretary.page.getByRole('button', { name: '加一项表决' }).click()
  const vote = secretary.page.locator('[data-path^="votes/"]')
  await vote.getByLabel('第 1 项：表决什么').fill('接收李强同志为预备党员')
  await vote.getByLabel('哪类事项').selectOption('admission')
  const needed = Number(/至少 (\d+) 人到会/.exec(await vote.innerText())?.[1])
  await vote.getByLabel('实到会有表决权').fill(String(needed - 1))
  await expect(vote.getByText('到会的还差 1 人，不能表决')).toBeVisible()
  await expect(vote.getByLabel('赞成', { exact: true })).toHaveCount(0)
  await expectLegible(secretary.page)
  await save(secretary)
  secretary.network.breakUploads(1)
  await deputy.catchUp()
  await secretary.catchUp()
  await secretary.page.goto('/attend/waiting')
  const scanned = secretary.page.getByRole('button', { name: '记为到会' })
  if ((await scanned.count()) > 0) await scanned.click()
  await secretary.page.goto(`/meetings/${id}`)
  await expect(secretary.page.getByText('传达秋季防火通知。')).toBeVisible()
  await expect(secretary.page.getByText('讨论接收李强同志为预备党员。')).toBeVisible()
  await expect(secretary.page.getByText('外支部党员 1 人：柳长河')).toBeVisible()
  await expect(secretary.page.getByText('已送达', { exact: true }).first()).toBeVisible()

  // Signed, printed and handed in, again without a network.
  await secretary.offline()
  await secretary.page.getByRole('button', { name: '签字定稿' }).click()
  await secretary.page.getByRole('button', { name: '签字，定稿' }).click()
  await secretary.page.locator('#review').getByRole('button', { name: '上报' }).click()
  await expect(secretary.page.locator('#review').getByText('等镇里审阅')).toBeVisible()
  await secretary.page.goto(`/papers/minutes?meeting=${id}`)
  await expect(secretary.page.getByText('接收李强同志为预备党员').first()).toBeVisible()
  const pdf = (await secretary.page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)?.length ?? 0).toBeGreaterThan(0)
  await secretary.catchUp()

  // The township returns it, the branch puts it right beside the signed page, the township accepts.
  const township = await comes('desk')
  await township.setClock(ahead)
  await township.signIn('township')
  await township.page.goto(`/meetings/${id}`)
  await township.page.getByRole('button', { name: '会议记录', exact: true }).click()
  await township.page.getByLabel('会议记录：怎么改').fill(remark)
  await township.page.getByRole('button', { name: '退回修改', exact: true }).click()
  await township.page.getByRole('button', { name: '退回', exact: true }).click()
  await expect(township.page.getByLabel('会议记录：怎么改')).toHaveCount(0)
  await township.expectSync('confirmed', 0)

  await secretary.reopen('/')
  await secretary.expectSync('confirmed', 0)
  await secretary.offline()
  await secretary.page.getByRole('link', { name: new RegExp(remark) }).click()
  await secretary.page.getByRole('button', { name: '写一条更正' }).click()
  await secretary.page.getByLabel('更正什么').fill('党课由周丽峰讲。')
  await secretary.page.getByRole('button', { name: '写进更正' }).click()
  await secretary.page.getByRole('button', { name: '写进去' }).click()
  await expect(secretary.page.getByText('党课由周丽峰讲。')).toBeVisible()
  await expectLegible(secretary.page)
  await secretary.page.locator('#review').getByRole('button', { name: '再次上报' }).click()
  await expect(secretary.page.locator('#review').getByText('等镇里审阅')).toBeVisible()
  await secretary.catchUp()

  await township.reopen(`/meetings/${id}`)
  await township.expectSync('confirmed', 0)
  await expect(township.page.getByText('党课由周丽峰讲。')).toBeVisible()
  await township.page.getByRole('button', { name: '审阅通过', exact: true }).click()
  await township.page.getByRole('button', { name: '通过', exact: true }).click()
  await expect(township.page.getByRole('button', { name: '审阅通过' })).toHaveCount(0)
  await township.expectSync('confirmed', 0)

  const rows = await hand.rows()
  const rounds = rows.filter(({ type, body }) => type === 'handIn' && body['meetingId'] === id)
  expect(rounds.map(({ body }) => body['state']).sort()).toEqual(['accepted', 'returned'])
  const votes = rows.find((row) => row.id === id)?.body['votes'] ?? {}
  expect(Object.values(votes)).toMatchObject([{ there: needed - 1 }])
  const roll = rows.filter(
    ({ type, body: row }) => type === 'attendance' && row['meetingId'] === id,
  )
  const statusOf = async (role: 'deputy' | 'driver') => {
    const { personId } = (await ByHand.as(role, server)).actor
    return roll
      .filter(({ body: row }) => row['personId'] === personId)
      .map(({ body: row }) => row['status'])
  }
  // He typed the digits and was ticked with everybody: one fact, one row. Who is on leave was not meant by 全到.
  expect(await statusOf('deputy')).toEqual(['present'])
  expect(await statusOf('driver')).toEqual(['excused'])
  expect(roll.find(({ body: row }) => row['guestName'] === '柳长河')).toBeDefined()
  const files = rows.filter(
    ({ type, body: row }) => type === 'attachment' && row['meetingId'] === id,
  )
  expect(files).toHaveLength(1)
  for (const { complaints } of [secretary, deputy, driver, township]) expect(complaints).toEqual([])
})
