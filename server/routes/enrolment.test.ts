import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Enrol, PasswordLink, PhoneCode } from '../../sync/wire/getting-in.ts'
import type { ApiFailure, Session } from '../../sync/wire/session.ts'
import { codeOf, stepAt } from '../accounts/totp.ts'
import { ExampleServer, password } from '../example-server.ts'

// Passwords are slow to check on purpose.
vi.setConfig({ testTimeout: 60_000 })

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const minute = 60_000
const proof = 'p'.repeat(32)
const phone = { id: 'phone-of-member', label: 'a phone' }

async function codeFrom(name: string, personId: string): Promise<Response> {
  const cookie = await server.signIn(name)
  return server.post('/api/phone-codes', { personId }, { cookie })
}

async function goodCode(personId = 'member', from = 'secretary'): Promise<string> {
  const { code } = (await (await codeFrom(from, personId)).json()) as PhoneCode
  return code
}

const enrol = (code: string, changes: Partial<Enrol> = {}) =>
  server.post('/api/enrolment', { code, proof, device: phone, ...changes })
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''
const appointFromTomorrow = (personId: string) =>
  server.found('post', 'post-to-come', {
    ...{ personId, organisationId: 'town', office: 'administrator', from: '2026-10-16' },
  })
const errorOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { error: string }).error,
]

describe('a code for a phone', () => {
  it('lets its owner in as himself, for long, and stands in the log', async () => {
    const code = await goodCode()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    const response = await enrol(code)
    const session = (await response.json()) as Session
    expect(session).toMatchObject({ personName: 'member', device: phone.id })
    const cookie = cookieOf(response)
    server.clock.now += 179 * 86_400_000
    expect((await server.get('/api/session', cookie)).status).toBe(200)
    expect(server.doorEvents).toEqual([
      'codeIssued account-secretary member',
      'enrolled account-member member',
    ])
  })

  it('is read as it is typed: small letters, blanks, and signs that look alike', async () => {
    const code = await goodCode()
    const typed = code.toLowerCase().replace('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l')
    expect((await enrol(` ${typed} `)).status).toBe(200)
  })

  it('makes an account, without a password, for who has none, and one only', async () => {
    await server.found('person', 'newcomer', { name: '王 芳', branchId: 'east', kind: 'full' })
    const first = (await (await enrol(await goodCode('newcomer'))).json()) as Session
    const second = await enrol(await goodCode('newcomer'), { device: { id: 'phone-2', label: '' } })
    expect(((await second.json()) as Session).account).toEqual(first.account)
    // Nobody gets in by its name.
    const wish = { name: first.account.name, password: '', device: phone }
    expect((await server.post('/api/session', { ...wish, password: ' ' })).status).toBe(401)
    expect((await server.post('/api/session', wish)).status).toBe(400)
  })

  it('is good once: another phone with the same code stays outside', async () => {
    const code = await goodCode()
    await enrol(code)
    const other = { proof: 'q'.repeat(32), device: { id: 'phone-of-thief', label: '' } }
    expect(await errorOf(await enrol(code, other))).toEqual([410, 'usedLink'])
    // Knowing the first phone's name does not help: it lies in every stamp it writes.
    expect(await errorOf(await enrol(code, { proof: other.proof }))).toEqual([410, 'usedLink'])
  })

  it('of two phones at the same moment one is first', async () => {
    const code = await goodCode()
    const both = await Promise.all([
      enrol(code),
      enrol(code, { proof: 'q'.repeat(32), device: { id: 'phone-2', label: '' } }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410])
  })

  it('may be sent again by the phone whose answer was lost, also after its quarter of an hour', async () => {
    const code = await goodCode()
    const first = cookieOf(await enrol(code))
    server.clock.now += 20 * minute
    const again = await enrol(code)
    expect(again.status).toBe(200)
    // The lost answer's session is over: a device has one.
    expect((await server.get('/api/session', first)).status).toBe(401)
    expect((await server.get('/api/session', cookieOf(again))).status).toBe(200)
    server.clock.now += 60 * minute
    expect(await errorOf(await enrol(code))).toEqual([410, 'expired'])
  })

  it('lives a quarter of an hour, and only until the next one is made', async () => {
    const first = await goodCode()
    const second = await goodCode()
    expect(await errorOf(await enrol(first))).toEqual([404, 'unknownCode'])
    server.clock.now += 15 * minute
    expect(await errorOf(await enrol(second))).toEqual([410, 'expired'])
  })

  it('lies in the database as a hash only', async () => {
    const code = await goodCode()
    const kept = JSON.stringify(server.connections.lookup.prepare('SELECT * FROM entry_code').all())
    expect(kept).not.toContain(code.replace('-', ''))
    expect(kept).not.toContain(code)
  })
})

describe('who may make one', () => {
  it.each([
    ['secretary', 'member', 200],
    ['clerk', 'secretary', 200],
    ['clerk', 'member', 200],
    ['neighbour', 'member', 403],
    ['member', 'secretary', 403],
    ['secretary', 'neighbour', 403],
    ['secretary', 'secretary', 403],
    ['secretary', 'nobody', 403],
    // He lives in the neighbour's village, and works for the township.
    ['neighbour', 'clerk', 403],
  ])('%s for %s: %i', async (from, personId, status) => {
    expect((await codeFrom(from, personId)).status).toBe(status)
  })

  it('nobody without a session, and nobody from another page', async () => {
    expect((await server.post('/api/phone-codes', { personId: 'member' })).status).toBe(401)
    const cookie = await server.signIn('secretary')
    const headers = { cookie, origin: 'https://elsewhere.example' }
    expect((await server.post('/api/phone-codes', { personId: 'member' }, headers)).status).toBe(
      403,
    )
    expect(
      (await server.post('/api/enrolment', {}, { 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(403)
  })

  it('those who work for the committee enter by no code at all, whoever asks', async () => {
    await server.appoint('member', 'town', 'administrator')
    expect((await codeFrom('member', 'clerk')).status).toBe(403)
  })

  it('is asked again when the code is used: no plain member becomes a clerk by it', async () => {
    const code = await goodCode()
    await server.appoint('member', 'town', 'staff')
    expect(await errorOf(await enrol(code))).toEqual([403, 'notAllowed'])
  })

  it('nobody below, for who is to hold an office above from tomorrow: neither a code nor a link, nor one made before', async () => {
    const code = await goodCode()
    const want = async () => {
      const cookie = await server.signIn('secretary')
      return server.post('/api/links', { personId: 'member', alsoFactor: false }, { cookie })
    }
    const { token } = (await (await want()).json()) as PasswordLink
    await appointFromTomorrow('member')
    expect((await codeFrom('secretary', 'member')).status).toBe(403)
    expect((await want()).status).toBe(403)
    expect(await errorOf(await enrol(code))).toEqual([403, 'notAllowed'])
    expect((await server.post('/api/links/owner', { token })).status).toBe(403)
  })
})

describe('a phone let in before its owner worked for the committee', () => {
  const link = { personId: 'clerk', alsoFactor: true }
  const unsent = () =>
    server.request('member', {
      device: phone.id,
      edits: [server.edit('member', 'organisation', 'town', { name: 'x' })],
    })

  it('has none of his new rights: he signs in again with his second proof, and what he had not sent waits', async () => {
    const cookie = cookieOf(await enrol(await goodCode()))
    await appointFromTomorrow('member')
    expect((await server.get('/api/session', cookie)).status).toBe(200)
    server.clock.now += 86_400_000
    for (const path of ['/api/session', '/api/door-log', '/sync/poke'])
      expect((await server.get(path, cookie)).status).toBe(401)
    expect((await server.post('/api/links', link, { cookie })).status).toBe(401)
    // As of a session that has grown old: the device keeps everything.
    const refused = await server.post('/sync/v1', unsent(), { cookie })
    expect(await refused.json()).toEqual({ error: 'signedOut' })

    const signIn = (code?: string) =>
      server.post('/api/session', {
        name: 'member',
        password,
        device: phone,
        ...(code && { code }),
      })
    const { secret = '' } = (await (await signIn()).json()) as ApiFailure
    const again = cookieOf(await signIn(codeOf(secret, stepAt(server.clock.now))))
    expect((await server.post('/sync/v1', unsent(), { cookie: again })).status).toBe(200)
    // The session that a new password brings is of the same kind.
    const change = { old: password, password: 'another long password' }
    const changed = await server.post('/api/account/password', change, { cookie: again })
    expect((await server.get('/api/door-log', cookieOf(changed))).status).toBe(200)
  })

  it('taken back, brings nothing with his new rights, and is cleared of what has arrived', async () => {
    const cookie = cookieOf(await enrol(await goodCode()))
    await server.parts.sessions.revoke('account-member', phone.id, server.clock.now)
    await server.appoint('member', 'town', 'administrator')
    const answer = await server.post('/sync/v1', unsent(), {
      ...{ cookie, 'x-branchbook-account': 'account-member' },
    })
    expect(await answer.json()).toEqual({ error: 'signedOut', revoked: true })
    const town = await server.parts.store.read((view) => view.row('town'))
    expect(town?.body['name']).toBe('平原镇党委')
  })
})

describe('guessing', () => {
  it('has to wait after 20 wrong codes of an address, the right one included', async () => {
    const guesses = await Promise.all(Array.from({ length: 25 }, (_none, at) => enrol(`AAAA${at}`)))
    expect(guesses.filter(({ status }) => status === 404)).toHaveLength(20)
    const code = await goodCode()
    expect(await errorOf(await enrol(code))).toEqual([429, 'tooManyTries'])
    server.clock.now += minute + 1
    expect((await enrol(code)).status).toBe(200)
  })

  it.each([{}, { code: '', proof, device: phone }, { code: 'x'.repeat(50), proof, device: phone }])(
    'what is no wish at all is no try: %o',
    async (body) => {
      expect((await server.post('/api/enrolment', body)).status).toBe(400)
    },
  )

  it('takes no body of megabytes', async () => {
    expect((await enrol('x'.repeat(5_000))).status).toBe(413)
  })
})
