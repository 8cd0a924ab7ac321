/**
 * Hundreds of requests to every route there is, by nobody and by people who may do little. Routes are asked of the app itself,
 * so that none escapes; what a new one gets, besides everybody's junk, stands in `templates` where it is worth more.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../schema/json.ts'
import { meetingIn } from '../../server/example-server.ts'
import type { Route, Templates } from './requests.ts'
import { Requests } from './requests.ts'
import { Stronghold, identityNumber, secret } from './stronghold.ts'

/** By each of three people: six hundred a route. */
const perRoute = Number(process.env['FUZZ_REQUESTS'] ?? 200)
const seed = process.env['FUZZ_SEED'] ?? 'branchbook'

let hold: Stronghold
beforeAll(async () => void (hold = await Stronghold.build()))
afterAll(() => hold.close())

/** What somebody without any right may still make the server note: that he tried. */
const notesOfTries = ['sign_in_tries', 'security_event', 'sqlite_sequence']
/** What belongs to others, whoever asks: a member of the other branch may not change a line of it. */
const ofOthers = [
  'row',
  'bucket',
  'bucket_log',
  'account',
  'identity_number',
  'meta',
  'second_factor',
  'file',
  'file_link',
]

/** The words of an error, a path, a statement, a hash: nothing of the kind leaves the house. */
const inside = /\.ts:\d|\bat \S+ \(|node_modules|node:internal|sqlite|\$argon2|SELECT /i

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json

const device = { id: 'device-x', label: '' }
const forNeighbour = { personId: 'neighbour' }
const link = 'x'.repeat(43)
const password = 'a long password'

/** The doors, and what may be done with other people's accounts and devices. */
const templatesOfAccounts: Templates = {
  '/api/phone-codes': forNeighbour,
  '/api/enrolment': { code: 'ABCD-EFGH', proof: 'p'.repeat(30), device },
  '/api/links': { ...forNeighbour, alsoFactor: true },
  '/api/links/owner': { token: link },
  '/api/links/use': { token: link, name: 'clerk', password },
  '/api/account/password': { old: 'a wrong one', password },
  '/api/account/factor': { password: 'a wrong one', code: '123456' },
  '/api/account/factor/confirm': { code: '123456' },
  '/api/accounts/close': forNeighbour,
  '/api/accounts/reopen': forNeighbour,
  '/api/devices/revoke': { accountId: 'account-neighbour', deviceId: 'device-neighbour' },
  '/api/device-keys/open': { box: 'AAAA' },
  '/api/people/:id/identity-number': { reason: '核对' },
}

function templates(who: string): Templates {
  const { server } = hold
  const edit = server.edit(who, 'meeting', 'm-east', { ...meetingIn('east'), place: '改' })
  const agenda = server.edit(who, 'meeting', 'm-west', {
    'agenda/k1': { order: 1, title: '改' },
  })
  const file = server.edit(who, 'personFile', 'personFile:neighbour', { standing: 'left' })
  const open = ['branch/west/files', 'branch/west/work/2026', 'person/neighbour', 'org/west']
  const edits = [edit, agenda, file]
  const health = { app: 'x', unsent: 1, oldest: 1, storageUsed: 1, offset: 1 }
  return {
    '/sync/v1': asJson(server.request(who, { edits, open, health, positions: { 'org/west': 1 } })),
    '/api/session': {
      name: 'clerk',
      password: 'a wrong one',
      device: { id: 'device-x', label: '' },
    },
    '/api/setup': {
      token: 'x'.repeat(43),
      organisation: '平原镇党委',
      kind: 'township',
      personName: '某人',
      name: 'admin',
      password: 'a long password',
    },
    ...templatesOfAccounts,
  }
}

function routes(): readonly Route[] {
  const known = new Map(
    hold.app.routes.map(({ method, path }) => [`${method} ${path}`, { method, path }]),
  )
  return [...known.values()]
}

/** What is wrong with the answer to somebody who may know nothing of the branch next door. */
async function flawsOf(response: Response): Promise<readonly string[]> {
  const flaws: string[] = []
  if (response.status >= 500) flaws.push(`status ${response.status}`)
  if (response.headers.get('content-security-policy') === null) flaws.push('no policy')
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  if (isStream) {
    await response.body?.cancel()
    return flaws
  }
  const text = await response.text()
  if (text.includes(secret) || text.includes(identityNumber)) flaws.push('read what is not his')
  if (inside.test(text)) flaws.push(`told of its inside: ${text.slice(0, 200)}`)
  return flaws
}

const troubles = () =>
  hold.server.logged
    .filter(({ level }) => Number(level) >= 50)
    .map(({ err, msg }) => ({ msg, err }))

/** How often which status was answered: junk that everybody throws away at the door proves nothing. */
const answered = new Map<number, number>()

async function shoot(who: string | undefined, route: Route): Promise<readonly string[]> {
  const requests = new Requests(
    `${seed} ${who ?? ''} ${route.method} ${route.path}`,
    templates(who ?? 'member'),
  )
  const flaws: string[] = []
  let cookie: string | undefined
  for (let shot = 0; shot < perRoute; shot += 1) {
    // Some of what is sent ends the session it comes with.
    if (who !== undefined && shot % 10 === 0) cookie = await hold.server.signIn(who)
    const { path, init } = requests.next(route, cookie)
    const response = await hold.app.request(path, init)
    answered.set(response.status, (answered.get(response.status) ?? 0) + 1)
    for (const flaw of await flawsOf(response))
      flaws.push(`${flaw}: ${init.method} ${path.slice(0, 100)} ${String(init.body).slice(0, 300)}`)
  }
  return flaws.slice(0, 5)
}

/** A template whose route is called otherwise by now would prove nothing. */
it('every template is of a route that takes a body', () => {
  const taking = routes().filter(({ method }) => method === 'POST')
  const paths = taking.map(({ path }) => path)
  expect(Object.keys(templates('member')).filter((path) => !paths.includes(path))).toEqual([])
})

describe(`${perRoute} requests to every route`, () => {
  it('find the routes that are known to be there', () => {
    const paths = routes().map(({ path }) => path)
    for (const path of [
      '/healthz',
      '/sync/v1',
      '/sync/poke',
      '/api/session',
      '/api/history/:row',
      '/api/import/:kind',
      '/api/door-log',
      '/api/outbox-file',
      '/metrics',
    ])
      expect(paths).toContain(path)
  })

  for (const who of [undefined, 'member', 'secretary']) {
    const name = who === undefined ? 'nobody' : `the ${who}`
    it(
      `${name}: no answer of the 500s, no word of its inside, nothing of others told or changed`,
      { timeout: 600_000 },
      async () => {
        const before = who === undefined ? hold.kept(notesOfTries) : hold.kept()
        for (const route of routes()) {
          const at = `${route.method} ${route.path}`
          expect(await shoot(who, route), at).toEqual([])
          expect(troubles(), at).toEqual([])
        }
        for (const status of who === undefined ? [200, 401, 403, 404] : [200, 400, 404, 413])
          expect([status, (answered.get(status) ?? 0) > 5]).toEqual([status, true])
        answered.clear()
        const after = who === undefined ? hold.kept(notesOfTries) : hold.kept()
        // Of what belongs to others, or of all where nobody asked, not a line is another.
        const watched = who === undefined ? Object.keys(before) : ofOthers
        for (const table of watched) {
          if (who === 'secretary' && table !== 'account' && table !== 'identity_number') continue
          expect(after[table], table).toEqual(before[table])
        }
      },
    )
  }
})
