/** Comes in through the real app's door as its user does, and waits until all that he may see is there. */
import type { Page } from '@playwright/test'
import { account } from './server.ts'

export async function signIn(page: Page, origin: string): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('branchbook.sizeChosen', 'yes'))
  await page.goto(`${origin}/sign-in`)
  await page.getByRole('textbox').first().fill(account.name)
  await page.locator('input[type=password]').fill(account.password)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '我看过了，开始使用' }).click()
  await page.locator('html[data-sync=confirmed]').waitFor({ state: 'attached', timeout: 120_000 })
}
