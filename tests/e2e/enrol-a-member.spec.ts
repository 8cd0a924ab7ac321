// A secretary lets a member's phone in, face to face; later it is taken back, and what the member wrote arrives first.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'
import { makeCode, plainMember } from './harness/phone-code.ts'

/** How many rows and drafts lie in the databases of everybody who was ever signed in here. */
const keptOn = (page: Page) =>
  page.evaluate(async () => {
    const answer = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error(String(request.error)))
      })
    let kept = 0
    for (const { name = '' } of await indexedDB.databases()) {
      if (!/--(records|drafts)$/.test(name)) continue
      const database = await answer(indexedDB.open(name))
      kept += await answer(database.transaction('docs').objectStore('docs').count())
      database.close()
    }
    return kept
  })

test('D1: a member’s phone is let in by a code, and taken back without losing what he wrote', async ({
  comes,
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const member = await plainMember(hand)
  const secretary = await enters('secretary', 'phone')
  const code = await makeCode(secretary.page, member.name)
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)

  const phone = await comes('phone')
  await phone.page.goto(`/enrol#${code}`)
  await phone.page.getByRole('button', { name: '登录', exact: true }).click()
  await phone.readNotice()
  await phone.expectSync('confirmed', 0)
  await phone.isInstalled()
  await phone.page.goto('/me')
  await expect(phone.page.getByRole('heading', { level: 1, name: member.name })).toBeVisible()

  const thief = await comes('phone')
  await thief.page.goto(`/enrol#${code}`)
  await thief.page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(thief.page.getByText('这个码已经用过了')).toBeVisible()

  // On the road, without a signal, he reads a lesson.
  const lesson = (await hand.rows()).find(({ type }) => type === 'lesson')?.id ?? ''
  await phone.page.goto(`/study/${lesson}`)
  await phone.offline()
  await phone.page.getByRole('button', { name: '读完了' }).click()
  await phone.expectSync('waiting', 1)
  expect(await keptOn(phone.page)).toBeGreaterThan(20)

  await secretary.page.goto('/me')
  await secretary.page.getByRole('link', { name: '支部的设备' }).click()
  await secretary.page.getByRole('button', { name: new RegExp(`停用${member.name}的`) }).click()
  await secretary.page
    .getByRole('dialog')
    .getByRole('button', { name: '停用', exact: true })
    .click()
  await expect(secretary.page.getByText('已停用，等它联网')).toBeVisible()

  await phone.online()
  await phone.page.reload()
  await expect(phone.page.getByText('这台设备已被停用')).toBeVisible({ timeout: 20_000 })
  await expect.poll(() => keptOn(phone.page)).toBe(0)
  const work = `branch/${hand.actor.branchId}/work/${new Date().getFullYear()}`
  const studies = (await hand.rows([work])).filter(
    ({ type, body }) => type === 'study' && body['personId'] === member.id,
  )
  expect(studies.map(({ body }) => body['lessonId'])).toContain(lesson)

  await secretary.page.reload()
  await expect(secretary.page.getByText('已停用，记录已清除')).toBeVisible()
  expect([...secretary.complaints, ...phone.complaints]).toEqual([])
})

test('an answer lost on its way: the same phone presses again and is in', async ({
  comes,
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const member = await plainMember(hand)
  const secretary = await enters('secretary', 'phone')
  const code = await makeCode(secretary.page, member.name)
  const phone = await comes('phone')
  await phone.page.goto(`/enrol#${code}`)
  const enter = phone.page.getByRole('button', { name: '登录', exact: true })
  await phone.page.route('**/api/enrolment', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await enter.click()
  await expect(phone.page.getByText('现在联系不上')).toBeVisible()
  await phone.page.unroute('**/api/enrolment')
  await phone.page.reload()
  await enter.click()
  await phone.readNotice()
  await phone.expectSync('confirmed', 0)
})
