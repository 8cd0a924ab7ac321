// What the committee has among itself reaches no member's phone; what he is to carry out of it does.
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'

test('P4: a talk and a meeting of the committee stay with its members and the township, until one names somebody', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const member = await ByHand.as('driver', server)
  const { branchId, personId } = hand.actor
  const said = '家里有困难，孩子在外地，暂时不想让别人知道。'
  const startsAt = new Date(Date.now() - 3_600_000).toISOString()
  const talk = freshId()
  expect(
    await hand.write('meeting', talk, {
      ...{ branchId, kinds: ['talk'], startsAt, chairId: personId },
      'agenda/k1': { order: 0, title: '思想和生活情况', notes: said },
    }),
  ).toMatchObject({ result: 'accepted' })
  const isApart = ({ type, body }: { type: string; body: Readonly<Record<string, unknown>> }) =>
    type === 'meeting' &&
    [body['kinds']].flat().every((kind) => kind === 'committee' || kind === 'talk')
  expect((await hand.rows()).filter(isApart).length).toBeGreaterThan(2)
  expect((await member.rows()).filter(isApart)).toEqual([])

  const driver = await enters('driver', 'phone')
  await driver.expectSync('confirmed', 0)
  await driver.page.goto(`/meetings/${talk}`)
  await expect(driver.page.getByText('本机上没有这次会议')).toBeVisible()
  await driver.page.goto('/meetings')
  await expect(driver.page.getByRole('link', { name: /主题党日/ }).first()).toBeVisible()
  await expect(driver.page.getByRole('link', { name: /支委会|谈心谈话/ })).toHaveCount(0)

  const township = await enters('township', 'desk')
  await township.expectSync('confirmed', 0)
  await township.page.goto(`/meetings/${talk}`)
  await expect(township.page.getByText(said)).toBeVisible()

  // What was decided comes to whoever is to do it, with the record that says so.
  expect(
    await hand.write('meeting', talk, {
      'resolutions/r1': { order: 0, text: '月底前走访一次', personId: member.actor.personId },
    }),
  ).toMatchObject({ result: 'accepted' })
  await driver.reopen(`/meetings/${talk}`)
  await expect(driver.page.getByText('月底前走访一次').first()).toBeVisible()
  for (const { complaints } of [driver, township]) expect(complaints).toEqual([])
})
