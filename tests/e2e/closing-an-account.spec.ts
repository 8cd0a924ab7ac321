// A member left: the township ends his account; what he had not sent arrives, and his phone is cleared.
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'
import { flawsByAxe } from './harness/look.ts'

test('D1: a closed account lets nobody in, its phone brings what it had not sent and is cleared, and it can be opened again', async ({
  enters,
  server,
}) => {
  const hand = await ByHand.as('driver', server)
  const { personId } = hand.actor
  const lesson = (await hand.rows()).find(({ type }) => type === 'lesson')?.id ?? ''
  const driver = await enters('driver', 'phone')
  await driver.page.goto(`/study/${lesson}`)
  await driver.offline()
  await driver.page.getByLabel('想写就写几句，不写也可以').fill('走以前写的')
  await driver.page.getByRole('button', { name: '保存心得' }).click()
  await driver.expectSync('waiting', 1)

  const township = await enters('township', 'desk')
  await township.page.goto(`/people/${personId}`)
  await township.page.getByRole('button', { name: '停用账号' }).click()
  const asked = township.page.getByRole('dialog')
  await expect(asked).toContainText('先把写好没送出的送出来')
  expect(await flawsByAxe(township.page)).toEqual([])
  await asked.getByRole('button', { name: '停用', exact: true }).click()
  await expect(township.page.getByText('账号已停用')).toBeVisible()

  await driver.online()
  await driver.page.reload()
  await expect(driver.page.getByText('这台设备已被停用')).toBeVisible({ timeout: 20_000 })
  const { branchId } = hand.actor
  const work = `branch/${branchId}/work/${new Date().getFullYear()}`
  const studies = (await (await ByHand.as('township', server)).rows([work])).filter(
    ({ type, body }) => type === 'study' && body['personId'] === personId,
  )
  expect(studies.map(({ body }) => body['notes'])).toContain('走以前写的')

  const signIn = async () => {
    await driver.page.goto('/sign-in')
    await driver.page.getByLabel('登录名').fill('siji')
    await driver.page.getByLabel('密码', { exact: true }).fill('branchbook-demo')
    await driver.page.getByRole('button', { name: '登录', exact: true }).click()
  }
  await signIn()
  await expect(driver.page.getByRole('alert')).toBeVisible()
  await expect(driver.page).toHaveURL(/sign-in/)

  await township.page.goto('/log')
  await expect(township.page.getByText('账号被停用', { exact: false }).first()).toBeVisible()
  await township.page.goto(`/people/${personId}`)
  await township.page.getByRole('button', { name: '恢复账号' }).click()
  await expect(township.page.getByText('账号在用')).toBeVisible()
  await signIn()
  await driver.readNotice()
  await driver.expectSync('confirmed', 0)
  await driver.page.goto(`/study/${lesson}`)
  await expect(driver.page.getByLabel('想写就写几句，不写也可以')).toHaveValue('走以前写的')
})
