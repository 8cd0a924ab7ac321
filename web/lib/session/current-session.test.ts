import { expect, test } from 'vitest'
import { localNotes } from '#lib/data/disk/local-notes.ts'
import { fail, succeed } from '#sync/result.ts'
import type { Session } from '#sync/wire/session.ts'
import type { SessionApi } from './api.ts'
import { CurrentSession } from './current-session.svelte.ts'

const session: Session = {
  account: { id: 'account-1', name: 'shuji' },
  personName: '王建国',
  actor: { accountId: 'account-1', personId: 'p', branchId: 'b', lineage: ['b'], offices: [] },
  device: 'device-of-cookie',
  now: 1_790_000_000_000,
}

const unreachable = () => Promise.resolve(fail({ error: 'unreachable' as const }))
const offline: SessionApi = {
  current: unreachable,
  signIn: unreachable,
  signOut: unreachable,
  setUp: unreachable,
}
const online: SessionApi = {
  current: () => Promise.resolve(succeed(session)),
  signIn: () => Promise.resolve(succeed(session)),
  signOut: () => Promise.resolve(succeed(undefined)),
  setUp: () => Promise.resolve(succeed(undefined)),
}

function phone() {
  const notes = localNotes(undefined)
  const left: ('stays' | 'goes')[] = []
  const device = {
    id: 'device-a',
    label: '',
    desk: false,
    adopt: (id = '') => void (device.id = id),
  }
  /** What holds the book: rows not sent, drafts. */
  let held = { unsent: 0, drafts: 0 }
  let settled = true
  let { now } = session
  const open = (api: SessionApi) =>
    new CurrentSession({
      api,
      notes,
      device,
      settle: () => Promise.resolve(settled),
      onclock: () => {},
      onsignedin: () => {},
      onleave: (_accountId, fate) => {
        const holding = fate === 'stays' ? 'nothing' : fate.goesUnless
        const drafts = holding === 'unfinished' ? held.drafts : 0
        if (holding !== 'nothing' && held.unsent + drafts > 0) return Promise.resolve(false)
        left.push(holding === 'nothing' ? 'stays' : 'goes')
        return Promise.resolve(true)
      },
      now: () => now,
    })
  const comeTo = (day: string) => (now = Date.parse(`${day}T00:00:00+08:00`))
  const write = (more: Partial<typeof held>) => (held = { ...held, ...more })
  const fillDisk = () => (settled = false)
  return { open, left, device, comeTo, write, fillDisk }
}

test('one sign-in, and the app opens without a network', async () => {
  const { open } = phone()
  await open(online).signIn('shuji', 'secret')
  const later = open(offline)
  expect(later.restoring).toBe(false)
  expect(later.account?.name).toBe('shuji')
  expect(later.actor).toEqual(session.actor)
})

test('where the device knows nobody, the cookie is asked once', async () => {
  const { open } = phone()
  const current = open(online)
  expect(current.restoring).toBe(true)
  await current.restore()
  expect(current.restoring).toBe(false)
  expect(current.personName).toBe('王建国')
})

test('a browser whose storage was cleared finds its device again by the cookie, and knows that it was', async () => {
  const { open, device } = phone()
  const cleared = open(online)
  await cleared.restore()
  expect(device.id).toBe('device-of-cookie')
  expect(cleared.foundByCookie).toBe(true)

  const known = phone()
  const signedIn = known.open(online)
  await signedIn.signIn('shuji', 'secret')
  await signedIn.restore()
  expect(known.device.id).toBe('device-a')
  expect(signedIn.foundByCookie).toBe(false)
})

test('a wrong password changes nothing', async () => {
  const { open } = phone()
  const current = open({
    ...online,
    signIn: () => Promise.resolve(fail({ error: 'wrongPassword' as const })),
  })
  expect(await current.signIn('shuji', 'x')).toEqual({
    ok: false,
    failure: { error: 'wrongPassword' },
  })
  expect(current.account).toBeUndefined()
})

test('D1: signing out is refused while work is unsent or a draft is not finished', async () => {
  for (const what of [{ unsent: 3 }, { drafts: 1 }]) {
    const { open, left, write } = phone()
    const current = open(online)
    await current.signIn('shuji', 'secret')
    write(what)
    expect(await current.signOut()).toEqual(fail({ kind: 'unfinished' }))
    expect([left, current.account?.name]).toEqual([[], 'shuji'])
  }
})

test('unsent work and drafts can stay on the device for the same account’s next sign-in', async () => {
  const { open, left, write } = phone()
  const current = open(online)
  await current.signIn('shuji', 'secret')
  write({ drafts: 2 })
  await current.signOut('keep')
  expect([left, current.account]).toEqual([['stays'], undefined])
  expect(current.people.map(({ account }) => account.name)).toEqual(['shuji'])
})

test('D1: nobody signs out over words that are in memory only', async () => {
  const { open, left, fillDisk } = phone()
  const current = open(online)
  await current.signIn('shuji', 'secret')
  fillDisk()
  expect(await current.signOut('keep')).toEqual(fail({ kind: 'unkept' }))
  expect([left, current.account?.name]).toEqual([[], 'shuji'])
})

test('signed out without a network, the cookie signs nobody in at the next start', async () => {
  const { open, left } = phone()
  await open(online).signIn('shuji', 'secret')
  await open(offline).signOut()
  expect(left).toEqual(['goes'])
  const next = open(online)
  await next.restore()
  expect(next.account).toBeUndefined()
})

test('P7: an office begins and ends at midnight in Beijing, also where no network tells of it', async () => {
  const office = { organisationId: 'b', covers: ['b'] }
  const actor: Session['actor'] = {
    ...session.actor,
    offices: [{ ...office, office: 'deputy', from: '2024-01-01', until: '2026-10-31' }],
    toCome: [{ ...office, office: 'secretary', from: '2026-11-01' }],
  }
  const { open, comeTo } = phone()
  comeTo('2026-10-31')
  await open({ ...online, signIn: () => Promise.resolve(succeed({ ...session, actor })) }).signIn(
    'shuji',
    'secret',
  )
  const later = open(offline)
  const held = () => later.actor?.offices.map(({ office: name }) => name)
  expect(held()).toEqual(['deputy'])
  comeTo('2026-11-01')
  expect(held()).toEqual(['deputy'])
  later.turnDay()
  expect(held()).toEqual(['secretary'])
  // What tabs tell each other is what the server said.
  expect(later.told).toEqual(actor)
})

test('a session that was taken back ends here: everything leaves, drafts too, and the door says why, until somebody is let in again', async () => {
  const { open, left, write } = phone()
  const current = open(online)
  await current.signIn('shuji', 'secret')
  write({ unsent: 1, drafts: 1 })
  await current.end()
  expect([left, current.account?.name]).toEqual([[], 'shuji'])
  write({ unsent: 0 })
  await current.end()
  expect(left).toEqual(['goes'])
  expect([current.account, current.ended]).toEqual([undefined, true])
  expect(open(offline).account).toBeUndefined()
  current.enter(session)
  expect(current.ended).toBe(false)
})
