import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LinkOwner, OwnAccount, PasswordLink } from '../../sync/wire/getting-in.ts'
import type { ApiFailure, Session } from '../../sync/wire/session.ts'
import { codeOf, stepAt } from '../accounts/totp.ts'
import { ExampleServer, deviceOf, password } from '../example-server.ts'

// Passwords are slow to check on purpose.
vi.setConfig({ testTimeout: 60_000 })

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const step = 30_000
const signIn = (name: string, changes: object = {}) =>
  server.post('/api/session', {
    ...{ name, password, device: { id: deviceOf(name), label: '' } },
    ...changes,
  })
const codeNow = (secret: string, steps = 0) => codeOf(secret, stepAt(server.clock.now) + steps)
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''
const errorOf = async (response: Response) => ((await response.json()) as ApiFailure).error

/** The clerk at his first sign-in, his authenticator set up. */
async function clerkWithCode() {
  const asked = await signIn('clerk')
  const { secret = '' } = (await asked.json()) as ApiFailure
  const entered = await signIn('clerk', { code: codeNow(secret) })
  const session = (await entered.json()) as Session
  server.clock.now += step
  return { secret, papers: session.papers ?? [], cookie: cookieOf(entered) }
}

describe('the second proof', () => {
  it('has to be set up by whoever works for the committee, at the first sign-in', async () => {
    const asked = await signIn('clerk')
    expect([asked.status, asked.headers.get('set-cookie')]).toEqual([401, null])
    const failure = (await asked.json()) as ApiFailure
    expect(failure.error).toBe('factorToSet')
    expect(await errorOf(await signIn('clerk', { code: '000000' }))).toBe('wrongCode')
    const { papers, secret } = await clerkWithCode()
    expect(papers).toHaveLength(10)
    expect(new Set(papers).size).toBe(10)
    expect(await errorOf(await signIn('clerk'))).toBe('codeNeeded')
    expect((await signIn('clerk', { code: codeNow(secret) })).status).toBe(200)
  })

  it('is asked of nobody who does not know the password', async () => {
    expect(await errorOf(await signIn('clerk', { password: 'wrong' }))).toBe('wrongPassword')
    await clerkWithCode()
    expect(await errorOf(await signIn('clerk', { password: 'wrong' }))).toBe('wrongPassword')
  })

  it('a secret that somebody was shown before is not the one that counts', async () => {
    const { secret = '' } = (await (await signIn('clerk')).json()) as ApiFailure
    await signIn('clerk')
    expect(await errorOf(await signIn('clerk', { code: codeNow(secret) }))).toBe('wrongCode')
  })

  it('a code is good once, and none before it', async () => {
    const { secret } = await clerkWithCode()
    const code = codeNow(secret)
    expect((await signIn('clerk', { code })).status).toBe(200)
    expect(await errorOf(await signIn('clerk', { code }))).toBe('wrongCode')
    expect(await errorOf(await signIn('clerk', { code: codeNow(secret, -1) }))).toBe('wrongCode')
    server.clock.now += step
    expect((await signIn('clerk', { code: codeNow(secret) })).status).toBe(200)
  })

  it('of two that come with the same code at once one enters', async () => {
    const { secret } = await clerkWithCode()
    const code = codeNow(secret)
    const both = await Promise.all([signIn('clerk', { code }), signIn('clerk', { code })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  it('a code on paper is good once, and lies in the database as a hash', async () => {
    const { papers } = await clerkWithCode()
    const [paper = ''] = papers
    const typed = ` ${paper.toLowerCase().replaceAll('-', ' ')}`
    expect((await signIn('clerk', { code: typed })).status).toBe(200)
    expect(await errorOf(await signIn('clerk', { code: paper }))).toBe('wrongCode')
    const kept = server.connections.lookup.prepare('SELECT * FROM recovery_code').all()
    expect(JSON.stringify(kept)).not.toContain(paper.replaceAll('-', ''))
  })

  it('guessing codes makes the name wait like guessing passwords', async () => {
    await clerkWithCode()
    for (let count = 0; count < 5; count += 1) await signIn('clerk', { code: '000000' })
    expect((await signIn('clerk', { code: '000000' })).status).toBe(429)
  })

  it('is nobody’s duty else, and of the demonstration’s people only an offer', async () => {
    expect((await signIn('secretary')).status).toBe(200)
    await server.parts.meta.put('demoAccounts', JSON.stringify([{ name: 'clerk' }]))
    expect((await signIn('clerk')).status).toBe(200)
  })

  it('can be set up by anybody, with his password, and renewed with it and the last one', async () => {
    const cookie = await server.signIn('secretary')
    const ask = (body: object) => server.post('/api/account/factor', body, { cookie })
    const confirm = (code: string) =>
      server.post('/api/account/factor/confirm', { code }, { cookie })
    expect(await errorOf(await ask({ password: 'wrong' }))).toBe('wrongPassword')
    const { secret } = (await (await ask({ password })).json()) as { secret: string }
    // Nothing changes before a code has shown that it is there.
    expect((await signIn('secretary', { device: { id: 'other-phone', label: '' } })).status).toBe(
      200,
    )
    expect(await errorOf(await confirm('123456'))).toBe('wrongCode')
    const { papers } = (await (await confirm(codeNow(secret))).json()) as { papers: string[] }
    expect(papers).toHaveLength(10)
    const own = (await (await server.get('/api/account', cookie)).json()) as OwnAccount
    expect(own).toEqual({ name: 'secretary', hasPassword: true, hasFactor: true, codesLeft: 10 })
    expect(await errorOf(await ask({ password }))).toBe('codeNeeded')
    expect((await ask({ password, code: papers[0] })).status).toBe(200)
  })
})

describe('a new password', () => {
  it('is set by whoever knows the old one, and ends every other session', async () => {
    const elsewhere = await server.signIn('secretary', 'other-phone')
    const cookie = await server.signIn('secretary')
    const change = (old: string) =>
      server.post('/api/account/password', { old, password: 'another long one' }, { cookie })
    expect(await errorOf(await change('wrong'))).toBe('wrongPassword')
    const fresh = cookieOf(await change(password))
    expect(fresh).not.toBe(cookie)
    const statuses = [elsewhere, cookie, fresh].map(
      async (each) => (await server.get('/api/session', each)).status,
    )
    expect(await Promise.all(statuses)).toEqual([401, 401, 200])
    expect(await errorOf(await signIn('secretary'))).toBe('wrongPassword')
    expect((await signIn('secretary', { password: 'another long one' })).status).toBe(200)
  })

  it('has ten signs at least', async () => {
    const cookie = await server.signIn('secretary')
    const wish = { old: password, password: 'too short' }
    expect((await server.post('/api/account/password', wish, { cookie })).status).toBe(400)
  })
})

describe('a link by which a password is set', () => {
  const linkFrom = async (name: string, personId: string, alsoFactor = false) =>
    server.post('/api/links', { personId, alsoFactor }, { cookie: await server.signIn(name) })
  const goodLink = async (name: string, personId: string, alsoFactor = false) =>
    ((await (await linkFrom(name, personId, alsoFactor)).json()) as PasswordLink).token
  const use = (token: string, name = 'secretary', next = 'another long one') =>
    server.post('/api/links/use', { token, name, password: next })

  it('is given by the level above, is good once, and ends the sessions', async () => {
    const cookie = await server.signIn('secretary')
    const token = await goodLink('clerk', 'secretary')
    const owner = await server.post('/api/links/owner', { token })
    expect((await owner.json()) as LinkOwner).toEqual({
      personName: 'secretary',
      name: 'secretary',
    })
    const used = await use(token)
    expect([used.status, used.headers.get('set-cookie')]).toEqual([204, null])
    expect((await server.get('/api/session', cookie)).status).toBe(401)
    expect((await signIn('secretary', { password: 'another long one' })).status).toBe(200)
    expect(await errorOf(await use(token))).toBe('usedLink')
    expect(await errorOf(await server.post('/api/links/owner', { token }))).toBe('usedLink')
    expect(server.doorEvents.slice(0, 2)).toEqual([
      'linkIssued account-clerk secretary',
      'linkUsed account-secretary secretary',
    ])
  })

  it('leaves the second proof, unless that is lost as well', async () => {
    await server.appoint('member', 'town', 'administrator')
    await clerkWithCode()
    await use(await goodLink('member', 'clerk'), 'clerk')
    expect(await errorOf(await signIn('clerk', { password: 'another long one' }))).toBe(
      'codeNeeded',
    )
    await use(await goodLink('member', 'clerk', true), 'clerk')
    expect(await errorOf(await signIn('clerk', { password: 'another long one' }))).toBe(
      'factorToSet',
    )
  })

  it('lets somebody new choose his name, and nobody else’s', async () => {
    await server.found('person', 'newcomer', { name: '王芳', branchId: 'east', kind: 'full' })
    const token = await goodLink('secretary', 'newcomer')
    const owner = await server.post('/api/links/owner', { token })
    expect(await owner.json()).toEqual({ personName: '王芳', name: '' })
    expect(await errorOf(await use(token, ' ＣLERK'))).toBe('nameTaken')
    expect((await use(token, 'wangfang')).status).toBe(204)
    const session = await signIn('wangfang', { password: 'another long one' })
    expect(((await session.json()) as Session).actor.personId).toBe('newcomer')
  })

  it('changes nobody’s name who has one', async () => {
    await use(await goodLink('clerk', 'secretary'), 'somebody')
    expect((await signIn('somebody', { password: 'another long one' })).status).toBe(401)
    expect((await signIn('secretary', { password: 'another long one' })).status).toBe(200)
  })

  it('lives three days, and only until the next one is made', async () => {
    const first = await goodLink('clerk', 'secretary')
    const second = await goodLink('clerk', 'secretary')
    expect(await errorOf(await use(first))).toBe('usedLink')
    server.clock.now += 3 * 86_400_000
    expect(await errorOf(await use(second))).toBe('expired')
  })

  it('is worth nothing where who gave it might not give it any more', async () => {
    const token = await goodLink('secretary', 'member')
    await server.appoint('member', 'town', 'staff')
    expect(await errorOf(await use(token, 'member'))).toBe('notAllowed')
  })

  it.each([
    ['neighbour', 'member'],
    ['member', 'secretary'],
    ['secretary', 'clerk'],
    ['neighbour', 'clerk'],
    ['clerk', 'clerk'],
    ['clerk', 'nobody'],
  ])('is not given by %s to %s', async (name, personId) => {
    expect((await linkFrom(name, personId)).status).toBe(403)
  })
})
