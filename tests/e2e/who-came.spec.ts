// Who came, in halls without a network: ticked, scanned, having scanned, on leave, made up later, and from another branch.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { chromiumLaunch } from '../../scripts/find-chromium.mjs'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'
import { cameraArgs, pointAtCode, pointAtWall } from './harness/fake-camera.ts'
import { expectLegible } from './harness/look.ts'
import { pressTwice } from './harness/press-twice.ts'

const camera = join(tmpdir(), `branchbook-camera-${process.pid}.y4m`)
pointAtWall(camera)
const launch = chromiumLaunch()
test.use({ launchOptions: { ...launch, args: [...(launch.args ?? []), ...cameraArgs(camera)] } })

/** A theme day begun just now, its roll not called. */
async function beginThemeDay(page: Page): Promise<string> {
  await page.goto('/meetings/new?kinds=themeDay')
  await page.getByRole('button', { name: '保存' }).click()
  await page.waitForURL(/\/meetings\/(?!new)[\w-]{20,}$/)
  return page.url().split('/').at(-1) ?? ''
}

test('a theme day without a network: one shows his code, one scans the meeting’s, one types it, one is ticked, and all are one roll', async ({
  comes,
  server,
}) => {
  const [secretary, driver, deputy] = [
    await comes('phone', 'large'),
    await comes('phone', 'large'),
    await comes('phone', 'large'),
  ]
  await secretary.signIn('secretary')
  await driver.signIn('driver')
  await deputy.signIn('deputy')
  const personOf = async (role: 'driver' | 'deputy') =>
    (await ByHand.as(role, server)).actor.personId

  // His key reaches the secretary once there is a network; from then on none is needed.
  await driver.page.goto('/attend')
  await expect(driver.page.getByRole('img', { name: '我的码' })).toBeVisible()
  await driver.expectSync('confirmed', 0)
  const id = await beginThemeDay(secretary.page)
  await secretary.expectSync('confirmed', 0)
  await deputy.reopen('/')
  await deputy.expectSync('confirmed', 0)
  for (const each of [secretary, driver, deputy]) await each.offline()

  // The driver shows his code.
  await pointAtCode(camera, driver.page)
  await expectLegible(driver.page)
  await secretary.page.goto(`/attend/receive?meeting=${id}`)
  await expect(secretary.page.getByText('码已核对')).toBeVisible({ timeout: 60_000 })
  await expect(secretary.page.getByText('刚才接待的：1 人')).toBeVisible()
  await expectLegible(secretary.page)

  // The meeting shows its code, the deputy scans.
  await secretary.page.goto(`/attend/show?meeting=${id}`)
  await expect(secretary.page.getByRole('img', { name: '出示会议码' })).toBeVisible()
  await expectLegible(secretary.page)
  await pointAtCode(camera, secretary.page)
  await deputy.page.goto('/attend/scan')
  await expect(deputy.page.getByText('记下了。')).toBeVisible({ timeout: 60_000 })
  await expectLegible(deputy.page)
  await deputy.catchUp()

  await secretary.catchUp()
  await secretary.offline()
  await secretary.page.goto('/attend/waiting')
  await expect(secretary.page.getByText('码和时间都对。')).toBeVisible()
  await expectLegible(secretary.page)
  await secretary.page.getByRole('button', { name: '记为到会' }).click()
  await expect(secretary.page.getByText('没有要确认的')).toBeVisible()

  // Nobody has called the roll: nobody is missing, and there is no rate.
  await secretary.page.goto(`/meetings/${id}`)
  await expect(secretary.page.getByText('已到 2 人，还没有点名')).toBeVisible()
  await expect(secretary.page.getByText('没到（')).toHaveCount(0)

  // The rest is ticked. Those two stand in it already.
  await secretary.page.goto(`/meetings/${id}/edit`)
  await secretary.page.getByRole('button', { name: '点名', exact: true }).click()
  const roll = secretary.page.getByRole('group', { name: '谁到了' })
  await expect(roll.getByText('实到 2 人，应到 28 人')).toBeVisible()
  await roll.getByRole('button', { name: '全到' }).click()
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await secretary.catchUp()
  const hand = await ByHand.as('secretary', server)
  const rows = (await hand.rows()).filter(
    ({ type, body }) => type === 'attendance' && body['meetingId'] === id,
  )
  expect(rows).toHaveLength(28)
  expect(rows.every(({ body }) => body['status'] === 'present')).toBe(true)
  const wayOf = (person: string) =>
    rows.find(({ body }) => body['personId'] === person)?.body['way']
  expect(wayOf(await personOf('driver'))).toBe('shown')
  expect(wayOf(await personOf('deputy'))).toBe('scanned')
  expect(secretary.complaints).toEqual([])
})

test('a guest is written down, counted apart, and changes no number of the branch', async ({
  enters,
  server,
}) => {
  const secretary = await enters('secretary', 'phone', 'large')
  await secretary.offline()
  const id = await beginThemeDay(secretary.page)
  await secretary.page.goto(`/attend/receive?meeting=${id}`)
  await secretary.page.getByLabel('姓名').fill('柳长河')
  await secretary.page.getByLabel('哪个支部的').fill('柳沟村党支部')
  await pressTwice(secretary.page.getByRole('button', { name: '记下来' }))
  await expect(secretary.page.getByText('刚才接待的：1 人')).toBeVisible()

  // The same words again are the same guest, unless somebody says that there are two of that name.
  const typeAgain = async (name: string, from: string) => {
    await secretary.page.getByLabel('姓名').fill(name)
    await secretary.page.getByLabel('哪个支部的').fill(from)
    await secretary.page.getByRole('button', { name: '记下来' }).click()
  }
  await typeAgain('柳长河 ', '柳沟村党支部')
  await expect(secretary.page.getByText('柳长河（柳沟村党支部）已经记了，不用再记。')).toBeVisible()
  await expect(secretary.page.getByText('刚才接待的：1 人')).toBeVisible()
  await secretary.page.getByRole('button', { name: '是另一位同名的，也记下' }).click()
  await expect(secretary.page.getByText('刚才接待的：2 人')).toBeVisible()
  await typeAgain('柳长河', '枣林村党支部')
  await expect(secretary.page.getByText('刚才接待的：3 人')).toBeVisible()
  await secretary.page.goto(`/meetings/${id}`)
  await expect(secretary.page.getByText(/^外支部党员 3 人：/)).toContainText(
    '柳长河（柳沟村党支部）、柳长河（',
  )
  await expectLegible(secretary.page)
  await secretary.catchUp()
  const hand = await ByHand.as('secretary', server)
  const tally = (await hand.rows()).find(({ id: each }) => each === `tally:${id}`)
  expect(tally?.body).toMatchObject({ expected: 0, present: 0, guests: 3 })
})

test('a guest shows his code: his own branch sees where he took part, and that it was confirmed', async ({
  comes,
  server,
}) => {
  const secretary = await comes('phone', 'large')
  const guest = await comes('phone', 'large')
  await secretary.signIn('secretary')
  // The township's clerk belongs to the branch of its office.
  await guest.signIn('township')
  await guest.page.goto('/attend')
  await expect(guest.page.getByRole('img', { name: '我的码' })).toBeVisible()
  const id = await beginThemeDay(secretary.page)
  await secretary.offline()
  await pointAtCode(camera, guest.page)
  await secretary.page.goto(`/attend/receive?meeting=${id}`)
  await expect(secretary.page.getByText('刚才接待的：1 人')).toBeVisible({ timeout: 60_000 })
  await expect(secretary.page.getByText('请看本人')).toBeVisible()
  await secretary.catchUp()

  await guest.reopen('/me')
  await guest.expectSync('confirmed', 0)
  await expect(guest.page.getByText('枣林村党支部 · 主题党日')).toBeVisible()
  const { actor } = await ByHand.as('township', server)
  const work = `branch/${actor.branchId}/work/${new Date().getFullYear()}`
  const rows = await (await ByHand.as('township', server)).rows([work])
  const row = rows.find((each) => each.id === `attendance:${id}:${actor.personId}`)
  expect(row?.body).toMatchObject({
    guestAt: '枣林村党支部 · 主题党日',
    homeBranchId: actor.branchId,
  })
  expect(row?.body['confirmedAt']).toBeDefined()
})
