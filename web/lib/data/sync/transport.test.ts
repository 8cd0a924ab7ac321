import { gunzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { protocol } from '#sync/wire/sync.ts'
import { request } from './example-request.ts'
import { makeTransport } from './transport.ts'

const reply = {
  protocol,
  now: 5,
  verdicts: [],
  packs: [],
  unpack: [],
  gone: [],
  positions: {},
  digests: {},
  repairs: [],
  scope: '',
  more: false,
  actor: { accountId: 'account-1', personId: 'p', branchId: 'b', lineage: [], offices: [] },
}

const answering = (answer: Response | (() => Promise<Response>)) =>
  makeTransport(
    () => (answer instanceof Response ? Promise.resolve(answer) : answer()),
    'account-1',
  )

const json = (content: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(content), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })

test('a reply of ours', async () => {
  const answer = await answering(json({ ...reply, tables: [] }))(request)
  expect(answer).toEqual({ ok: true, value: { ...reply, rows: [] } })
})

test.each([
  ['a captive portal’s page', new Response('<html>请登录 Wi-Fi</html>')],
  ['a captive portal’s page with our status', new Response('<html></html>', { status: 401 })],
  ['JSON of somebody else', json({ ok: true })],
  ['somebody else’s 401', json({ message: 'Unauthorized' }, 401)],
  ['a broken server', json({ error: 'broken' }, 500)],
  ['a gateway', new Response('Bad Gateway', { status: 502 })],
])('%s is no contact', async (_name, response) => {
  expect(await answering(response)(request)).toEqual({
    ok: false,
    failure: { kind: 'unreachable' },
  })
})

test('no network is no contact', async () => {
  const answer = await answering(() => Promise.reject(new TypeError('Failed to fetch')))(request)
  expect(answer).toEqual({ ok: false, failure: { kind: 'unreachable' } })
})

test.each([
  [401, 'signedOut', { kind: 'signedOut' }],
  [426, 'outdated', { kind: 'outdated' }],
] as const)('%i %s', async (status, error, failure) => {
  expect(await answering(json({ error }, status))(request)).toEqual({ ok: false, failure })
})

test('a session that was taken back is told from one that only ended, and by our own server alone', async () => {
  const told = (content: object) => answering(json(content, 401))(request)
  expect(await told({ error: 'signedOut', revoked: true })).toEqual({
    ok: false,
    failure: { kind: 'signedOut', revoked: true },
  })
  expect(await told({ revoked: true })).toEqual({ ok: false, failure: { kind: 'unreachable' } })
})

const answeredBusy = (retryAfter: string) =>
  new Response('', { status: 429, headers: { 'retry-after': retryAfter } })

test.each([
  ['in its body', json({ error: 'busy', retryAfterMs: 7_000 }, 429), 7_000],
  ['in its header', answeredBusy('9'), 9_000],
  ['by the hour, and it is not ours', answeredBusy('7200'), 300_000],
  ['not at all', new Response('', { status: 429 }), 30_000],
  ['in no number', json({ error: 'busy', retryAfterMs: 'soon' }, 429), 30_000],
  ['by a date', answeredBusy('Fri'), 30_000],
])('a busy server says when to come back: %s', async (_how, response, retryAfterMs) => {
  expect(await answering(response)(request)).toEqual({
    ok: false,
    failure: { kind: 'busy', retryAfterMs },
  })
})

test('a reply to another account touches nothing', async () => {
  const other = { ...reply, actor: { ...reply.actor, accountId: 'account-2' } }
  expect(await answering(json({ ...other, tables: [] }))(request)).toEqual({
    ok: false,
    failure: { kind: 'signedOut' },
  })
})

test('large requests travel packed, and say for whom they speak', async () => {
  const fetchNow = vi.fn<typeof fetch>(() => Promise.resolve(json(reply)))
  const positions = Object.fromEntries([...Array(200).keys()].map((n) => [`org/${n}`, n]))
  await makeTransport(fetchNow, 'account-1')({ ...request, positions })
  const sent = fetchNow.mock.calls[0]?.[1]
  expect(sent?.headers).toMatchObject({
    'content-encoding': 'gzip',
    'x-branchbook-account': 'account-1',
  })
  const unpacked: unknown = JSON.parse(gunzipSync(sent?.body as ArrayBuffer).toString())
  expect(unpacked).toEqual({ ...request, positions })
})
