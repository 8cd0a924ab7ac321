import { expect, test } from 'vitest'
import { localNotes } from '#lib/data/local-notes.ts'
import { fail, succeed } from '#sync/result.ts'
import type { Session } from '#sync/wire/session.ts'
import type { SessionApi } from './api.ts'
import { CurrentSession } from './current-session.svelte.ts'

const session: Session = {
  account: { id: 'account-1', name: 'shuji' },
  personName: '王建国',
  actor: { accountId: 'account-1', personId: 'p', branchId: 'b', lineage: ['b'], offices: [] },
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
  const left: boolean[] = []
  let unsent = 0
  const open = (api: SessionApi) =>
    new CurrentSession({
      api,
      notes,
      device: { id: 'device-a', label: '' },
      countUnsent: () => Promise.resolve(unsent),
      onclock: () => {},
      onsignedin: () => {},
      onleave: (forget) => {
        left.push(forget)
        return Promise.resolve()
      },
    })
  return { open, left, leaveUnsent: (count: number) => (unsent = count) }
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

test('signing out is refused while work is unsent, with the count', async () => {
  const { open, left, leaveUnsent } = phone()
  const current = open(online)
  await current.signIn('shuji', 'secret')
  leaveUnsent(3)
  expect(await current.signOut()).toEqual({ ok: false, failure: { kind: 'unsent', count: 3 } })
  expect(current.account).toBeDefined()
  expect(left).toEqual([])
})

test('unsent work can stay on the device for the same account’s next sign-in', async () => {
  const { open, left, leaveUnsent } = phone()
  const current = open(online)
  await current.signIn('shuji', 'secret')
  leaveUnsent(3)
  await current.signOut('keep')
  expect(left).toEqual([false])
  expect(current.account).toBeUndefined()
})

test('signed out without a network, the cookie signs nobody in at the next start', async () => {
  const { open, left } = phone()
  await open(online).signIn('shuji', 'secret')
  await open(offline).signOut()
  expect(left).toEqual([true])
  const next = open(online)
  await next.restore()
  expect(next.account).toBeUndefined()
})
