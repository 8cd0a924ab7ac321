import type { Locator } from '@playwright/test'

/** As a thumb does that is not sure of the first time: both before the app has done anything. */
export const pressTwice = (button: Locator): Promise<void> =>
  button.evaluate((each: HTMLElement) => {
    each.click()
    each.click()
  })
