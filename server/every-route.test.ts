/** What holds of every route there is, so that a new one cannot forget it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ExampleServer } from './example-server.ts'

vi.setConfig({ testTimeout: 60_000 })

let server: ExampleServer
let cookie: string
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  cookie = await server.signIn('clerk')
})
afterEach(() => server.close())

/** Method and an address for each route; `:kind` of an import is one there is. */
const routesOf = ({ app }: ExampleServer) =>
  [...new Set(app.routes.map(({ method, path }) => `${method} ${path}`))]
    .filter((route) => !route.startsWith('ALL '))
    .map((route) => route.replace(':kind', 'questions').replace(/:\w+/g, 'unknown'))
    .map((route) => route.split(' ') as [method: string, path: string])

const mebibyte = 1_048_576

describe('every route', () => {
  it('is known here', () => {
    const routes = routesOf(server).map((route) => route.join(' '))
    expect(routes).toContain('POST /sync/v1')
    expect(routes).toContain('POST /api/import/questions')
    expect(routes.length).toBeGreaterThan(9)
  })

  it('that takes a body stops reading at its limit, and says so', async () => {
    for (const [method, path] of routesOf(server)) {
      if (method === 'GET') continue
      let sent = 0
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent > 40 * mebibyte) controller.close()
          else controller.enqueue(new Uint8Array(65_536).fill(0x20))
          sent += 65_536
        },
      })
      // One of the routes ends the session.
      cookie = await server.signIn('clerk')
      const init = { method, headers: { cookie }, body, duplex: 'half' }
      const { status } = await server.app.request(path, init as RequestInit)
      expect([method, path, status < 500, sent < 11 * mebibyte]).toEqual([method, path, true, true])
      // What names something that is not there is answered before anything is read.
      if (/^\/api\/(import\/plans|uploads)/.test(path) || method === 'DELETE') continue
      expect([path, status]).toEqual([path, 413])
    }
  })

  it('carries the headers, whatever the answer', async () => {
    for (const [method, path] of [
      ...routesOf(server),
      ['GET', '/api/nothing'],
      ['PUT', '/x'],
    ] as const) {
      if (path === '/sync/poke') continue
      for (const headers of [{}, { cookie }, { cookie, origin: 'https://elsewhere.example' }]) {
        const response = await server.app.request(path, { method, headers })
        const about = `${method} ${path} ${response.status}`
        expectHeaders(response.headers, about)
      }
    }
  })

  it('answers a bug with one word, and the log has the rest under the same id', async () => {
    // Every look into the database throws from here on.
    server.connections.lookup.close()
    let broken = 0
    for (const [method, path] of routesOf(server)) {
      const response = await server.app.request(path, { method, headers: { cookie } })
      const text = await response.text()
      expect(text, `${method} ${path}`).not.toMatch(
        /\bat |Error|node_modules|server\/|sqlite|stack/,
      )
      if (response.status < 500 || path.endsWith('*')) continue
      broken += 1
      expect([path, JSON.parse(text)]).toEqual([path, { error: 'broken' }])
      expectHeaders(response.headers, path)
      const request = response.headers.get('x-request-id')
      const line = server.logged.find((each) => each['request'] === request && 'err' in each)
      expect(line).toMatchObject({ level: 50, msg: 'a request failed' })
    }
    expect(broken).toBeGreaterThan(5)
  })

  it('is logged by its route, never by its address', async () => {
    const token = 'x'.repeat(20)
    await server.app.request(`/setup/${token}`)
    await server.app.request(`/api/history/${token}`, { headers: { cookie } })
    await server.app.request(`/api/nothing/${token}?code=${token}`)
    const lines = server.logged.filter(({ msg }) => msg === 'answered')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatchObject({ method: 'GET', route: '/api/history/:row', status: 404 })
    expect(JSON.stringify(server.logged)).not.toContain(token)
  })
})

function expectHeaders(headers: Headers, about: string): void {
  expect(headers.get('content-security-policy'), about).toMatch(
    /^default-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self'; style-src-attr 'none';/,
  )
  expect(headers.get('content-security-policy'), about).toMatch(
    /object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
  )
  const fixed = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
  for (const [name, value] of Object.entries(fixed))
    expect([about, headers.get(name)]).toEqual([about, value])
  expect(headers.get('permissions-policy'), about).toContain('geolocation=()')
  expect(headers.get('x-request-id'), about).toMatch(/^[\w-]{22}$/)
  // No word of what it is made with.
  expect([headers.get('server'), headers.get('x-powered-by')], about).toEqual([null, null])
}
