import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toBase64 } from '../../sync/base64.ts'
import { closeBox } from '../../sync/box.ts'
import { recoveryLabel } from '../../sync/wire/device-keys.ts'
import { ExampleServer, deviceOf } from '../example-server.ts'
import { ServerKeys, keysName } from '../keys/server-keys.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const dataKey = new Uint8Array(32).fill(7)
const given = async (cookie: string) =>
  (await server.app.request('/api/device-keys', { headers: { cookie } })).json() as Promise<{
    author: string
  }>
const boxFor = async (label: string) =>
  toBase64(await closeBox(server.parts.keys.point, label, dataKey))
const open = (cookie: string, box: string) =>
  server.post('/api/device-keys/open', { box }, { cookie })
const minute = 60_000

describe('/api/device-keys', () => {
  it('gives every account on every device a secret of its own, the same each time', async () => {
    const cookies = await Promise.all([
      server.signIn('secretary'),
      server.signIn('secretary', 'another-phone'),
      server.signIn('member'),
    ])
    const secrets = await Promise.all(cookies.map(async (cookie) => (await given(cookie)).author))
    expect(new Set(secrets).size).toBe(3)
    expect((await given(cookies[0])).author).toBe(secrets[0])
    expect((await server.app.request('/api/device-keys')).status).toBe(401)
  })

  it('opens the box of a forgotten PIN for its own account and device, just signed in', async () => {
    const box = await boxFor(recoveryLabel('account-secretary', deviceOf('secretary')))
    const answer = await open(await server.signIn('secretary'), box)
    expect(await answer.json()).toEqual({ key: toBase64(dataKey) })
  })

  it('opens it for nobody else, on no other device, and for no other purpose', async () => {
    const box = await boxFor(recoveryLabel('account-secretary', deviceOf('secretary')))
    expect((await open(await server.signIn('member'), box)).status).toBe(400)
    expect((await open(await server.signIn('secretary', 'another-phone'), box)).status).toBe(400)
    const other = await boxFor('outbox 1')
    expect((await open(await server.signIn('secretary'), other)).status).toBe(400)
    expect((await server.post('/api/device-keys/open', { box })).status).toBe(401)
  })

  it('is not opened by the session that lay on a stolen phone', async () => {
    const box = await boxFor(recoveryLabel('account-secretary', deviceOf('secretary')))
    const cookie = await server.signIn('secretary')
    server.clock.now += 11 * minute
    expect((await open(cookie, box)).status).toBe(403)
    // Being used does not make it younger.
    server.clock.now += 2 * 86_400_000
    await given(cookie)
    expect((await open(cookie, box)).status).toBe(403)
  })

  it('answers what is no box in one word', async () => {
    const cookie = await server.signIn('secretary')
    const wrong = [
      '',
      'x',
      '???',
      toBase64(new Uint8Array(80)),
      toBase64(new Uint8Array(200).fill(4)),
    ]
    for (const box of wrong) expect((await open(cookie, box)).status).toBe(400)
    expect((await open(cookie, 'A'.repeat(5_000))).status).toBe(413)
  })
})

describe('the server’s keys', () => {
  it('are made once, and are their owner’s alone', () => {
    const path = join(server.folder, keysName)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const before = readFileSync(path, 'utf8')
    expect(ServerKeys.in(server.folder).point).toEqual(server.parts.keys.point)
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  it('open what was closed before, after a restore', async () => {
    const box = await closeBox(server.parts.keys.point, 'a label', dataKey)
    const kept = readFileSync(join(server.folder, keysName))
    const elsewhere = ExampleServer.open()
    writeFileSync(join(elsewhere.folder, keysName), kept)
    expect(await ServerKeys.in(elsewhere.folder).open('a label', box)).toEqual(dataKey)
    expect(await elsewhere.parts.keys.open('a label', box)).toBeUndefined()
    await elsewhere.close()
  })
})
