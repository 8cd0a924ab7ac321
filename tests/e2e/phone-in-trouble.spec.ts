// What befalls a phone's storage: the system empties it, it is full, it cannot be opened. The screen says what is true.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { expectReadable } from './harness/look.ts'

async function record(page: Page, topic: string): Promise<void> {
  await page.goto('/meetings/new')
  await page.getByRole('button', { name: '主题党日', exact: true }).click()
  await page.getByRole('button', { name: /^主题 / }).click()
  await page.getByRole('textbox', { name: '主题', exact: true }).fill(topic)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
}

async function storage({ context, network }: Actor) {
  // What is asked for through a page ends with it, and the app's pages are closed and opened.
  const browser = await context.newCDPSession(await context.newPage())
  const { origin } = network
  return {
    /** As a browser does that is short of room: databases go, what pages noted in localStorage stays. */
    empty: () => browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' }),
  }
}

test('D1: a phone emptied by its system says what was lost and what was not, fetches what had arrived, and stops when told', async ({
  enters,
  server,
}) => {
  const secretary = await enters('secretary', 'phone')
  await record(secretary.page, '已经送到的会')
  await secretary.expectSync('confirmed', 0)
  await secretary.offline()
  await record(secretary.page, '还没送出的会')
  await secretary.expectSync('waiting', 1)
  await (await storage(secretary)).empty()

  await secretary.reopen()
  const loss = () => secretary.page.getByRole('alert').filter({ hasText: '本机的记录被清掉了' })
  await expect(loss()).toContainText('已经送达的一条也没有丢，都在镇里，会自己取回来。')
  await expect(loss()).toContainText('还有 1 条没有送出，这些找不回来了，请照着重新记')
  await expect(loss().getByRole('listitem')).toHaveCount(1)
  await expect(loss().getByRole('listitem')).toContainText('会议')
  await expectReadable(secretary.page)

  await secretary.catchUp()
  await expect(loss()).toContainText('已经送达的一条也没有丢，都取回来了。')
  await secretary.page.goto('/meetings')
  await expect(secretary.page.getByText('已经送到的会')).toBeVisible()
  await expect(secretary.page.getByText('还没送出的会')).toBeHidden()
  await loss().getByRole('button', { name: '知道了' }).click()
  await secretary.reopen()
  await secretary.expectSync('confirmed', 0)
  await expect(loss()).toBeHidden()

  // Nothing unsent this time.
  await (await storage(secretary)).empty()
  await secretary.reopen()
  await expect(loss()).toContainText('那时没有待发送的，什么都没有丢。')
  await secretary.expectSync('confirmed', 0)
  await expect(loss()).toContainText('都取回来了。')
  const township = await ByHand.as('township', server)
  const topics = (await township.rows()).map(({ body }) => body['topic'])
  expect(topics).toContain('已经送到的会')
  expect(secretary.complaints).toEqual([])
})

/** Sent to pages as text: from now on the disk cannot be opened, until somebody removes the note that says so. */
function refuseToOpen(): void {
  const open = indexedDB.open.bind(indexedDB)
  indexedDB.open = (name, version) => {
    if (localStorage.getItem('story-disk') === null) return open(name, version)
    const request = { onerror: null } as unknown as IDBOpenDBRequest
    Object.assign(request, { error: new DOMException('the story’s disk', 'UnknownError') })
    setTimeout(() => request.onerror?.({ target: request, preventDefault: () => {} } as never))
    return request
  }
}

test('T1, L1: a disk that cannot be opened is said to be one, and what waits goes by itself when it can', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone')
  await secretary.offline()
  await record(secretary.page, '等着送的会')
  await secretary.expectSync('waiting', 1)
  await secretary.context.addInitScript(refuseToOpen)
  await secretary.page.evaluate(() => localStorage.setItem('story-disk', 'broken'))
  await secretary.reopen('/sync')
  await expect(secretary.page.getByRole('link', { name: '打不开' })).toBeVisible()
  await expect(secretary.page.getByText('没有待发送的记录')).toBeHidden()
  await expect(secretary.page.getByText('还没有和上级联系过')).toBeHidden()
  await expectReadable(secretary.page)
  // A form that finds nothing to read is no empty page.
  await secretary.reopen('/meetings/new')
  await expect(secretary.page.getByRole('heading', { name: '记一次会议' })).toBeVisible()
  await expect(secretary.page.getByRole('alert')).toContainText('本机的记录打不开。')
  await secretary.online()
  await secretary.page.evaluate(() => localStorage.removeItem('story-disk'))
  await secretary.expectSync('confirmed', 0)
})
