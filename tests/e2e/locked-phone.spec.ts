// A phone that goes from hand to hand: locked, opened, forgotten, lost — and its unsent work on the way through other hands.
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Actor } from './harness/actor.ts'
import { accountOf } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { expectLegible } from './harness/look.ts'
import { makeCode, plainMember } from './harness/phone-code.ts'

const pin = '480913'
const said = '这几句谁也不许偷看'

async function setPin(page: Page, number: string): Promise<void> {
  await page.goto('/me/pin')
  await page.getByLabel('新的解锁密码').fill(number)
  await page.getByLabel('再输入一遍').fill(number)
  await page.getByRole('button', { name: '设好' }).click()
  await expect(page.getByText('设好了。下次打开时要输入它。')).toBeVisible()
}

async function unlock(page: Page, number: string): Promise<void> {
  await page.getByLabel('解锁密码').fill(number)
  await page.getByRole('button', { name: '打开', exact: true }).click()
}

/** A book with a number is closed whenever its last page goes, and so before each new one. */
async function writeMeeting({ page }: Actor, number?: string): Promise<void> {
  await page.goto('/meetings/new')
  if (number !== undefined) await unlock(page, number)
  await page.getByRole('button', { name: '支委会', exact: true }).click()
  await page.getByLabel('谁说了什么、有没有不同意见，如实记').fill(said)
  await page.getByRole('button', { name: '保存' }).click()
}

/** Every database there is, read past the app. A key says what it is and no more. */
const dump = (page: Page) =>
  page.evaluate(async () => {
    const answer = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('no answer'))
      })
    const texts: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name))
      for (const store of database.objectStoreNames) {
        const all = await answer(database.transaction(store).objectStore(store).getAll())
        texts.push(`${name}/${store}: ${JSON.stringify(all)}`)
      }
      database.close()
    }
    return texts.join('\n')
  })

test('a dump of the phone’s databases says no name, no minute and no number', async ({
  enters,
  server,
}) => {
  const secretary = await enters('secretary', 'phone')
  await secretary.offline()
  await writeMeeting(secretary)
  await secretary.expectSync('waiting', 1)
  const text = await dump(secretary.page)
  expect(text).toContain('branchbook')
  const rows = await (await ByHand.as('secretary', server)).rows()
  const names = rows.filter(({ type }) => type === 'person').map(({ body }) => `${body['name']}`)
  const numbers = rows.flatMap(({ body }) => (body['mobile'] ? [`${body['mobile']}`] : []))
  expect(names.length).toBeGreaterThan(5)
  for (const words of [said, ...names, ...numbers]) expect(text).not.toContain(words)
})

test('D1: locked, nothing of the book is shown, a wrong number opens nothing, the right one opens it without a network', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone')
  await setPin(secretary.page, pin)
  await secretary.offline()
  await writeMeeting(secretary, pin)
  await secretary.expectSync('waiting', 1)
  await secretary.page.goto('/me/pin')
  await expect(secretary.page.getByLabel('解锁密码', { exact: true })).toBeVisible()
  expect(await secretary.page.title()).toBe('已锁上 · 支部簿')
  expect(await secretary.page.locator('body').innerText()).not.toContain('送达情况')

  await unlock(secretary.page, '111213')
  await expect(secretary.page.getByText('解锁密码不对，还能再试 7 次。')).toBeVisible()
  await expectLegible(secretary.page)
  await unlock(secretary.page, pin)
  await secretary.expectSync('waiting', 1)

  // Another tab of the same browser asks nothing; locked in one, it is locked in both.
  const other = await secretary.context.newPage()
  await other.goto('/sync')
  await expect(other.getByRole('heading', { name: '送达情况' })).toBeVisible()
  await secretary.page.getByRole('button', { name: '现在锁上' }).click()
  await expect(secretary.page.getByRole('heading', { name: '已锁上' })).toBeVisible()
  await expect(other.getByRole('heading', { name: '已锁上' })).toBeVisible()
  await other.close()

  // Killed while locked, and nothing is lost.
  await secretary.reopen('/sync')
  await unlock(secretary.page, pin)
  await secretary.expectSync('waiting', 1)
  await secretary.catchUp()
  expect(secretary.complaints).toEqual([])
})

test('D1: who forgot his number signs in again with a network, and finds what he had not sent', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone')
  await setPin(secretary.page, pin)
  await secretary.offline()
  await writeMeeting(secretary, pin)
  await secretary.expectSync('waiting', 1)
  await secretary.reopen('/')
  await secretary.page.getByRole('button', { name: '忘了解锁密码' }).click()
  await secretary.page.getByLabel('密码', { exact: true }).fill(accountOf('secretary').password)
  await secretary.page.getByRole('button', { name: '用登录密码打开' }).click()
  await expect(secretary.page.getByText('现在联系不上，可能没有网络。')).toBeVisible()
  await secretary.online()
  await secretary.page.getByLabel('密码', { exact: true }).fill(accountOf('secretary').password)
  await secretary.page.getByRole('button', { name: '用登录密码打开' }).click()
  await secretary.expectSync('confirmed', 0)
  await secretary.page.goto('/meetings')
  await expect(secretary.page.getByRole('link', { name: /^支委会 今天/ })).toBeVisible()
})

test('D1: who forgot his number and has no password is let in by a code, and finds what he had not sent', async ({
  comes,
  enters,
  server,
}) => {
  const hand = await ByHand.as('secretary', server)
  const member = await plainMember(hand)
  const lesson = (await hand.rows()).find(({ type }) => type === 'lesson')?.id ?? ''
  const secretary = await enters('secretary', 'phone')
  const phone = await comes('phone')
  const { page } = phone
  const enterByCode = async (at: Page) => {
    await at.getByLabel('登录码').fill(await makeCode(secretary.page, member.name))
    await at.getByRole('button', { name: '登录', exact: true }).click()
  }
  await page.goto('/enrol')
  await enterByCode(page)
  await phone.readNotice()
  await phone.expectSync('confirmed', 0)
  await phone.hasEveryPart()
  await setPin(page, pin)
  await phone.offline()
  await page.goto(`/study/${lesson}`)
  await unlock(page, pin)
  await page.getByRole('button', { name: '读完了' }).click()
  await phone.expectSync('waiting', 1)

  await phone.reopen('/')
  // With a network the server would open at once: he has only just signed in.
  await phone.page.getByRole('button', { name: '忘了解锁密码' }).click()
  await expect(phone.page.getByText(/没有登录密码的，请书记或者镇里出一个登录码/)).toBeVisible()
  await expectLegible(phone.page)
  await phone.page.getByRole('link', { name: '用登录码登录' }).click()
  await phone.online()
  await enterByCode(phone.page)
  await expect(phone.page.getByRole('heading', { name: '已锁上' })).toBeVisible()
  await phone.page.getByRole('button', { name: '忘了解锁密码' }).click()
  await phone.expectSync('confirmed', 0)
  await phone.page.goto(`/study/${lesson}`)
  await expect(phone.page.getByText(/已读完/).first()).toBeVisible()
})

test('D1: who signs out over a draft is told which, and goes on with it when he signs in again', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone')
  const { page } = secretary
  await page.goto('/meetings/new')
  await page.getByRole('button', { name: '支委会', exact: true }).click()
  await page.getByLabel('谁说了什么、有没有不同意见，如实记').fill(said)
  await expect(page.getByText('草稿已存在本机')).toBeVisible()
  await page.goto('/me')
  await secretary.expectSync('confirmed', 0)
  await page.getByRole('button', { name: '退出登录' }).click()
  const dialog = page.getByRole('dialog', { name: '还有 1 份没写完的草稿' })
  await expect(dialog.getByRole('link', { name: /^支委会（没写完）/ })).toBeVisible()
  await expectLegible(page)
  await dialog.getByRole('button', { name: '退出，都留在本机' }).click()
  await expect(page.getByLabel('登录名')).toBeVisible()
  expect(await dump(page)).not.toContain(said)

  await secretary.signInHere('secretary')
  await page.goto('/')
  await page.getByRole('link', { name: /^支委会（没写完）/ }).click()
  await expect(page.getByLabel('谁说了什么、有没有不同意见，如实记')).toHaveValue(said)
  await page.getByRole('button', { name: '保存' }).click()
  await secretary.expectSync('confirmed', 0)

  // With nothing unfinished and nothing unsent nothing stays.
  await page.goto('/me')
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('button', { name: '退出', exact: true }).click()
  await expect(page.getByLabel('登录名')).toBeVisible()
  await expect.poll(() => dump(page)).toMatch(/--drafts\/docs: \[\][^]*--records\/docs: \[\]/)
  expect(secretary.complaints).toEqual([])
})

test('two people take turns on one phone without a network, and neither sees the other’s book', async ({
  enters,
}) => {
  const phone = await enters('driver', 'phone')
  await setPin(phone.page, pin)
  await phone.page.goto('/switch')
  await unlock(phone.page, pin)
  await phone.page.getByRole('button', { name: '别的同志登录' }).click()
  await phone.signInHere('secretary')
  await setPin(phone.page, '907155')
  await phone.offline()
  await writeMeeting(phone, '907155')
  await phone.expectSync('waiting', 1)
  await phone.page.goto('/switch')
  await unlock(phone.page, '907155')
  await phone.page.getByRole('button', { name: '用解锁密码打开' }).click()
  await expect(phone.page.getByRole('heading', { name: '已锁上' })).toBeVisible()
  await unlock(phone.page, '907155')
  await expect(phone.page.getByText('解锁密码不对')).toBeVisible()
  await unlock(phone.page, pin)
  await phone.expectSync('offline', 0)
  await expect(phone.page.getByText(said)).toHaveCount(0)
  await phone.page.goto('/switch')
  await unlock(phone.page, pin)
  await expect(phone.page.getByText('还有 1 处没送达或没写完')).toBeVisible()
})

test('P1: unsent work goes as a file through somebody else’s hands, once, and the author’s phone finds out by itself', async ({
  comes,
  enters,
}) => {
  const secretary = await comes('phone')
  // What the server gives a device comes right after the first sync.
  const given = secretary.page.waitForResponse(/device-keys/)
  await secretary.signIn('secretary')
  await given
  await secretary.offline()
  await writeMeeting(secretary)
  await secretary.expectSync('waiting', 1)

  await secretary.page.goto('/me')
  await secretary.page.getByRole('button', { name: '退出登录' }).click()
  await expect(secretary.page.getByText('还有 1 条没有送达')).toBeVisible()
  await secretary.page.getByRole('link', { name: '没有网络？装进文件请人带' }).click()
  const downloading = secretary.page.waitForEvent('download')
  await secretary.page.getByRole('button', { name: '导出待发文件' }).click()
  const file = await downloading
  expect(file.suggestedFilename()).toMatch(/^支部簿-待发-.+-\d{8}\.txt$/)
  const path = await file.path()
  expect(await readFile(path, 'utf8')).not.toContain(said)
  await secretary.expectSync('waiting', 1)

  const township = await enters('township', 'desk')
  await township.page.goto('/sync/file')
  const bring = () => township.page.locator('input[type=file]').setInputFiles(path)
  await bring()
  await expect(township.page.getByText(/写的，1 条已经送到镇里/)).toBeVisible()
  await bring()
  await expect(township.page.getByText('有 1 条以前就送到了，没有重复记。')).toBeVisible()
  const text = await readFile(path, 'utf8')
  const half = { name: 'half.txt', mimeType: 'text/plain', buffer: Buffer.from(text.slice(0, 400)) }
  await township.page.locator('input[type=file]').setInputFiles(half)
  await expect(township.page.getByText('文件不完整，或者被改动过，没有收。')).toBeVisible()

  await secretary.catchUp()
})
