/** What every screen is held to, whatever it shows: readable by anyone, within the screen, large enough for a thumb. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

const wcag = /^wcag(2|21|22)a{1,2}$/

/** What axe finds: everything serious or critical, and whatever breaks a rule of WCAG at level A or AA. */
export async function flawsByAxe(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(
      ({ impact, tags }) =>
        impact === 'serious' || impact === 'critical' || tags.some((tag) => wcag.test(tag)),
    )
    .flatMap(({ id, help, nodes }) =>
      nodes.slice(0, 3).map(({ target, failureSummary }) => {
        const summary = failureSummary?.split('\n').slice(1, 3).join(' ').trim() ?? ''
        return `${id}: ${help} — ${target.join(' ')} — ${summary}`
      }),
    )
}

/** Resolves when the screen has stopped changing: data come from the device, so a quarter of a second is long. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const quiet = () => setTimeout(resolve, 250)
        let timer = quiet()
        new MutationObserver(() => {
          clearTimeout(timer)
          timer = quiet()
        }).observe(document.body, { subtree: true, childList: true, characterData: true })
      }),
  )
}

/** How many times Tab is pressed until the page's primary action has the focus; undefined where it never has. */
export async function tabsToPrimary(page: Page): Promise<number | undefined> {
  for (let tabs = 1; tabs <= 60; tabs += 1) {
    await page.keyboard.press('Tab')
    const { isPrimary, isBack } = await page.evaluate(() => ({
      isPrimary: document.activeElement?.matches('.primary') ?? false,
      isBack: document.activeElement === document.body,
    }))
    if (isPrimary) return tabs
    if (isBack) return undefined
  }
  return undefined
}

/** How many pixels the page is wider than the screen. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    // On a phone that zooms out, innerWidth grows with the page: the width asked for is the screen's.
    const wide = document.documentElement.scrollWidth
    return Math.max(0, wide - Math.min(screen.width, document.documentElement.clientWidth))
  })

/** Targets smaller than asked for, and why that may be. */
const smallTargetsAllowed: readonly {
  readonly selector: string
  readonly why: string
  /** Allowed only to who points with a mouse. */
  readonly byMouse: boolean
}[] = [
  {
    selector: 'p a, li p a, dd a',
    why: 'A link inside a sentence is as high as its line (WCAG 2.5.8, inline).',
    byMouse: false,
  },
  {
    selector: 'table a',
    why: 'A table of every branch and month is read as one picture; all it leads to has rows of full height elsewhere.',
    byMouse: true,
  },
]

const selectorsOf = (byMouse: boolean) =>
  smallTargetsAllowed
    .filter((each) => each.byMouse === byMouse)
    .map(({ selector }) => selector)
    .join(', ')

/** What can be pressed and is smaller than `least` pixels in height or width. */
export const smallTargets = (page: Page, least: number): Promise<readonly string[]> =>
  page.evaluate(
    ({ least, everywhere, byMouse }) => {
      const allowed = matchMedia('(pointer: coarse)').matches
        ? everywhere
        : `${everywhere}, ${byMouse}`
      const targets = document.querySelectorAll<HTMLElement>(
        'a[href], button, input, select, textarea, summary, [role=button], [role=switch], [role=tab], [role=link]',
      )
      const small: string[] = []
      for (const target of targets) {
        // A box inside its label is pressed by pressing the label.
        const pressed = target.matches('input') ? (target.closest('label') ?? target) : target
        const { width, height, top, left } = pressed.getBoundingClientRect()
        const unseen =
          width <= 1 || height <= 1 || getComputedStyle(pressed).visibility === 'hidden'
        if (unseen || left < -999 || top < -9_999) continue
        if (target.matches('[disabled], [aria-hidden=true] *') || target.matches(allowed)) continue
        // Half a pixel is rounding.
        if (width + 0.5 >= least && height + 0.5 >= least) continue
        const name = (target.getAttribute('aria-label') ?? target.innerText).trim().slice(0, 30)
        small.push(
          `<${target.localName} class="${target.className}"> "${name}" ${Math.round(width)}×${Math.round(height)}`,
        )
      }
      return small
    },
    {
      least,
      everywhere: selectorsOf(false),
      byMouse: selectorsOf(true),
    },
  )

/** In pixels, for whoever uses a thumb. */
export const leastTarget = { standard: 48, large: 60 } as const

/** What stands on the screen now, in the size that is worn. */
export async function expectLegible(page: Page): Promise<void> {
  await settled(page)
  const size = await page.evaluate(() => document.documentElement.dataset['size'])
  expect(await overflowOf(page)).toBe(0)
  expect(await smallTargets(page, leastTarget[size === 'large' ? 'large' : 'standard'])).toEqual([])
  expect(await flawsByAxe(page)).toEqual([])
}

/** What stands on the phone's screen now, in either size of reading. */
export async function expectReadable(page: Page): Promise<void> {
  const worn = await page.evaluate(() => document.documentElement.dataset['size'])
  for (const size of [...Object.keys(leastTarget), worn]) {
    await page.evaluate((name = '') => (document.documentElement.dataset['size'] = name), size)
    await expectLegible(page)
  }
}
