/** Comes in through the real app's door as its user does, and waits until all that he may see is there. */
import type { Page } from '@playwright/test'
import { account } from './server.ts'

export async function signIn(
  page: Page,
  origin: string,
  { name, password }: { readonly name: string; readonly password: string } = account,
): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('branchbook.sizeChosen', 'yes'))
  await page.goto(`${origin}/sign-in`)
  await page.getByRole('textbox').first().fill(name)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await readNotice(page)
  await page.locator('html[data-sync=confirmed]').waitFor({ state: 'attached', timeout: 120_000 })
}

/** Whoever read it on another device may see it until his records come. */
async function readNotice(page: Page): Promise<void> {
  const agree = page.getByRole('button', { name: '我看过了，开始使用' })
  await agree.or(page.getByRole('navigation')).first().waitFor()
  if (await agree.isVisible()) await agree.click({ timeout: 5_000 }).catch(() => undefined)
}
