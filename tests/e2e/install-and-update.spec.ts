// The app on the phone: installed once, there without a network, and renewed only when its user can bear it.
import { expect, test } from './fixtures.ts'

test('the manifest is what a browser needs to install the app', async ({ comes }) => {
  const { page } = await comes('phone')
  await page.goto('/')
  const session = await page.context().newCDPSession(page)
  const { errors, data } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const manifest = JSON.parse(data ?? '{}') as { icons: { src: string; type: string }[] }
  expect(manifest).toMatchObject({
    name: '支部簿',
    short_name: '支部簿',
    start_url: '/',
    scope: '/',
    display: 'standalone',
  })
  for (const { src, type } of manifest.icons) {
    const icon = await page.request.get(src)
    expect(icon.status()).toBe(200)
    expect(icon.headers()['content-type']).toBe(type)
  }
})

test('a first visit installs the whole app: every later one starts without a network, at any address', async ({
  enters,
}) => {
  const member = await enters('driver', 'phone')
  await member.offline()
  for (const address of ['/', '/study', '/me', '/sync', '/meetings']) {
    await member.reopen(address)
    await member.expectSync('offline', 0)
    await expect(member.page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  expect(member.complaints).toEqual([])
})

test('a desk screen that has not come yet says so without a network, and comes with it', async ({
  enters,
}) => {
  const staff = await enters('township', 'desk')
  await staff.page.evaluate(async () => {
    await navigator.serviceWorker.ready
    // As if the network had gone away right after the first screen.
    for (const name of await caches.keys())
      if (name.includes('on-demand')) await caches.delete(name)
  })
  // Nor did the browser keep a copy of its own.
  const tools = await staff.context.newCDPSession(staff.page)
  await tools.send('Network.clearBrowserCache')
  await staff.offline()
  await staff.reopen('/import')
  await expect(staff.page.getByText('这一页还没有下载到本机。')).toBeVisible()
  await staff.online()
  await staff.reopen('/import')
  await expect(staff.page.getByRole('heading', { level: 1, name: '导入' })).toBeVisible()
  expect(staff.complaints).toEqual([])
})

test('an update waits until it is asked for and the form is closed, and what was written is there afterwards', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone')
  const { page, network } = secretary
  await page.goto('/meetings/new')
  await page.getByRole('button', { name: '支委会', exact: true }).click()
  const minutes = page.getByLabel('谁说了什么、有没有不同意见，如实记')
  await minutes.fill('写到一半')
  await expect(page.getByText('草稿已存在本机')).toBeVisible()
  await page.evaluate(() => Object.assign(window, { samePage: true }))

  network.releaseAnotherVersion()
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update()
  })
  await expect(page.getByText('新版本已备好')).toBeVisible()
  await minutes.pressSequentially('，接着写')
  const still = () => page.evaluate(() => 'samePage' in window)
  expect(await still()).toBe(true)
  const versions = () =>
    page.evaluate(async () => {
      const { active, waiting } = await navigator.serviceWorker.ready
      return { active: active?.state, waiting: waiting?.state }
    })
  expect(await versions()).toEqual({ active: 'activated', waiting: 'installed' })

  // Asked for, but the form is still open: nobody's page is taken away under his hands.
  await page.getByRole('button', { name: '现在更新' }).click()
  await minutes.pressSequentially('，写完了')
  expect(await still()).toBe(true)
  // Closed without saving, in a quiet moment: Chromium lets a worker that is at work stay for up to five minutes.
  await secretary.expectSync('confirmed', 0)
  const reloaded = page.waitForEvent('load', { timeout: 330_000 })
  await page.getByRole('link', { name: '返回' }).click()
  await reloaded
  expect(await still()).toBe(false)
  await expect.poll(versions).toEqual({ active: 'activated', waiting: undefined })
  await page.getByRole('link', { name: '继续写' }).first().click()
  await expect(minutes).toHaveValue('写到一半，接着写，写完了')
  expect(secretary.complaints).toEqual([])
})
