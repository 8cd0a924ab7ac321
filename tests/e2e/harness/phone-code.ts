/** A member without a password, and the code by which his secretary lets his phone in. */
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { ByHand } from './by-hand.ts'

/** A member of the secretary's branch who holds no office, and whose name only he has. */
export async function plainMember(hand: ByHand) {
  const rows = await hand.rows()
  const inOffice = new Set(
    rows.flatMap(({ type, body }) => (type === 'post' ? body['personId'] : [])),
  )
  const members = rows.filter(
    ({ type, id, body }) =>
      type === 'person' && body['branchId'] === hand.actor.branchId && !inOffice.has(id),
  )
  const names = members.map(({ body }) => String(body['name']))
  const found = members.find(
    ({ body }) => names.filter((name) => name === body['name']).length === 1,
  )
  if (!found) throw new Error('the demonstration has a member without an office')
  return { id: found.id, name: String(found.body['name']) }
}

/** From the home screen to the code, press by press. */
export async function makeCode(page: Page, name: string): Promise<string> {
  await page.goto('/')
  let presses = 0
  const press = async (label: string | RegExp) => {
    await page.getByRole('link', { name: label }).first().click()
    presses += 1
  }
  await press('我的')
  await press('帮党员登录手机')
  await press(new RegExp(`^${name}`))
  await press(/^帮他登录手机/)
  await expect(page.getByRole('img', { name: '登录用的二维码' })).toBeVisible()
  // As the user's guide says.
  expect(presses).toBe(4)
  return page.locator('.code').innerText()
}
