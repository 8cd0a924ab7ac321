// Three weeks on the road without a network, and a phone whose clock runs two days ahead.
import type { Page } from '@playwright/test'
import { localDay } from '../../schema/rules/calendar.ts'
import type { WireRow } from '../../sync/wire/sync.ts'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'

const day = 86_400_000
const wrongBy = 2 * day
/** True days after leaving. */
const firstLesson = 7
const secondLesson = 19
const atHome = 20
const back = 21

async function read(page: Page, lessonId: string): Promise<void> {
  await page.goto(`/study/${lessonId}`)
  await page.getByRole('button', { name: '读完了' }).click()
  await expect(page.getByText('已读完')).toBeVisible()
}

async function writeNotes(page: Page, lessonId: string, words: string): Promise<void> {
  await page.goto(`/study/${lessonId}`)
  await page.getByLabel('想写就写几句，不写也可以').fill(words)
  await page.getByRole('button', { name: '保存心得' }).click()
  await expect(page.getByText('心得已保存')).toBeVisible()
}

async function passTheQuiz(page: Page, lessonId: string, questions: readonly WireRow[]) {
  await page.goto(`/study/${lessonId}/quiz`)
  for (let last = false; !last;) {
    const stem = await page.locator('legend').innerText()
    const body = questions.find((each) => each.body['stem'] === stem)?.body
    for (const index of (body?.['answer'] ?? []) as readonly number[])
      await page.locator('fieldset label').nth(index).click()
    await page.getByRole('button', { name: '确定' }).click()
    await expect(page.getByText('答对了')).toBeVisible()
    const next = page.getByRole('button', { name: /下一题|看结果/ })
    last = (await next.innerText()).includes('看结果')
    await next.click()
    if (!last) await expect(page.locator('legend')).not.toHaveText(stem)
  }
  await expect(page.getByText('学完了')).toBeVisible()
}

const daysBetween = (iso: unknown, from: number) => (Date.parse(String(iso)) - from) / day

test('S6, D4: what a driver studied on the road arrives with its true dates, and his wrong clock overwrites nothing', async ({
  comes,
  enters,
  server,
}) => {
  const left = Date.now()
  const hand = await ByHand.as('driver', server)
  const offered = await hand.rows()
  const questions = offered.filter(({ type }) => type === 'question')
  const [first = '', second = ''] = offered
    .filter(
      ({ type, id }) => type === 'lesson' && questions.some(({ body }) => body['lessonId'] === id),
    )
    .map(({ id }) => id)
    .filter((id) => !offered.some((row) => row.type === 'study' && row.body['lessonId'] === id))
  const driver = await enters('driver', 'phone')

  await driver.offline()
  await driver.setClock(firstLesson * day + wrongBy)
  await read(driver.page, first)
  await driver.setClock(secondLesson * day + wrongBy)
  await writeNotes(driver.page, first, '写在服务区')
  await read(driver.page, second)
  await passTheQuiz(driver.page, second, questions)
  await driver.expectSync('waiting', 2)
  await driver.reopen()
  await driver.expectSync('waiting', 2)

  // The day before he is back online, truly later, he writes about the first lesson on a machine whose clock is right.
  await server.setClock(atHome * day)
  const desk = await comes('desk')
  await desk.setClock(atHome * day)
  await desk.signIn('driver')
  await writeNotes(desk.page, first, '回家补写')
  await desk.expectSync('confirmed', 0)

  await server.setClock(back * day)
  await driver.setClock(back * day + wrongBy)
  await driver.catchUp()
  await driver.page.goto('/sync')
  await expect(driver.page.getByText('本机的时间不准：比标准时间快了 2 天。')).toBeVisible()
  await driver.page.goto(`/study/${first}`)
  await expect(driver.page.getByLabel('想写就写几句，不写也可以')).toHaveValue('回家补写')

  const { branchId, personId } = hand.actor
  const township = await ByHand.as('township', server)
  const years = [...new Set([left, left + back * day].map((ms) => new Date(ms).getFullYear()))]
  const studies = (
    await township.rows(years.map((year) => `branch/${branchId}/work/${year}`))
  ).filter(({ type, body }) => type === 'study' && body['personId'] === personId)
  const bodyOf = (lessonId: string) =>
    studies.find(({ body }) => body['lessonId'] === lessonId)?.body
  expect(daysBetween(bodyOf(second)?.['openedAt'], left)).toBeCloseTo(secondLesson, 1)
  expect(daysBetween(bodyOf(first)?.['readAt'], left)).toBeCloseTo(firstLesson, 1)
  expect(daysBetween(bodyOf(second)?.['readAt'], left)).toBeCloseTo(secondLesson, 1)
  const [attempt] = Object.values(bodyOf(second)?.['attempts'] ?? {}) as readonly { at: string }[]
  expect(daysBetween(attempt?.at, left)).toBeCloseTo(secondLesson, 1)
  expect(bodyOf(first)?.['notes']).toBe('回家补写')

  // History keeps both clocks of every edit.
  const history = await township.history(`study:${personId}:${first}`)
  const onTheRoad = history.find(({ fields }) => fields.some(({ after }) => after === '写在服务区'))
  expect(onTheRoad).toMatchObject({ clockCorrected: true, result: 'merged' })
  expect((onTheRoad?.madeAt ?? 0) - left).toBeGreaterThan((secondLesson + 1.9) * day)
  expect(((onTheRoad?.trueAt ?? 0) - left) / day).toBeCloseTo(secondLesson, 1)
  expect(((onTheRoad?.receivedAt ?? 0) - left) / day).toBeCloseTo(back, 1)

  // His secretary reads the date as people say it.
  const secretary = await comes('phone')
  await secretary.setClock(back * day)
  await secretary.signIn('secretary')
  await secretary.page.goto(`/study?branch&lesson=${first}`)
  const [, month, date] = localDay(new Date(left + firstLesson * day).toISOString()).split('-')
  const name = (await township.rows()).find(({ id }) => id === personId)?.body['name']
  await expect(
    secretary.page.locator('main').getByText(String(name)).locator('..').locator('..'),
  ).toContainText(`${Number(month)}月${Number(date)}日`)
  expect([...driver.complaints, ...desk.complaints, ...secretary.complaints]).toEqual([])
})
