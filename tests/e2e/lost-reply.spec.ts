// The server has it, the phone does not know: the worst moment of a bad network.
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'
import type { Loss } from './harness/network.ts'

const topic = '回音丢了的那次会'

for (const loss of ['half', 'whole'] satisfies readonly Loss[]) {
  test(`P1, P3: the ${loss} reply to a push is lost after the server committed; no duplicate, no error, confirmed by itself`, async ({
    enters,
    server,
  }) => {
    const secretary = await enters('secretary', 'phone')
    const { page, network } = secretary
    await page.goto('/meetings/new')
    await page.getByRole('button', { name: '主题党日', exact: true }).click()
    await page.getByRole('button', { name: /^主题 / }).click()
    await page.getByRole('textbox', { name: '主题', exact: true }).fill(topic)
    await page.getByRole('button', { name: '全到' }).click()
    await secretary.rememberStates()
    const before = network.pushes.length
    network.loseNextReply(loss)
    await page.getByRole('button', { name: '保存' }).click()

    await expect.poll(() => network.pushes.length, { timeout: 20_000 }).toBeGreaterThan(before + 1)
    await secretary.expectSync('confirmed', 0)
    const [first, second] = network.pushes.slice(before)
    expect(first?.lost).toBe(true)
    expect(second).toEqual({ edits: first?.edits, lost: false })
    const states = await secretary.statesSeen()
    expect(states).not.toContain('attention')
    await expect(page.getByRole('alert')).toBeHidden()

    const township = await ByHand.as('township', server)
    const meetings = (await township.rows()).filter(({ body }) => body['topic'] === topic)
    expect(meetings).toHaveLength(1)
    const id = meetings[0]?.id ?? ''
    expect(await township.history(id)).toHaveLength(1)
    const counts = (await township.rows()).find(({ id: row }) => row === `tally:${id}`)
    expect(counts?.body).toMatchObject({ expected: 28, present: 28 })
    expect(secretary.complaints).toEqual([])
  })
}
