// The desk in the township: what a village writes appears by itself.
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'

const topic = '讨论村西三亩集体土地发包'

test('L3: a desk that nobody touches shows another device’s meeting within seconds; phones are spared the open line', async ({
  enters,
  server,
}) => {
  const desk = await enters('township', 'desk')
  const phone = await enters('administrator', 'phone')
  const secretary = await ByHand.as('secretary', server)

  const id = freshId()
  const line = () => desk.network.passed.get('/sync/poke') ?? 0
  const before = line()
  await desk.page.goto(`/meetings/${id}`)
  await desk.expectSync('confirmed', 0)
  await expect.poll(line).toBe(before + 1)
  await expect(desk.page.getByText(topic)).toBeHidden()

  // By its timer it would ask a minute after its last exchange, at the earliest.
  const { branchId } = secretary.actor
  const startsAt = new Date(Date.now() - 3_600_000).toISOString()
  const fields = { branchId, kinds: ['memberMeeting'], startsAt, topic }
  expect((await secretary.write('meeting', id, fields)).result).toBe('accepted')
  await expect(desk.page.getByText(topic)).toBeVisible({ timeout: 20_000 })

  expect(line()).toBe(before + 1)
  expect(phone.network.passed.get('/sync/poke')).toBeUndefined()
  expect([...desk.complaints, ...phone.complaints]).toEqual([])
})
