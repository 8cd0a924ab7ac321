import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApiFailure, Session } from '../../sync/wire/session.ts'
import { issueSetUpToken } from '../accounts/set-up.ts'
import { codeOf, stepAt } from '../accounts/totp.ts'
import { ExampleServer, deviceOf, password } from '../example-server.ts'

// Passwords are slow to check on purpose, and other tests run beside these.
vi.setConfig({ testTimeout: 60_000 })

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const device = { id: deviceOf('secretary'), label: 'a phone' }
const tryWith = (given: string, name = 'secretary') =>
  server.post('/api/session', { name, password: given, device })
const day = 86_400_000
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''
const whoIs = (cookie: string) => server.app.request('/api/session', { headers: { cookie } })

describe('/api/session', () => {
  it('signs in, whatever the case and width of the name, and knows who it is', async () => {
    const response = await tryWith(password, ' ＳECRETARY ')
    const session = (await response.json()) as Session
    expect(session).toMatchObject({ personName: 'secretary', actor: { branchId: 'east' } })
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(
      /^branchbook=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect((await whoIs(cookie.split(';')[0] ?? '')).status).toBe(200)
  })

  it('gives https a cookie that no subdomain can plant', async () => {
    const body = JSON.stringify({ name: 'secretary', password, device })
    const response = await server.app.request('https://book.example/api/session', {
      method: 'POST',
      body,
    })
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-branchbook=.*; Secure/)
    expect(response.headers.get('strict-transport-security')).not.toBeNull()
  })

  it('keeps no token and no password that could be used by who reads the database', async () => {
    const cookie = (await tryWith(password)).headers.get('set-cookie') ?? ''
    const token = /=([\w-]{43});/.exec(cookie)?.[1] ?? 'no token'
    const kept = JSON.stringify([
      server.connections.lookup.prepare('SELECT token_hash FROM session').all(),
      server.connections.lookup.prepare('SELECT password FROM account').all(),
    ])
    expect(kept).not.toContain(token)
    expect(kept).not.toContain(password)
    expect(kept).toContain('$argon2id$v=19$m=47104,t=1,p=1$')
  })

  it('answers a name that does not exist like a wrong password', async () => {
    const wrong = await tryWith('wrong')
    const unknown = await tryWith('wrong', 'nobody')
    expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'wrongPassword' }])
    expect([unknown.status, await unknown.json()]).toEqual([401, { error: 'wrongPassword' }])
  })

  it('makes who guesses wait, the right password included, and forgives in time', async () => {
    for (let count = 0; count < 5; count += 1) await tryWith('wrong')
    const waiting = await tryWith(password)
    expect(waiting.status).toBe(429)
    expect(await waiting.json()).toEqual({ error: 'tooManyTries', retryAfterMs: 30_000 })
    server.clock.now += 30_001
    expect((await tryWith(password)).status).toBe(200)
  })

  it('counts guesses that are sent all at once', async () => {
    const tries = await Promise.all(Array.from({ length: 12 }, () => tryWith('wrong')))
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(5)
  })

  it('ends a session when asked, and by itself 180 days after its last use', async () => {
    const first = await server.signIn('secretary')
    await server.app.request('/api/session', { method: 'DELETE', headers: { cookie: first } })
    expect((await whoIs(first)).status).toBe(401)
    const second = await server.signIn('secretary')
    server.clock.now += 179 * day
    expect((await whoIs(second)).headers.get('set-cookie')).toContain('Max-Age=15552000')
    server.clock.now += 179 * day
    expect((await whoIs(second)).status).toBe(200)
    server.clock.now += 181 * day
    expect((await whoIs(second)).status).toBe(401)
  })
})

describe('what a session is worth', () => {
  const hour = 3_600_000

  it('at a desk 12 hours from the last use, whatever the cookie says', async () => {
    const wish = { name: 'secretary', password, device: { ...device, desk: true } }
    const cookie = cookieOf(await server.post('/api/session', wish))
    server.clock.now += 11 * hour
    expect((await whoIs(cookie)).status).toBe(200)
    server.clock.now += 11 * hour
    expect((await whoIs(cookie)).status).toBe(200)
    server.clock.now += 13 * hour
    expect((await whoIs(cookie)).status).toBe(401)
  })

  it('a planted token is worth nothing: signing in always brings a new one', async () => {
    const planted = `branchbook=${'A'.repeat(43)}`
    const wish = { name: 'secretary', password, device }
    const cookie = cookieOf(await server.post('/api/session', wish, { cookie: planted }))
    expect(cookie).not.toBe(planted)
    expect((await whoIs(planted)).status).toBe(401)
    const again = cookieOf(await server.post('/api/session', wish, { cookie }))
    expect(again).not.toBe(cookie)
    expect((await whoIs(cookie)).status).toBe(401)
  })
})

describe('requests from other pages', () => {
  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
  ])('are refused: %o', async (headers: Record<string, string>) => {
    const cookie = await server.signIn('secretary')
    const response = await server.post('/sync/v1', server.request('secretary'), {
      cookie,
      ...headers,
    })
    expect(response.status).toBe(403)
  })

  it('from our own are taken', async () => {
    const cookie = await server.signIn('secretary')
    const headers = { cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }
    const response = await server.post('/sync/v1', server.request('secretary'), headers)
    expect(response.status).toBe(200)
  })
})

describe('POST /api/setup', () => {
  const wish = (token: string) => ({
    token,
    organisation: '平原镇党委',
    kind: 'township',
    personName: '王敏',
    name: 'guanli',
    password,
  })

  it('makes the root and its administrator once, with history', async () => {
    const empty = ExampleServer.open()
    const token = await issueSetUpToken(empty.parts)
    const both = await Promise.all([1, 2].map(() => empty.post('/api/setup', wish(token))))
    expect(both.map(({ status }) => status).sort()).toEqual([204, 410])
    // Whoever administers needs a second proof from the first day.
    const first = await empty.post('/api/session', { name: 'guanli', password, device })
    const { secret = '' } = (await first.json()) as ApiFailure
    const code = codeOf(secret, stepAt(empty.clock.now))
    const signedIn = await empty.post('/api/session', { name: 'guanli', password, code, device })
    const { actor } = (await signedIn.json()) as Session
    expect(actor.offices).toMatchObject([{ office: 'administrator' }])
    const organisations = await empty.parts.store.read((view) => view.rowsOfType('organisation'))
    expect(organisations).toHaveLength(1)
    const [root] = organisations
    const history = await empty.parts.store.read((view) => view.history(root?.id ?? ''))
    expect(history).toHaveLength(1)
    await empty.close()
  })

  it('does nothing where somebody has an account, or without the right link', async () => {
    const token = await issueSetUpToken(server.parts)
    expect((await server.post('/api/setup', wish(token))).status).toBe(410)
    const empty = ExampleServer.open()
    await issueSetUpToken(empty.parts)
    expect((await empty.post('/api/setup', wish('x'.repeat(43)))).status).toBe(410)
    expect(empty.parts.accounts.isEmpty).toBe(true)
    await empty.close()
  })
})
