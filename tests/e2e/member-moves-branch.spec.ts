// A member moves to another branch: his own words arrive, his phone gives back what is not his any more, and the branch that he
// left goes on saying who chaired its meetings and who came.
import { branchBuckets } from '../../schema/bucket.ts'
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'

test('R3, D3: a driver who was moved to another branch keeps what he wrote, and holds the new branch’s meetings and no more of the old one’s', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('driver', server)
  const township = await ByHand.as('township', server)
  const { personId, branchId } = hand.actor
  const all = await township.rows()
  const year = new Date().getFullYear()
  const held = (of: string) =>
    all.filter(
      ({ type, body }) =>
        type === 'meeting' && body['branchId'] === of && typeof body['topic'] === 'string',
    )
  const other = all.find(
    ({ type, id }) => type === 'organisation' && id !== branchId && held(id).length > 0,
  )
  const lesson = (await hand.rows()).find(({ type }) => type === 'lesson')?.id ?? ''
  const [before, after] = [held(branchId)[0], held(other?.id ?? '')[0]]
  if (!before || !after) throw new Error('the demonstration has no two branches with meetings')

  const driver = await enters('driver', 'phone')
  const sees = async (id: string) => {
    await driver.page.goto(`/meetings/${id}`)
    return driver.page.getByRole('heading', { level: 1 }).first().innerText()
  }
  const gone = await sees(after.id)
  expect(await sees(before.id)).not.toBe(gone)
  await driver.offline()
  await driver.page.goto(`/study/${lesson}`)
  await driver.page.getByLabel('想写就写几句，不写也可以').fill('转走以前写的')
  await driver.page.getByRole('button', { name: '保存心得' }).click()
  await driver.expectSync('waiting', 1)

  const moved = await township.write('person', personId, { branchId: other?.id ?? '' })
  expect(moved).toMatchObject({ result: 'accepted' })
  await driver.online()
  await driver.expectSync('attention', 1)
  await expect.poll(() => sees(after.id)).not.toBe(gone)
  expect(await sees(before.id)).toBe(gone)

  await driver.page.goto('/sync')
  await expect(driver.page.getByText('转走以前写的')).toBeVisible()
  await expect(driver.page.getByText('现在您已经转到别的支部')).toBeVisible()
  await driver.page.getByRole('button', { name: '再送一次' }).click()
  await driver.expectSync('confirmed', 0)
  const studies = await township.rows(
    [branchId, other?.id ?? ''].flatMap((id) => branchBuckets(id, year)),
  )
  const study = studies.find(({ id }) => id === `study:${personId}:${lesson}`)
  expect(study?.body).toMatchObject({ notes: '转走以前写的', branchId: other?.id })
  expect(driver.complaints).toEqual([])
})

test('the branch that a member left names him in its records, on screen and on paper and without a network, and counts him no more', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const township = await ByHand.as('township', server)
  const { branchId, personId: secretaryId } = hand.actor
  const rows = await township.rows()
  const other = rows.find(
    ({ type, id, body }) =>
      type === 'organisation' && id !== branchId && String(body['name']).endsWith('党支部'),
  )
  const leaver = rows.find(
    ({ type, id, body }) =>
      type === 'person' && body['branchId'] === branchId && id !== secretaryId,
  )
  if (!other || !leaver) throw new Error('the demonstration has no second branch, or no members')
  const name = String(leaver.body['name'])
  const meetingId = freshId()
  const year = new Date().getFullYear()
  const startsAt = `${year}-01-02T01:30:00.000Z`
  const written = [
    await hand.write('meeting', meetingId, {
      ...{ branchId, startsAt, kinds: ['themeDay'], topic: '转走以前开的会' },
      ...{ chairId: leaver.id, recorderId: secretaryId },
    }),
    await hand.write('attendance', `attendance:${meetingId}:${leaver.id}`, {
      ...{ meetingId, branchId, personId: leaver.id, heldAt: startsAt, status: 'present' },
    }),
  ]
  expect(written.map(({ result }) => result)).toEqual(['accepted', 'accepted'])

  const secretary = await enters('secretary', 'desk')
  const { page } = secretary
  const inRoster = async () => {
    await page.goto('/people')
    await expect(page.getByRole('link').filter({ hasText: '党员' }).first()).toBeVisible()
    return page.getByRole('link', { name: new RegExp(name) }).count()
  }
  expect(await inRoster()).toBe(1)
  const moved = await township.write('person', leaver.id, { branchId: other.id })
  expect(moved).toMatchObject({ result: 'accepted' })
  await expect.poll(inRoster).toBe(0)
  await secretary.offline()

  await page.goto(`/meetings/${meetingId}`)
  await expect(page.locator('dd', { hasText: name })).toBeVisible()
  await expect(page.getByText('到会（1 人）').locator('..')).toContainText(name)
  const nameless = page.getByText('已不在本支部的党员')
  await expect(nameless).toHaveCount(0)
  await page.goto(`/papers/minutes?meeting=${meetingId}`)
  await expect(page.getByRole('row', { name: `主持人 ${name}` })).toBeVisible()
  await expect(page.getByRole('row', { name: `到会人员 ${name}` })).toBeVisible()
  await expect(nameless).toHaveCount(0)
  for (const paper of ['ledger', 'attendance', 'minutes']) {
    await page.goto(`/papers/${paper}?branch=${branchId}&year=${year}`)
    await expect(
      page.getByRole('cell', { name }).or(page.getByRole('rowheader', { name })).first(),
    ).toBeVisible()
    await expect(nameless).toHaveCount(0)
  }
  // The sheet to sign of a meeting to come calls him no more.
  await page.goto('/meetings/new')
  await expect(page.getByText('点名', { exact: true }).first()).toBeVisible()
  await expect(page.getByText(name)).toHaveCount(0)
  expect(secretary.complaints).toEqual([])
})
