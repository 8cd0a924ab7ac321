/** A meeting recorded as a secretary does it: by what is on the screen, at the speed of the phone. */
import type { Page } from '@playwright/test'

const patienceMs = 30_000

/** Resolves when the screen has moved on to the saved meeting: the person believes that it is kept. */
export async function recordByScreens(
  page: Page,
  word: string,
  onsaving: () => void,
): Promise<void> {
  page.setDefaultTimeout(patienceMs)
  await page.getByRole('button', { name: '主题党日', exact: true }).click()
  await page.getByRole('button', { name: /^主题 / }).click()
  await page.getByRole('textbox', { name: '主题', exact: true }).fill(word)
  await page.getByRole('button', { name: '全到' }).click()
  onsaving()
  await Promise.all([
    page.waitForURL((url) => /^\/meetings\/(?!new)/.test(url.pathname), { waitUntil: 'commit' }),
    page.getByRole('button', { name: '保存' }).click(),
  ])
}
