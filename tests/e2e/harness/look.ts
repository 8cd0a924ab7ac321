/** What every screen is held to, whatever it shows: readable by anyone, within the screen, large enough for a thumb. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

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

/** How many pixels the page is wider than the screen. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    // On a phone that zooms out, innerWidth grows with the page: the width asked for is the screen's.
    const wide = document.documentElement.scrollWidth
    return Math.max(0, wide - Math.min(screen.width, document.documentElement.clientWidth))
  })

/** Targets smaller than asked for, and why that may be. */
export const smallTargetsAllowed: readonly { readonly selector: string; readonly why: string }[] = [
  {
    selector: 'p a, li p a, dd a',
    why: 'A link inside a sentence is as high as its line (WCAG 2.5.8, inline).',
  },
]

/** What can be pressed and is smaller than `least` pixels in height or width. */
export const smallTargets = (page: Page, least: number): Promise<readonly string[]> =>
  page.evaluate(
    ({ least, allowed }) => {
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
    { least, allowed: smallTargetsAllowed.map(({ selector }) => selector).join(', ') },
  )
