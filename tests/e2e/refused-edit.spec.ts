// What the server did not take: it stays with whoever wrote it, with the reason, and there are four ways on.
import { readFile } from 'node:fs/promises'
import { localDay } from '../../schema/rules/calendar.ts'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { expectLegible } from './harness/look.ts'

const minutes = '这几句是任职结束以后才送到的'

test('P5, D3: what a secretary wrote before he heard that his post had ended stays on his phone with the reason, and goes once it is mended', async ({
  enters,
  server,
}) => {
  const township = await ByHand.as('township', server)
  const secretary = await enters('secretary', 'phone')
  const { personId } = (await ByHand.as('secretary', server)).actor
  const post = (await township.rows()).find(
    ({ type, body }) =>
      type === 'post' && body['personId'] === personId && body['office'] === 'secretary',
  )
  if (!post) throw new Error('the demonstration’s secretary holds no post')

  await secretary.offline()
  await secretary.page.goto('/meetings/new')
  await secretary.page.getByRole('button', { name: '支委会', exact: true }).click()
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

const field = { place: '地点', topic: '主题' } as const

async function write({ page }: Actor, name: keyof typeof field, words: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${field[name]} `) }).click()
  await page.getByRole('textbox', { name: field[name], exact: true }).fill(words)
}

/** Secretary, his latest meeting, and an edit of it that the server will not take: its place arrives too long. */
async function refused(secretary: Actor, hand: ByHand): Promise<string> {
  const [latest] = (await hand.rows())
    .filter(({ type, body }) => type === 'meeting' && body['notHeld'] === undefined)
    .sort((left, right) =>
      String(right.body['startsAt']).localeCompare(String(left.body['startsAt'])),
    )
  const id = latest?.id ?? ''
  await secretary.signIn('secretary')
  await secretary.offline()
  await secretary.page.goto(`/meetings/${id}/edit`)
  await write(secretary, 'place', '=村小学<b>教室</b>')
  await write(secretary, 'topic', '秋季防火')
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await secretary.expectSync('waiting', 1)
  secretary.network.spoilNext({ place: '长'.repeat(101) })
  await secretary.online()
  await secretary.expectSync('attention', 1)
  return id
}

test('P5, D1: a refused field is named, its words are exported without a network, mended in the form where they stand, and arrive with all that was written beside them', async ({
  comes,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const secretary = await comes('phone')
  const id = await refused(secretary, hand)
  const { page } = secretary
  await secretary.offline()
  await page.getByRole('link', { name: '1 条需要处理' }).click()
  await expect(page.getByText('“地点”填写的内容不合要求。')).toBeVisible()
  await expect(page.getByText('您自己就能改')).toBeVisible()
  const place = page.getByRole('term').filter({ hasText: '就是这一项' })
  await expect(place).toContainText('地点')
  await expect(page.getByRole('definition').filter({ hasText: '秋季防火' })).toBeVisible()
  await expectLegible(page)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(
    `支部簿-没有收下的-${localDay(new Date().toISOString())}.txt`,
  )
  const text = await readFile(await file.path(), 'utf8')
  for (const words of ['｜=村小学<b>教室</b>', '｜秋季防火', '“地点”填写的内容不合要求。'])
    expect(text).toContain(words)
  for (const line of text.split('\r\n')) expect(line).not.toMatch(/^\s*[=<]/)

  await page.getByRole('link', { name: '去修改' }).click()
  const mending = page.getByRole('textbox', { name: '地点', exact: true })
  await expect(mending).toBeFocused()
  await expect(mending).toHaveValue('=村小学<b>教室</b>')
  await mending.fill('村小学')
  await page.getByRole('button', { name: '保存' }).click()
  await secretary.expectSync('waiting', 1)
  await secretary.kill()
  await secretary.online()
  await secretary.reopen('/')
  await secretary.expectSync('confirmed', 0)

  const arrived = (await hand.rows()).find((row) => row.id === id)
  expect(arrived?.body).toMatchObject({ place: '村小学', topic: '秋季防火' })
  // The server keeps what it refused.
  const [kept, mended] = (await hand.history(id)).slice(-2)
  expect([kept?.result, kept?.reason, mended?.result]).toEqual(['refused', 'badValue', 'accepted'])
  expect(mended?.fields.map(({ path }) => path).toSorted()).toEqual(['place', 'topic'])
  expect(secretary.complaints).toEqual([])
})

test('P5: taking back asks first, shows what would be lost, and leaves the record as the server has it', async ({
  comes,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const secretary = await comes('phone')
  const id = await refused(secretary, hand)
  const { page } = secretary
  await page.getByRole('link', { name: '1 条需要处理' }).click()
  await page.getByRole('button', { name: '撤回' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('秋季防火')
  await dialog.getByRole('button', { name: '先不撤回' }).click()
  await secretary.expectSync('attention', 1)
  await page.getByRole('button', { name: '撤回' }).click()
  await dialog.getByRole('button', { name: '撤回，不要了' }).click()
  await secretary.expectSync('confirmed', 0)
  await expect(page.getByText('已经撤回。')).toBeVisible()
  await page.goto(`/meetings/${id}`)
  await expect(page.getByText('秋季防火')).toHaveCount(0)
  expect(secretary.complaints).toEqual([])
})
