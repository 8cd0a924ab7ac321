// A branch divides itself into groups where there is no signal, in the large print of its elders; only whom a group meeting is
// for is called to it, and home says which group has not met.
import type { Page } from '@playwright/test'
import { monthAfter } from '../../schema/rules/calendar.ts'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand, freshId } from './harness/by-hand.ts'
import { flawsByAxe, overflowOf, settled, smallTargets } from './harness/look.ts'

async function isLegible({ page }: Actor): Promise<void> {
  await settled(page)
  expect(await overflowOf(page)).toBe(0)
  expect(await smallTargets(page, 60)).toEqual([])
  expect(await flawsByAxe(page)).toEqual([])
}

/** The demonstration has groups: here nobody has divided the branch yet. */
async function undivided(hand: ByHand): Promise<void> {
  const removedAt = new Date().toISOString()
  for (const { type, id, body } of await hand.rows())
    if (type === 'organisation' && body['parentId'] === hand.actor.branchId)
      expect((await hand.write('organisation', id, { removedAt })).result).toBe('accepted')
}

async function membersOf(hand: ByHand) {
  const rows = await hand.rows()
  const all = rows.filter(
    ({ type, body }) => type === 'person' && body['branchId'] === hand.actor.branchId,
  )
  return all.map(({ id, body }) => ({ id, name: String(body['name']) }))
}

async function makeGroup(page: Page, founded: string, names: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: '新建党小组' }).click()
  const form = page.getByRole('form', { name: '新建党小组' })
  await form.getByLabel('成立日期').fill(founded)
  for (const name of names) await form.locator('label').filter({ hasText: name }).first().click()
  await form.getByLabel('组长').selectOption({ label: names[0] ?? '' })
  await form.getByRole('button', { name: '保存党小组' }).click()
  await expect(form).toHaveCount(0)
}

test('P1: two groups made without a network, a meeting of one of them, and a member who sees his', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  await undivided(hand)
  const driver = (await ByHand.as('driver', server)).actor.personId
  const members = await membersOf(hand)
  const unique = members.filter(
    ({ name }) => members.filter((each) => each.name.includes(name)).length === 1,
  )
  const driving = unique.find(({ id }) => id === driver)
  const others = unique.filter(({ id }) => id !== driver)
  const first = [others[0], driving, others[1]].map((each) => each?.name ?? '')
  const second = [others[2], others[3]].map((each) => each?.name ?? '')
  const founded = `${monthAfter(new Date().toISOString().slice(0, 7), -1)}-01`

  const secretary = await enters('secretary', 'phone')
  await secretary.page.evaluate(() => localStorage.setItem('branchbook.size', 'large'))
  await secretary.page.reload()
  await secretary.offline()
  await secretary.page.goto(`/groups/${hand.actor.branchId}`)
  await expect(secretary.page.getByText('还没有分党小组')).toBeVisible()
  await makeGroup(secretary.page, founded, first)
  await makeGroup(secretary.page, founded, second)
  await isLegible(secretary)
  await expect(secretary.page.getByText(`组长 ${first[0] ?? ''} · 3 人`)).toBeVisible()

  // A third one by mistake: dissolved, brought back, dissolved.
  await makeGroup(secretary.page, founded, [others[4]?.name ?? ''])
  await secretary.page.getByRole('button', { name: /^第三党小组/ }).click()
  await isLegible(secretary)
  await secretary.page.getByRole('button', { name: '撤销这个党小组' }).click()
  await secretary.page.getByRole('button', { name: '撤销', exact: true }).click()
  await expect(secretary.page.getByText(`组长 ${others[4]?.name ?? ''} · 1 人`)).toBeVisible()
  await secretary.page.getByRole('button', { name: /^第三党小组/ }).click()
  await secretary.page.getByRole('button', { name: '撤销这个党小组' }).click()
  await expect(secretary.page.getByRole('button', { name: /^第三党小组/ })).toHaveCount(0)

  // Home says what is owed, and begins the record of the first that owes it.
  await secretary.page.goto('/')
  const duty = secretary.page.getByRole('link', { name: /^党小组会/ }).first()
  await expect(duty).toContainText('2 个小组，已开 0 个 · 还没开：第一党小组、第二党小组')
  await duty.click()
  const chosen = secretary.page.getByRole('button', { name: '第一党小组' })
  await expect(chosen).toHaveAttribute('aria-pressed', 'true')
  await expect(secretary.page.getByText('只点这 3 人的名。')).toBeVisible()
  await expect(
    secretary.page.getByText(`${first[0] ?? ''} · `, { exact: false }).first(),
  ).toBeVisible()
  await isLegible(secretary)
  await secretary.page.getByRole('button', { name: '点名' }).click()
  const roll = secretary.page.getByRole('group', { name: '谁到了' })
  await expect(roll.getByRole('checkbox')).toHaveCount(3)
  await roll.getByRole('button', { name: '全到' }).click()
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await expect(secretary.page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
  await expect(secretary.page.getByText('第一党小组', { exact: true })).toBeVisible()
  const id = new URL(secretary.page.url()).pathname.split('/').at(-1) ?? ''
  await secretary.page.goto(`/papers/sign-in?meeting=${id}`)
  await expect(secretary.page.getByText('第一党小组').first()).toBeVisible()
  await expect(secretary.page.getByText(second[0] ?? '')).toHaveCount(0)
  await secretary.page.goto('/')
  await expect(duty).toContainText('2 个小组，已开 1 个 · 还没开：第二党小组')
  await isLegible(secretary)
  await secretary.catchUp()

  // The driver's phone holds the groups of his branch, and says which is his.
  const phone = await enters('driver', 'phone')
  await phone.offline()
  await phone.page.goto('/me')
  const own = phone.page.getByRole('link', { name: /^所在党小组/ })
  await expect(own).toContainText('第一党小组')
  await own.click()
  await expect(phone.page.getByText(`组长 ${first[0] ?? ''} · 3 人`)).toBeVisible()
  await expect(phone.page.getByRole('button', { name: '新建党小组' })).toHaveCount(0)

  // Of what is planned he is told what he is called to: not a meeting of the other group, nor one of the committee.
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  const groupIds = (await hand.rows())
    .filter(({ type, body }) => type === 'organisation' && body['name'] === '第二党小组')
    .filter(({ body }) => body['parentId'] === hand.actor.branchId && !body['removedAt'])
    .map((row) => row.id)
  const plan = async (fields: Readonly<Record<string, string | readonly string[]>>) => {
    const planned = freshId()
    const { branchId } = hand.actor
    const all = { branchId, startsAt: tomorrow, ...fields }
    expect((await hand.write('meeting', planned, all)).result).toBe('accepted')
    return planned
  }
  const forAll = await plan({ kinds: ['themeDay'] })
  const ofCommittee = await plan({ kinds: ['committee'] })
  const elsewhere = [await plan({ kinds: ['group'], groupIds })]
  await phone.online()
  await phone.reopen('/')
  await phone.expectSync('confirmed', 0)
  await phone.offline()
  const notices = phone.page.getByRole('region', { name: '会议通知' })
  await expect(notices.locator(`a[href="/meetings/${forAll}"]`)).toBeVisible()
  await expect(notices.locator(`a[href="/meetings/${ofCommittee}"]`)).toHaveCount(0)
  await phone.page.goto(`/meetings/${ofCommittee}`)
  await expect(phone.page.getByText('本机上没有这次会议')).toBeVisible()
  for (const planned of elsewhere) {
    await phone.page.goto('/')
    await expect(notices.locator(`a[href="/meetings/${forAll}"]`)).toBeVisible()
    await expect(notices.locator(`a[href="/meetings/${planned}"]`)).toHaveCount(0)
    // He may read of it, and is not asked whether he comes.
    await phone.page.goto(`/meetings/${planned}`)
    await expect(phone.page.getByText('已定').first()).toBeVisible()
    await expect(phone.page.getByRole('link', { name: '请假', exact: true })).toHaveCount(0)
    await phone.page.goto(`/attend/leave?meeting=${planned}`)
    await expect(phone.page.getByText('这次会不用您参加')).toBeVisible()
    await expect(phone.page.getByRole('button', { name: '请假', exact: true })).toHaveCount(0)
  }

  const rows = await hand.rows()
  const roster = rows.filter(({ type, body }) => type === 'attendance' && body['meetingId'] === id)
  expect(roster).toHaveLength(3)
  const kept = rows.find((row) => row.id === id)?.body['groupIds'] as readonly string[]
  expect(rows.find((row) => row.id === kept[0])?.body).toMatchObject({
    name: '第一党小组',
    parentId: hand.actor.branchId,
  })
  for (const { complaints } of [secretary, phone]) expect(complaints).toEqual([])
})
