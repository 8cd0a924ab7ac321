import { afterEach, beforeEach, expect, it } from 'vitest'
import { readBuild } from '../app-files/read-build.ts'
import { Releases } from '../app-files/releases.ts'
import type { App } from '../app.ts'
import { makeApp } from '../app.ts'
import { ExampleServer, meetingIn } from '../example-server.ts'
import { readSettings } from '../settings.ts'
import { databaseSize } from '../store/open-database.ts'

const token = 'a token of the monitoring machine'

let server: ExampleServer
let app: App
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  const releases = new Releases(server.folder)
  const metrics = { token, databaseBytes: () => databaseSize(server.folder) }
  app = makeApp(server.parts, { build: readBuild('/nowhere'), releases, metrics })
})
afterEach(() => server.close())

const ask = (authorization?: string) =>
  app.request('/metrics', { headers: authorization === undefined ? {} : { authorization } })

async function numbers(): Promise<ReadonlyMap<string, number>> {
  const response = await ask(`Bearer ${token}`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  const lines = (await response.text()).trimEnd().split('\n')
  for (const line of lines)
    expect(line).toMatch(
      /^(# (HELP|TYPE) branchbook_\w+ .+|branchbook_\w+(\{[^{}]*\})? -?[\d.e+-]+)$/,
    )
  return new Map(
    lines
      .filter((line) => !line.startsWith('#'))
      .map((line) => {
        const at = line.lastIndexOf(' ')
        return [line.slice(0, at), Number(line.slice(at + 1))]
      }),
  )
}

it('is not there unless a token was set, and not for whoever does not bring it', async () => {
  const without = await server.get('/metrics')
  expect(await without.text()).not.toContain('branchbook_')
  for (const given of [undefined, '', 'Bearer ', `Bearer ${token}x`, token])
    expect((await ask(given)).status).toBe(404)
})

it('counts requests by route and status, and how long they took', async () => {
  const cookie = await server.signIn('member')
  for (const row of ['m1', 'm2']) await app.request(`/api/history/${row}`, { headers: { cookie } })
  await app.request('/healthz')
  const found = await numbers()
  const history = 'method="GET",route="/api/history/:row",status="404"'
  expect(found.get(`branchbook_requests_total{${history}}`)).toBe(2)
  expect(found.get('branchbook_requests_total{method="GET",route="/healthz",status="200"}')).toBe(1)
  const at = 'route="/api/history/:row"'
  expect(found.get(`branchbook_request_seconds_count{${at}}`)).toBe(2)
  expect(found.get(`branchbook_request_seconds_bucket{${at},le="+Inf"}`)).toBe(2)
  const buckets = [...found].filter(([name]) =>
    name.startsWith(`branchbook_request_seconds_bucket{${at}`),
  )
  const counts = buckets.map(([, count]) => count)
  expect(counts).toEqual([...counts].sort((left, right) => left - right))
})

it('counts edits by their verdict, devices of a day, and what the process takes', async () => {
  const cookie = await server.signIn('secretary')
  const good = server.edit('secretary', 'meeting', 'm1', meetingIn('east'))
  const bad = server.edit('secretary', 'meeting', 'm2', meetingIn('west'))
  const body = JSON.stringify(server.request('secretary', { edits: [good, bad] }))
  for (let time = 0; time < 2; time += 1)
    await app.request('/sync/v1', { method: 'POST', headers: { cookie }, body })
  const found = await numbers()
  const edits = (result: string) => found.get(`branchbook_edits_total{result="${result}"}`)
  expect([edits('accepted'), edits('refused'), edits('later')]).toEqual([1, 2, 0])
  expect(edits('duplicate')).toBe(1)
  expect(found.get('branchbook_devices_seen_in_a_day')).toBe(1)
  for (const name of ['database_bytes', 'resident_bytes'])
    expect(found.get(`branchbook_${name}`)).toBeGreaterThan(1_000)
  server.clock.now += 2 * 86_400_000
  expect((await numbers()).get('branchbook_devices_seen_in_a_day')).toBe(0)
})

it('says nothing of anybody', async () => {
  const cookie = await server.signIn('member')
  for (const path of ['/api/people/member/account', '/api/history/personFile:member', '/x/member'])
    await app.request(path, { headers: { cookie } })
  await app.request('/api/session', { method: 'INVENTED' })
  const text = await (await ask(`Bearer ${token}`)).text()
  expect(text).not.toMatch(/member|INVENTED|device-/)
})

it('a token that could be guessed is no setting', () => {
  expect(readSettings({ BRANCHBOOK_METRICS_TOKEN: 'short' })).toMatchObject({ ok: false })
  expect(readSettings({ BRANCHBOOK_METRICS_TOKEN: '' })).toMatchObject({
    value: { metricsToken: undefined },
  })
})
