// A phone without room: what was set aside gives way to the words, and then nothing is called saved that is not.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { expectReadable } from './harness/look.ts'

/** Before anything is stored: Chromium looks at the quota once and counts on from there. */
async function makeSmall({ context, network: { origin } }: Actor, bytes: number): Promise<void> {
  // What is asked for through a page ends with it, and the app's pages come and go.
  const browser = await context.newCDPSession(await context.newPage())
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: bytes })
}

/** Something else takes all the room there is, to the last kilobyte. */
const fill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const answer = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('the filler cannot be opened'))
      })
    const opening = indexedDB.open('filler', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('blocks')
    const filler = await answer(opening)
    const fits = (size: number) =>
      new Promise<boolean>((resolve) => {
        const block = new Uint8Array(size)
        for (let start = 0; start < size; start += 65_536)
          crypto.getRandomValues(block.subarray(start, start + 65_536))
        const transaction = filler.transaction('blocks', 'readwrite')
        transaction.objectStore('blocks').put(block, Math.random())
        transaction.oncomplete = () => resolve(true)
        transaction.onabort = () => resolve(false)
      })
    for (const size of [1_000_000, 100_000, 10_000, 1_000]) while (await fits(size));
    filler.close()
  })

const makeRoom = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase('filler').onsuccess = () => resolve()
      }),
  )

test('D1, T1: on a full disk what was set aside takes the words, then nothing is called saved that is not, and with room all arrives', async ({
  comes,
  server,
}) => {
  const township = await ByHand.as('township', server)
  const topics = async () => (await township.rows()).map(({ body }) => body['topic'])
  const secretary = await comes('phone')
  await makeSmall(secretary, 40_000_000)
  await secretary.signIn('secretary')
  // What still comes in quiet moments would take the room that is made for the words.
  await secretary.hasEveryPart()
  const { page } = secretary
  await expect
    .poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)))
    .toContain('branchbook-reserve')
  await page.goto('/meetings/new')
  await page.getByRole('button', { name: '主题党日', exact: true }).click()
  await expect(page.getByText('草稿已存在本机')).toBeVisible()
  await fill(page)
  await page.getByLabel('谁说了什么、有没有不同意见，如实记').fill('满'.repeat(2_000))
  await expect(page.getByRole('link', { name: '空间不足' })).toBeVisible()
  await expect(page.getByText('草稿已存在本机')).toBeVisible()

  await fill(page)
  await page.getByRole('button', { name: /^主题 / }).click()
  await page.getByRole('textbox', { name: '主题', exact: true }).fill('空间不足时记的会')
  await page.getByLabel('谁说了什么、有没有不同意见，如实记').fill('满'.repeat(9_000))
  await expect(page.getByText('没有存上：本机空间不足')).toBeVisible()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('没有保存：本机空间不足。')).toBeVisible()
  expect(await topics()).not.toContain('空间不足时记的会')

  await page.getByRole('link', { name: '空间不足' }).click()
  await expect(page.getByText('手机的存储空间满了。')).toBeVisible()
  await expect(page.getByText('有 1 份正在写的还没存上，只在这一页里')).toBeVisible()
  await expect(page.getByText('没写完的草稿')).toBeHidden()
  await expectReadable(page)
  await page.getByRole('button', { name: '腾好了，再试一次' }).click()
  await expect(page.getByText('还是不够，请再腾一些。')).toBeVisible()

  await makeRoom(page)
  await page.getByRole('button', { name: '腾好了，再试一次' }).click()
  await secretary.expectSync('confirmed', 0)
  await expect(page.getByText('手机的存储空间满了。')).toBeHidden()
  // Kept by now: the app may be killed.
  await secretary.reopen()
  await secretary.page.getByRole('link', { name: /没写完/ }).click()
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await expect.poll(topics).toContain('空间不足时记的会')
  await secretary.expectSync('confirmed', 0)
  expect(secretary.complaints).toEqual([])
})
