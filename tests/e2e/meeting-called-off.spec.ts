// A planned meeting does not stay as it was announced: moved, called off, taken away. Whoever was told the old says what he knew,
// his leave was for the day he asked for, and nothing that was said of it waits for anybody once it is off.
import { dayAfter, instantOf, localDay } from '../../schema/rules/calendar.ts'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand, freshId } from './harness/by-hand.ts'
import { expectReadable } from './harness/look.ts'

const dayIn = (days: number) => dayAfter(localDay(new Date().toISOString()), days)
const sayShort = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`

async function askLeave({ page }: Actor, id: string, reason: string): Promise<void> {
  await page.goto(`/attend/leave?meeting=${id}`)
  await page.getByLabel('为什么来不了').fill(reason)
  await page.getByRole('button', { name: '请假', exact: true }).click()
}

test('a meeting is moved and called off: the driver sees what he knew before, his leave is for the other day, and nothing waits', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const { branchId } = hand.actor
  const [first, second] = [dayIn(3), dayIn(6)]
  const startsAt = instantOf(first, '19:30')
  const [id, other] = [freshId(), freshId()]
  for (const [each, topic] of [
    [id, '讨论修渠'],
    [other, '学习文件'],
  ] as const) {
    const fields = { branchId, kinds: ['memberMeeting'], startsAt, topic, place: '村委会会议室' }
    expect((await hand.write('meeting', each, fields)).result).toBe('accepted')
  }

  const driver = await enters('driver', 'phone', 'large')
  const noticeOf = (meeting: string) =>
    driver.page.getByRole('region', { name: '会议通知' }).locator(`a[href="/meetings/${meeting}"]`)
  const notice = noticeOf(id)
  await expect(notice).toContainText('村委会会议室')
  await expect(notice).not.toContainText('原定')
  await driver.offline()
  for (const each of [id, other]) await askLeave(driver, each, '跑车在外')
  await expect(driver.page.getByText('等书记答复')).toBeVisible()
  await driver.catchUp()

  // One leave is granted; then the meeting is moved to another day, without a network.
  const secretary = await enters('secretary', 'phone', 'large')
  await secretary.offline()
  await secretary.page.goto('/')
  await secretary.page.getByRole('link', { name: /到会、请假、补课：2 件/ }).click()
  const cards = secretary.page.locator('.cards > *')
  await expect(cards).toHaveCount(2)
  await cards.first().getByRole('button', { name: '准假' }).click()
  await expect(cards).toHaveCount(1)
  await secretary.catchUp()
  const granted = (await hand.rows()).filter(
    ({ type, body }) => type === 'attendance' && [id, other].includes(String(body['meetingId'])),
  )
  expect(granted).toHaveLength(1)
  const moved = String(granted[0]?.body['meetingId'])
  const calledOff = moved === id ? other : id

  await secretary.offline()
  await secretary.page.goto(`/meetings/${moved}/edit`)
  await secretary.page.getByRole('button', { name: /^时间/ }).click()
  await secretary.page.getByLabel('开始时间', { exact: true }).fill(second)
  await secretary.page.getByRole('button', { name: '保存' }).click()
  const said = `请假：跑车在外（原定${sayShort(first)}）`
  await expect(secretary.page.getByText(said)).toBeVisible()
  await expectReadable(secretary.page)
  await secretary.page.goto(`/meetings/${moved}/edit`)
  await expect(secretary.page.getByText(/开会前一小时起才可以点名/)).toBeVisible()

  // The other one is called off: what was asked of it is nobody's to grant any more, and the notice says so.
  await secretary.page.goto(`/meetings/${calledOff}/edit`)
  await secretary.page.getByRole('button', { name: '未召开…' }).click()
  await secretary.page.getByLabel('没开的原因').fill('下大雨，路不通')
  await secretary.page.getByRole('group', { name: '后面还开不开' }).getByText('改期再开').click()
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await secretary.page.getByRole('link', { name: '打印、转发取消通知' }).click()
  const sheet = secretary.page.getByRole('article')
  await expect(sheet).toContainText('不召开了，原因：下大雨，路不通。')
  await expect(sheet).not.toContainText('请党员同志按时参加')
  await expectReadable(secretary.page)
  await secretary.page.goto('/attend/waiting')
  await expect(secretary.page.getByText('没有要确认的')).toBeVisible()
  await secretary.page.goto('/')
  await expect(secretary.page.getByText(/到会、请假、补课/)).toHaveCount(0)
  await secretary.catchUp()

  // His phone says what it had shown him, until he has looked.
  await driver.reopen('/')
  await driver.expectSync('confirmed', 0)
  await driver.offline()
  const off = noticeOf(calledOff)
  const changed = noticeOf(moved)
  await expect(off).toContainText('已取消')
  await expect(off).toContainText('原因：下大雨，路不通')
  await expect(changed).toContainText(`改到${sayShort(second)} 19:30`)
  await expect(changed).toContainText(`（原定${sayShort(first)} 19:30）`)
  await expect(changed).toContainText(`您请的是${sayShort(first)}的假`)
  await expectReadable(driver.page)
  await changed.click()
  await expect(driver.page.getByText(`（原定${sayShort(first)}）`)).toBeVisible()
  await driver.page.getByRole('link', { name: '请假', exact: true }).click()
  await expect(driver.page.getByText('书记已准假')).toBeVisible()
  await expectReadable(driver.page)
  await driver.page.getByRole('button', { name: '能来了，销假' }).click()
  await expect(driver.page.getByText('已销假，等书记改过来')).toBeVisible()
  await driver.page.goto('/')
  await expect(changed).toContainText(`${sayShort(second)} 19:30`)
  await expect(changed).not.toContainText('原定')
  await driver.page.goto(`/attend/leave?meeting=${calledOff}`)
  await expect(driver.page.getByText('这次会取消了，不用请假')).toBeVisible()
  await expect(driver.page.getByRole('button', { name: '请假', exact: true })).toHaveCount(0)
  await driver.catchUp()

  // Taken back, it is taken out of the roll; taken away, the meeting leaves nothing that waits.
  await secretary.reopen('/attend/waiting')
  await secretary.expectSync('confirmed', 0)
  await secretary.offline()
  await expect(secretary.page.getByText('请过假，现在说能来了。')).toBeVisible()
  await secretary.page.getByRole('button', { name: '销假' }).click()
  await expect(secretary.page.getByText('没有要确认的')).toBeVisible()
  await secretary.catchUp()
  await driver.reopen('/')
  await driver.expectSync('confirmed', 0)
  await askLeave(driver, moved, '还是来不了')
  await expect(driver.page.getByText('等书记答复')).toBeVisible()
  await driver.expectSync('confirmed', 0)
  await secretary.reopen('/')
  await expect(secretary.page.getByText('到会、请假、补课：1 件')).toBeVisible()
  await secretary.page.goto(`/meetings/${moved}`)
  await secretary.page.getByRole('button', { name: '删除' }).click()
  await expect(secretary.page.getByText('这次会议已删除。')).toBeVisible()
  await secretary.page.goto('/')
  await expect(secretary.page.getByText('本月要做的事')).toBeVisible()
  await expect(secretary.page.getByText(/到会、请假、补课/)).toHaveCount(0)
  await secretary.expectSync('confirmed', 0)
  const left = (await hand.rows()).filter(
    ({ type, body }) =>
      type === 'attendance' &&
      [id, other].includes(String(body['meetingId'])) &&
      body['removedAt'] === undefined,
  )
  expect(left).toEqual([])
  expect([...driver.complaints, ...secretary.complaints]).toEqual([])
})
