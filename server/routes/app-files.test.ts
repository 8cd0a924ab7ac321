import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBuild } from '../app-files/read-build.ts'
import { Releases } from '../app-files/releases.ts'
import { makeApp } from '../app.ts'
import { ExampleServer } from '../example-server.ts'

const inline = 'start("支部簿")'
const html = `<html><script src="/x.js"></script><script>${inline}</script></html>`
const chunk = '/_app/immutable/chunks/a.B1.js'

let folder: string
let server: ExampleServer
const put = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'branchbook-build-'))
  put('index.html', html)
  put('service-worker.js', 'self')
  put(chunk, `export default '${'x'.repeat(2_000)}'`)
  server = ExampleServer.open(folder)
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})
const get = (path: string, headers = {}) => server.app.request(path, { headers })

describe('the app as files', () => {
  it('answers every screen with the shell, and never from a cache unasked', async () => {
    for (const path of ['/', '/meetings/m1', '/setup/token', '/service-worker.js']) {
      const response = await get(path)
      expect([path, response.status]).toEqual([path, 200])
      expect(response.headers.get('cache-control')).toBe('no-cache')
    }
    const etag = (await get('/')).headers.get('etag') ?? ''
    expect((await get('/', { 'if-none-match': etag })).status).toBe(304)
  })

  it('lets immutable files be kept for a year, packed as the browser can read', async () => {
    const response = await get(chunk, { 'accept-encoding': 'gzip, br' })
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(
      (await get(chunk, { 'accept-encoding': 'br;q=0' })).headers.get('content-encoding'),
    ).toBe(null)
  })

  it('names the inline script by its hash, and allows no other', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    const hash = createHash('sha256').update(inline).digest('base64')
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`)
    expect(policy).not.toMatch(/unsafe-eval|unsafe-inline/)
    expect(policy).toContain(`frame-ancestors 'none'`)
  })

  it('names the style attributes of its own markup by their hashes, and allows no other', async () => {
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    put('index.html', '<html><body><div style="display: contents"></div></body></html>')
    put(chunk, 'export default `<div style="left: 0; top: 0"></div><p style="${x}"></p>`')
    const styled = ExampleServer.open(folder)
    const policy = (await styled.app.request('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain(
      `style-src-attr 'unsafe-hashes' ${hash('display: contents')} ${hash('left: 0; top: 0')};`,
    )
    await styled.close()
    const plain = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(plain).toContain(`style-src 'self'; style-src-attr 'none';`)
  })

  it('keeps serving the chunks of the release before', async () => {
    rmSync(join(folder, chunk))
    const build = readBuild(folder)
    const releases = new Releases(server.folder)
    releases.keep(folder, build, server.clock.now + 86_400_000)
    const next = makeApp(server.parts, { build, releases })
    expect((await next.request(chunk)).status).toBe(200)
    releases.keep(folder, build, server.clock.now + 200 * 86_400_000)
    expect((await next.request(chunk)).status).toBe(404)
  })

  it.each([
    '/_app/immutable/../../../branchbook.db',
    '/_app/immutable/%2e%2e/%2e%2e/%2e%2e/branchbook.db',
    '/_app/immutable/..%2f..%2fbranchbook.db',
    '/_app/immutable/.hidden',
    '/branchbook.db',
    '/api/nothing',
    '/missing.js',
  ])('gives nothing else away: %s', async (path) => {
    const response = await get(path)
    expect([response.status, await response.json()]).toEqual([404, { error: 'notFound' }])
  })

  it('reaches no file outside the releases, however its address is spelt', () => {
    const releases = new Releases(server.folder)
    // Through HTTP these arrive resolved; the lookup must not depend on that.
    expect(releases.find('/_app/immutable/../../../branchbook.db')).toBeUndefined()
    expect(releases.find('/../branchbook.db')).toBeUndefined()
    expect(releases.find(chunk)).toBeDefined()
  })

  it('tells nobody what broke', async () => {
    await server.parts.sessions.close('x')
    server.connections.writer.exec('DROP TABLE session')
    const response = await get('/api/session', { cookie: 'branchbook=AAAA' })
    expect([response.status, await response.json()]).toEqual([500, { error: 'broken' }])
    expect(JSON.stringify(server.logged)).toContain('no such table')
  })
})
