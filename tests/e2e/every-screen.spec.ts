// Every screen there is, for everybody who may see it, without a network: legible, reachable, nothing cut off.
import { readdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Actor, Device, Size } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import {
  flawsByAxe,
  leastTarget,
  overflowOf,
  settled,
  smallTargets,
  tabsToPrimary,
} from './harness/look.ts'

type Locale = 'zh-CN' | 'en'
const sizes = ['standard', 'large'] as const satisfies readonly Size[]
const locales = ['zh-CN', 'en'] as const satisfies readonly Locale[]

/** Axe is slow, and sees the same rules broken in either language: each size and each language once. */
const isForAxe = (size: Size, locale: Locale): boolean =>
  (size === 'standard') === (locale === 'zh-CN')

type Ids = {
  readonly meeting: string
  /** Handed in, and for him to do something about. */
  readonly reviewed: string
  readonly lesson: string
  readonly branch: string
  readonly person: string
}

/** For each route, the addresses that stand for it. A new screen without one fails the first story below. */
const addresses: Readonly<Record<string, (ids: Ids) => string | readonly string[]>> = {
  '/': () => '/',
  '/account': () => '/account',
  '/attend/[[part]]': ({ meeting }) => [
    '/attend',
    '/attend/scan',
    '/attend/waiting',
    '/attend/elsewhere',
    '/attend/exclusions',
    ...['leave', 'makeup', 'receive', 'show'].map((part) => `/attend/${part}?meeting=${meeting}`),
  ],
  '/branches': () => '/branches',
  '/branches/[id]': ({ branch }) => `/branches/${branch}`,
  '/calendar': () => '/calendar',
  '/conflicts': () => '/conflicts',
  '/devices/[[branch]]': () => '/devices',
  '/enrol': () => '/enrol',
  '/follow-ups': () => '/follow-ups',
  '/groups/[branch]': ({ branch }) => `/groups/${branch}`,
  '/import': () => '/import',
  '/log': () => '/log',
  '/me': () => '/me',
  '/me/pin': () => '/me/pin',
  '/meetings': () => '/meetings',
  '/meetings/[id]': ({ meeting, reviewed }) =>
    [...new Set([meeting, reviewed])].map((id) => `/meetings/${id}`),
  '/meetings/[id]/notice': ({ meeting }) => `/meetings/${meeting}/notice`,
  '/meetings/[id]/edit': ({ meeting }) => `/meetings/${meeting}/edit`,
  '/meetings/new': () => '/meetings/new?notHeld',
  '/meetings/new/[id]': () => '/meetings/new/AAAAAAAAAAAAAAAAAAAAAA',
  '/overview': () => '/overview',
  '/papers/[[what]]': ({ meeting }) => [
    '/papers',
    `/papers?meeting=${meeting}`,
    ...['ledger', 'attendance', 'minutes'].map((what) => `/papers/${what}`),
    ...['minutes', 'sign-in'].map((what) => `/papers/${what}?meeting=${meeting}`),
  ],
  '/people': () => '/people',
  '/people/[id]': ({ person }) => `/people/${person}`,
  '/people/[id]/[way]': ({ person }) => `/people/${person}/phone`,
  '/privacy/[[part]]': () => [
    '/privacy',
    ...['choices', 'comrades', 'corrections', 'data', 'looks', 'notice', 'retention'].map(
      (part) => `/privacy/${part}`,
    ),
  ],
  '/rules': () => '/rules',
  '/setup/[token]': () => '/setup/AAAAAAAAAAAAAAAAAAAAAA',
  '/sign-in': () => '/sign-in',
  '/study': () => '/study',
  '/study/[id]': ({ lesson }) => `/study/${lesson}`,
  '/study/[id]/quiz': ({ lesson }) => `/study/${lesson}/quiz`,
  '/study/today': () => '/study/today',
  '/switch': () => '/switch',
  '/sync': () => '/sync',
  '/sync/file': () => '/sync/file',
  '/templates': () => '/templates',
  '/welcome': () => '/welcome',
}

const beforeSigningIn = ['/sign-in', '/setup/[token]', '/enrol', '/welcome']
const staffOnly = ['/overview', '/branches', '/branches/[id]', '/import', '/log']
const keepersOnly = ['/meetings/[id]/edit', '/meetings/new', '/meetings/new/[id]']
/** Whoever lets others in. */
const helpersOnly = ['/people', '/people/[id]', '/people/[id]/[way]']

const everyone = Object.keys(addresses).filter(
  (route) => ![...beforeSigningIn, ...staffOnly, ...keepersOnly, ...helpersOnly].includes(route),
)
const routesFor: Readonly<Record<'secretary' | 'driver' | 'township', readonly string[]>> = {
  secretary: [...everyone, ...keepersOnly, ...helpersOnly, '/import'],
  driver: everyone,
  township: [...everyone.filter((route) => route !== '/'), ...staffOnly, ...helpersOnly],
}

function routesOnDisk(): readonly string[] {
  const folder = new URL('../../web/routes/', import.meta.url)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('+page.svelte'))
    .map((file) => `/${file.replace(/\/?\+page\.svelte$/, '').replace(/^\([^)]+\)\/?/, '')}`)
}

async function setPin(page: Page, pin: string): Promise<void> {
  await page.goto('/me/pin')
  await page.getByLabel('新的解锁密码').fill(pin)
  await page.getByLabel('再输入一遍').fill(pin)
  await page.getByRole('button', { name: '设好' }).click()
  await expect(page.getByText('设好了。下次打开时要输入它。')).toBeVisible()
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
  const round = rows.find(({ type, body }) => type === 'handIn' && body['state'] !== 'accepted')
  return {
    meeting: newest('meeting'),
    reviewed: String(round?.body['meetingId'] ?? newest('meeting')),
    lesson: newest('lesson'),
    branch,
    person: hand.actor.personId,
  }
}

async function speak(page: Page, locale: Locale): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem('branchbook.locale', chosen), locale)
}

async function wear(page: Page, size: Size): Promise<void> {
  await page.evaluate((chosen) => {
    localStorage.setItem('branchbook.size', chosen)
    document.documentElement.dataset['size'] = chosen
  }, size)
  await settled(page)
}

/** What is wrong with the screen that stands there, in both sizes. */
async function flawsOf({ page }: Actor, locale: Locale, name: string): Promise<readonly string[]> {
  const flaws: string[] = []
  for (const size of sizes) {
    await wear(page, size)
    const overflow = await overflowOf(page)
    const found = [
      ...(overflow > 0 ? [`wider than the screen by ${overflow} px`] : []),
      ...(await smallTargets(page, leastTarget[size])),
      ...(isForAxe(size, locale) ? await flawsByAxe(page) : []),
    ]
    flaws.push(...found.map((flaw) => `${name} ${size} ${locale}: ${flaw}`))
  }
  return flaws
}

async function flawsEverywhere(actor: Actor, routes: readonly string[], ids: Ids) {
  const flaws: string[] = []
  for (const locale of locales) {
    await speak(actor.page, locale)
    for (const address of routes.flatMap((route) => addresses[route]?.(ids) ?? route)) {
      await actor.page.goto(address)
      await settled(actor.page)
      flaws.push(...(await flawsOf(actor, locale, address)))
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
      enters,
      server,
    }) => {
      const ids = await idsOf(await ByHand.as(role, server))
      const actor = await enters(role, device)
      if (role === 'township') {
        // What a branch keeps to itself comes when somebody looks.
        await actor.page.goto(`/branches/${ids.branch}`)
        await settled(actor.page)
        await actor.expectSync('confirmed', 0)
      }
      await actor.hasEveryPart()
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
    await stranger.hasEveryPart()
    const flaws = await flawsEverywhere(stranger, [...beforeSigningIn, '/nowhere'], {
      meeting: '',
      reviewed: '',
      lesson: '',
      branch: '',
      person: '',
    })
    expect(flaws).toEqual([])
  })
}

test('the lock, closed and asked for a way without the number: accessible, within the screen, large enough to press', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone')
  await setPin(secretary.page, '480913')
  await secretary.hasEveryPart()
  await secretary.offline()
  const flaws: string[] = []
  for (const locale of locales) {
    await speak(secretary.page, locale)
    // A book whose last tab is gone is closed.
    await secretary.page.reload()
    await settled(secretary.page)
    await expect(secretary.page.getByRole('navigation')).toHaveCount(0)
    flaws.push(...(await flawsOf(secretary, locale, 'lock')))
  }
  expect(flaws).toEqual([])
  expect(secretary.complaints).toEqual([])
})

test('with the keyboard alone: Tab reaches the primary action of every screen that has one', async ({
  enters,
  server,
}) => {
  const ids = await idsOf(await ByHand.as('secretary', server))
  const secretary = await enters('secretary', 'desk')
  await secretary.hasEveryPart()
  await secretary.offline()
  const unreached: string[] = []
  let reached = 0
  for (const address of routesFor.secretary.flatMap((route) => addresses[route]?.(ids) ?? route)) {
    await secretary.page.goto(address)
    await settled(secretary.page)
    if ((await secretary.page.locator('.primary').count()) === 0) continue
    if ((await tabsToPrimary(secretary.page)) === undefined) unreached.push(address)
    else reached += 1
  }
  expect(unreached).toEqual([])
  expect(reached).toBeGreaterThan(3)
})

for (const role of ['secretary', 'township'] as const) {
  test(`every way the ${role} may go from the main columns leads to a screen`, async ({
    enters,
  }) => {
    const actor = await enters(role, 'desk')
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
