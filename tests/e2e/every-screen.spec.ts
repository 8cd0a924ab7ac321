// Every screen there is, for everybody who may see it, without a network: legible, reachable, nothing cut off.
import { readdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Actor, Device } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { flawsByAxe, overflowOf, settled, smallTargets, tabsToPrimary } from './harness/look.ts'

type Variant = { readonly size: 'standard' | 'large'; readonly locale: 'zh-CN' | 'en' }

const variants: readonly (Variant & { readonly axe: boolean })[] = [
  // Axe is slow, and sees the same rules broken in either language: each size and each language once.
  { size: 'standard', locale: 'zh-CN', axe: true },
  { size: 'large', locale: 'en', axe: true },
  { size: 'standard', locale: 'en', axe: false },
  { size: 'large', locale: 'zh-CN', axe: false },
]
const leastTarget = { standard: 48, large: 60 } as const

type Ids = {
  readonly meeting: string
  readonly lesson: string
  readonly branch: string
  readonly person: string
}

/** For each route, the address that stands for it. A new screen without one fails the first story below. */
const addresses: Readonly<Record<string, (ids: Ids) => string>> = {
  '/': () => '/',
  '/branches': () => '/branches',
  '/branches/[id]': ({ branch }) => `/branches/${branch}`,
  '/import': () => '/import',
  '/me': () => '/me',
  '/meetings': () => '/meetings',
  '/meetings/[id]': ({ meeting }) => `/meetings/${meeting}`,
  '/meetings/[id]/edit': ({ meeting }) => `/meetings/${meeting}/edit`,
  '/meetings/new': () => '/meetings/new?notHeld',
  '/meetings/new/[id]': () => '/meetings/new/AAAAAAAAAAAAAAAAAAAAAA',
  '/overview': () => '/overview',
  '/people': () => '/people',
  '/people/[id]': ({ person }) => `/people/${person}`,
  '/setup/[token]': () => '/setup/AAAAAAAAAAAAAAAAAAAAAA',
  '/sign-in': () => '/sign-in',
  '/study': () => '/study',
  '/study/[id]': ({ lesson }) => `/study/${lesson}`,
  '/study/[id]/quiz': ({ lesson }) => `/study/${lesson}/quiz`,
  '/study/today': () => '/study/today',
  '/sync': () => '/sync',
}

const beforeSigningIn = ['/sign-in', '/setup/[token]']
const staffOnly = ['/overview', '/branches', '/branches/[id]', '/people', '/people/[id]', '/import']
const keepersOnly = ['/meetings/[id]/edit', '/meetings/new', '/meetings/new/[id]']

const everyone = Object.keys(addresses).filter(
  (route) => ![...beforeSigningIn, ...staffOnly, ...keepersOnly].includes(route),
)
const routesFor: Readonly<Record<'secretary' | 'driver' | 'township', readonly string[]>> = {
  secretary: [...everyone, ...keepersOnly],
  driver: everyone,
  township: [...everyone.filter((route) => route !== '/'), ...staffOnly],
}

function routesOnDisk(): readonly string[] {
  const folder = new URL('../../web/routes/', import.meta.url)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('+page.svelte'))
    .map((file) => `/${file.replace(/\/?\+page\.svelte$/, '').replace(/^\([^)]+\)\/?/, '')}`)
}

async function idsOf(hand: ByHand): Promise<Ids> {
  const rows = await hand.rows()
  const newest = (type: string) =>
    rows
      .filter((row) => row.type === type)
      .sort((left, right) =>
        String(right.body['startsAt']).localeCompare(String(left.body['startsAt'])),
      )
      .at(0)?.id ?? ''
  const branch = hand.actor.branchId
  return {
    meeting: newest('meeting'),
    lesson: newest('lesson'),
    branch,
    person: hand.actor.personId,
  }
}

async function wear(page: Page, { size, locale }: Variant): Promise<void> {
  await page.evaluate(
    ([chosenSize, chosenLocale]) => {
      localStorage.setItem('branchbook.size', chosenSize)
      localStorage.setItem('branchbook.locale', chosenLocale)
    },
    [size, locale] as const,
  )
}

async function flawsOf({ page }: Actor, { size, axe }: { size: Variant['size']; axe: boolean }) {
  const overflow = await overflowOf(page)
  return [
    ...(overflow > 0 ? [`wider than the screen by ${overflow} px`] : []),
    ...(await smallTargets(page, leastTarget[size])),
    ...(axe ? await flawsByAxe(page) : []),
  ]
}

async function flawsEverywhere(actor: Actor, routes: readonly string[], ids: Ids) {
  const flaws: string[] = []
  for (const variant of variants) {
    await wear(actor.page, variant)
    for (const route of routes) {
      await actor.page.goto(addresses[route]?.(ids) ?? route)
      await settled(actor.page)
      const at = `${route} ${variant.size} ${variant.locale}`
      for (const flaw of await flawsOf(actor, variant)) flaws.push(`${at}: ${flaw}`)
    }
  }
  return flaws
}

test('every route has an address here, so that no screen escapes', () => {
  expect(Object.keys(addresses).sort()).toEqual([...routesOnDisk()].sort())
})

const whoLooks = {
  phone: ['secretary', 'driver', 'township'],
  // What a member sees on a desk, his secretary sees too.
  desk: ['secretary', 'township'],
} as const

for (const device of ['phone', 'desk'] satisfies readonly Device[]) {
  for (const role of whoLooks[device]) {
    test(`every screen of the ${role} on the ${device}: accessible, within the screen, large enough to press, no complaint`, async ({
      comes,
      server,
    }) => {
      // Some fifty looks at screens, half of them by axe.
      test.slow()
      const ids = await idsOf(await ByHand.as(role, server))
      const actor = await comes(device)
      await actor.signIn(role)
      if (role === 'township') {
        // What a branch keeps to itself comes when somebody looks.
        await actor.page.goto(`/branches/${ids.branch}`)
        await settled(actor.page)
        await actor.expectSync('confirmed', 0)
      }
      await actor.offline()
      const flaws = await flawsEverywhere(actor, routesFor[role], ids)
      expect(flaws).toEqual([])
      expect(actor.complaints).toEqual([])
    })
  }

  test(`the doors and a wrong address on the ${device}: accessible, within the screen, large enough to press`, async ({
    comes,
  }) => {
    const stranger = await comes(device)
    await stranger.page.goto('/sign-in')
    await stranger.isInstalled()
    const flaws = await flawsEverywhere(stranger, [...beforeSigningIn, '/nowhere'], {
      meeting: '',
      lesson: '',
      branch: '',
      person: '',
    })
    expect(flaws).toEqual([])
  })
}

test('with the keyboard alone: Tab reaches the primary action of every screen that has one', async ({
  comes,
  server,
}) => {
  const ids = await idsOf(await ByHand.as('secretary', server))
  const secretary = await comes('desk')
  await secretary.signIn('secretary')
  await secretary.offline()
  const unreached: string[] = []
  let reached = 0
  for (const route of routesFor.secretary) {
    await secretary.page.goto(addresses[route]?.(ids) ?? route)
    await settled(secretary.page)
    if ((await secretary.page.locator('.primary').count()) === 0) continue
    if ((await tabsToPrimary(secretary.page)) === undefined) unreached.push(route)
    else reached += 1
  }
  expect(unreached).toEqual([])
  expect(reached).toBeGreaterThan(3)
})

for (const role of ['secretary', 'township'] as const) {
  test(`every way the ${role} may go from the main columns leads to a screen`, async ({
    comes,
  }) => {
    const actor = await comes('desk')
    await actor.signIn(role)
    const links = actor.page.getByRole('navigation').getByRole('link')
    const ways = await links.evaluateAll((all) =>
      all.map((link) => link.getAttribute('href') ?? ''),
    )
    expect(ways.length).toBeGreaterThan(3)
    for (const way of ways) {
      await actor.page.goto(way)
      await settled(actor.page)
      await expect(actor.page.getByText('没有这一页'), way).toHaveCount(0)
    }
    expect(actor.complaints).toEqual([])
  })
}
