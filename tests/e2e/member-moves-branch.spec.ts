// A member moves to another branch while he is away: his own words arrive, his phone gives back what is not his any more.
import { branchBuckets } from '../../schema/bucket.ts'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'

test('R3, D3: a driver who was moved to another branch keeps what he wrote, and holds the new branch’s meetings and no more of the old one’s', async ({
  comes,
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

  const driver = await comes('phone')
  await driver.signIn('driver')
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
