// A change of secretary while he was out of reach: what he wrote is refused, and stays his.
import { localDay } from '../../schema/rules/calendar.ts'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'

const minutes = '这几句是任职结束以后才送到的'

test('P5, D3: what a secretary wrote before he heard that his post had ended stays on his phone with the reason, and goes once it is mended', async ({
  comes,
  server,
}) => {
  const township = await ByHand.as('township', server)
  const secretary = await comes('phone')
  await secretary.signIn('secretary')
  const { personId } = (await ByHand.as('secretary', server)).actor
  const post = (await township.rows()).find(
    ({ type, body }) =>
      type === 'post' && body['personId'] === personId && body['office'] === 'secretary',
  )
  if (!post) throw new Error('the demonstration’s secretary holds no post')

  await secretary.offline()
  await secretary.page.goto('/meetings/new')
  await secretary.page.getByRole('button', { name: '支委会' }).click()
  await secretary.page.getByLabel('谁说了什么、有没有不同意见，如实记').fill(minutes)
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await secretary.expectSync('waiting', 1)
  const meetingId = new URL(secretary.page.url()).pathname.split('/').at(-1) ?? ''
  const yesterday = localDay(new Date(Date.now() - 86_400_000).toISOString())
  expect(await township.write('post', post.id, { until: yesterday })).toMatchObject({
    result: 'accepted',
  })

  await secretary.online()
  await secretary.expectSync('attention', 1)
  await secretary.reopen()
  await secretary.expectSync('attention', 1)
  await secretary.page.getByRole('link', { name: '1 条需要处理' }).click()
  await expect(secretary.page.getByText('按您现在的职务，不能改这条记录。')).toBeVisible()
  await expect(secretary.page.getByText('请联系镇党委工作人员核对您的任职')).toBeVisible()
  await secretary.page.goto(`/meetings/${meetingId}`)
  await expect(secretary.page.getByText(minutes)).toBeVisible()
  expect((await township.rows()).some(({ id }) => id === meetingId)).toBe(false)

  // It was a mistake of the township's.
  expect(await township.write('post', post.id, { until: null })).toMatchObject({
    result: 'accepted',
  })
  await secretary.page.goto('/sync')
  await secretary.page.getByRole('button', { name: '再送一次' }).click()
  await secretary.expectSync('confirmed', 0)
  const arrived = (await township.rows()).find(({ id }) => id === meetingId)
  expect(arrived?.body['minutes']).toBe(minutes)
  expect(secretary.complaints).toEqual([])
})
