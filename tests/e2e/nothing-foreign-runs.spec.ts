// Our own screens break no rule of the Content-Security-Policy, and what somebody smuggles in breaks against it.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { settled } from './harness/look.ts'

/** Notes every violation from the first line of every page on. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const violations: string[] = []
    Object.assign(window, { violations })
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`)
    })
  })
}

const violationsOf = (page: Page) =>
  page.evaluate(() => (window as unknown as { violations: string[] }).violations)

const screens = ['/', '/meetings', '/meetings/new?notHeld', '/study', '/sync', '/me', '/conflicts']
const deskScreens = ['/overview', '/branches', '/people', '/import']

test('no screen breaks a rule, styles of its own markup included', async ({ comes }) => {
  for (const [role, device, addresses] of [
    ['secretary', 'phone', screens],
    ['township', 'desk', [...screens, ...deskScreens]],
  ] as const) {
    const actor = await comes(device)
    await watch(actor.page)
    await actor.signIn(role)
    for (const address of addresses) {
      await actor.page.goto(address)
      await settled(actor.page)
      expect([address, await violationsOf(actor.page)]).toEqual([address, []])
    }
    // SvelteKit's announcer comes with the first way taken inside the app, and has a style attribute.
    await actor.page.goto('/me')
    await actor.page.getByRole('navigation').getByRole('link').first().click()
    await settled(actor.page)
    const announcer = actor.page.locator('#svelte-announcer')
    await expect(announcer).toHaveCSS('position', 'absolute')
    expect(await violationsOf(actor.page)).toEqual([])
  }
})

test('what is smuggled in neither runs nor loads nor sends', async ({ comes }) => {
  const actor = await comes('phone')
  await watch(actor.page)
  await actor.signIn('secretary')
  const outcome = await actor.page.evaluate(async () => {
    const ran: string[] = []
    Object.assign(window, { ran: (what: string) => ran.push(what) })
    const add = (html: string) => {
      const place = document.createElement('div')
      place.innerHTML = html
      document.body.append(place)
      return place
    }
    const script = document.createElement('script')
    script.textContent = `ran('inline script')`
    document.body.append(script)
    add(`<img src="x" onerror="ran('handler')">`)
    add(`<a href="javascript:ran('javascript: link')">x</a>`).querySelector('a')?.click()
    add(`<iframe srcdoc="<script>parent.ran('frame')</script>"></iframe>`)
    add(`<iframe src="https://elsewhere.example/"></iframe>`)
    const styled = add(`<style>body { --smuggled: 1 }</style><p style="position: fixed">x</p>`)
    const reached = await fetch('https://elsewhere.example/').then(
      () => true,
      () => false,
    )
    await new Promise((resolve) => setTimeout(resolve, 500))
    // In a task of its own: what a debugger evaluates, as this does, may use eval until it first waits.
    try {
      new Function(`ran('eval')`)()
    } catch {
      // Forbidden, as it should be.
    }
    const paragraph = styled.querySelector('p')
    return {
      ran,
      reached,
      property: getComputedStyle(document.body).getPropertyValue('--smuggled'),
      position: paragraph ? getComputedStyle(paragraph).position : '',
    }
  })
  expect(outcome).toEqual({ ran: [], reached: false, property: '', position: 'static' })
  const broken = (await violationsOf(actor.page)).map((violation) => violation.split(' ')[0])
  expect([...new Set(broken)].sort()).toEqual([
    'connect-src',
    'frame-src',
    'script-src',
    'script-src-attr',
    'script-src-elem',
    'style-src-attr',
    'style-src-elem',
  ])
})
