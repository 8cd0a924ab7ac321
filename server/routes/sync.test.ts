import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Edit } from '../../sync/wire/edit.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { readReply } from '../../sync/wire/sync.ts'
import { limits, protocol } from '../../sync/wire/sync.ts'
import { ExampleServer, attendanceOf, deviceOf, meetingIn } from '../example-server.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const sync = async (name: string, changes = {}, headers = {}) => {
  const cookie = await server.signIn(name)
  return server.post('/sync/v1', server.request(name, changes), { cookie, ...headers })
}
async function replyOf(response: Response): Promise<SyncReply> {
  const reply = readReply(await response.json())
  if (!reply) throw new Error('what came is no reply')
  return reply
}
const refusals = () => server.logged.filter(({ msg }) => msg === 'edit refused')

describe('POST /sync/v1', () => {
  it.each(['2025-12-30T01:30:00.000Z', '2027-01-05T01:30:00.000Z'])(
    'counts a roll in the year to which its meeting was moved: %s',
    async (heldAt) => {
      const roll = ['secretary', 'member'].map((id) => attendanceOf('m1', id, 'east'))
      const write = (edits: readonly Edit[]) => sync('secretary', { edits }).then(replyOf)
      await write([
        server.edit('secretary', 'meeting', 'm1', meetingIn('east')),
        ...roll.map(({ id, fields }) => server.edit('secretary', 'attendance', id, fields)),
      ])
      server.clock.now += 60_000
      await write([
        server.edit('secretary', 'meeting', 'm1', { startsAt: heldAt }),
        ...roll.map(({ id }) => server.edit('secretary', 'attendance', id, { heldAt })),
      ])
      const counted = await server.parts.store.read((view) => view.row('tally:m1'))
      expect(counted?.body).toMatchObject({ heldAt, expected: 2, present: 2 })
      expect(counted?.at).toBe(heldAt)
    },
  )

  it('P1: takes edits and brings a verdict, and another device what changed', async () => {
    const edit = server.edit('secretary', 'meeting', 'm1', meetingIn('east'))
    const sent = await replyOf(await sync('secretary', { edits: [edit] }))
    expect(sent.verdicts).toEqual([{ edit: edit.id, result: 'accepted' }])
    const seen = await replyOf(await sync('member'))
    expect(seen.rows.map((row) => row.id)).toContain('m1')
  })

  it('P3: answers a repeated request without doing it twice', async () => {
    const edits = [server.edit('secretary', 'meeting', 'm1', meetingIn('east'))]
    const revOf = ({ rows }: SyncReply) => rows.find(({ id }) => id === 'm1')?.rev
    const first = revOf(await replyOf(await sync('secretary', { edits })))
    const again = await replyOf(await sync('secretary', { edits }))
    expect(again.verdicts[0]?.result).toBe('duplicate')
    expect(first).toBeGreaterThan(0)
    expect(revOf(again)).toBe(first)
  })

  it('P4: sends nothing of a branch that is not his, whatever he asks for', async () => {
    const edit = server.edit('neighbour', 'meeting', 'm-west', meetingIn('west'))
    await sync('neighbour', { edits: [edit] })
    const bucket = 'branch/west/public/2026'
    const work = 'branch/west/work/2026'
    const reply = await replyOf(
      await sync('member', { open: [bucket, work], positions: { [bucket]: 1 } }),
    )
    expect(reply.rows.map((row) => row.id)).not.toContain('m-west')
    expect(reply.granted).not.toContain(bucket)
    expect(Object.keys(reply.positions)).not.toContain(bucket)
  })

  it('P6: refuses a meeting written by a member, and logs it', async () => {
    const edits = [server.edit('member', 'meeting', 'm1', meetingIn('east'))]
    const reply = await replyOf(await sync('member', { edits }))
    expect(reply.verdicts[0]).toMatchObject({ result: 'refused', reason: 'notAllowed' })
    expect(refusals()).toMatchObject([
      { account: 'account-member', row: 'm1', reason: 'notAllowed' },
    ])
  })

  it("P6: refuses another's attendance, forged by a member or by the secretary next door", async () => {
    const { id, fields } = attendanceOf('m1', 'secretary', 'east')
    for (const name of ['member', 'neighbour']) {
      const edits = [server.edit(name, 'attendance', id, fields)]
      const reply = await replyOf(await sync(name, { edits }))
      expect(reply.verdicts[0]).toMatchObject({ result: 'refused', reason: 'notAllowed' })
    }
  })

  it('W1: refuses a broken edit alone; its neighbours stand', async () => {
    const good = server.edit('secretary', 'meeting', 'm1', meetingIn('east'))
    const broken = { ...good, id: 'broken', stamp: 42 }
    const reply = await replyOf(await sync('secretary', { edits: [broken, good] }))
    expect(reply.verdicts).toEqual([
      { edit: good.id, result: 'accepted' },
      { edit: 'broken', result: 'refused', reason: 'badValue' },
    ])
    expect(refusals()).toHaveLength(1)
    const kept = await server.parts.store.read((view) => view.judged('broken'))
    expect(kept).toMatchObject({ row: 'm1', madeAt: good.madeAt, after: { '*': broken } })
  })

  it('W1: answers 400 to what is no request, and to what is nested without end', async () => {
    expect((await sync('secretary', { page: 'large' })).status).toBe(400)
    const cookie = await server.signIn('secretary')
    const edit = server.edit('secretary', 'meeting', 'm1', { minutes: 'DEEP' })
    const deep = '['.repeat(5_000) + ']'.repeat(5_000)
    const body = JSON.stringify(server.request('secretary', { edits: [edit] })).replace(
      '"DEEP"',
      deep,
    )
    const response = await server.app.request('/sync/v1', {
      method: 'POST',
      headers: { cookie },
      body,
    })
    expect(response.status).toBe(400)
  })

  it('W2: answers 426 to a newer protocol', async () => {
    const response = await sync('secretary', { protocol: protocol + 1 })
    expect([response.status, await response.json()]).toEqual([426, { error: 'outdated' }])
  })

  it('W3: stops reading at its limit, packed or not', async () => {
    const cookie = await server.signIn('secretary')
    const ask = (body: Uint8Array<ArrayBuffer>, headers = {}) =>
      server.app.request('/sync/v1', { method: 'POST', headers: { cookie, ...headers }, body })
    const large = new Uint8Array(limits.requestBytes + 1).fill(32)
    expect((await ask(large)).status).toBe(413)
    // 200 MB of blanks in 200 KB: a bomb.
    const bomb = Uint8Array.from(gzipSync(new Uint8Array(200_000_000)))
    expect((await ask(bomb, { 'content-encoding': 'gzip' })).status).toBe(413)
  })

  it('L2: asks an account that sends too much at once to come back, and others not', async () => {
    const slow = Array.from({ length: 8 }, () => new TransformStream<Uint8Array, Uint8Array>())
    const [busy, other] = [await server.signIn('secretary'), await server.signIn('member')]
    const ask = async (cookie: string, body: RequestInit['body']) => {
      const init = { method: 'POST', headers: { cookie }, body, duplex: 'half' } as RequestInit
      return server.app.request('/sync/v1', init)
    }
    const waiting = slow.map(({ readable }) => ask(busy, readable))
    const refused = await ask(busy, JSON.stringify(server.request('secretary')))
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(2)
    expect((await ask(other, JSON.stringify(server.request('member')))).status).toBe(200)
    for (const { writable } of slow) await writable.close()
    for (const each of waiting) expect((await each).status).toBe(400)
  })

  it('W4: takes gzip and answers in brotli', async () => {
    const cookie = await server.signIn('secretary')
    const headers = { cookie, 'content-encoding': 'gzip', 'accept-encoding': 'gzip, br' }
    const body = Uint8Array.from(gzipSync(JSON.stringify(server.request('secretary'))))
    const response = await server.app.request('/sync/v1', { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-encoding')).toBe('br')
  })

  it('asks to sign in without a cookie, with a made-up one, and for another device or account', async () => {
    const plain = await server.post('/sync/v1', server.request('secretary'))
    const forged = await server.post('/sync/v1', server.request('secretary'), {
      cookie: 'branchbook=AAAA',
    })
    const otherDevice = await sync('secretary', { device: deviceOf('member') })
    const otherAccount = await sync('secretary', {}, { 'x-branchbook-account': 'account-member' })
    for (const response of [plain, forged, otherDevice, otherAccount]) {
      expect([response.status, await response.json()]).toEqual([401, { error: 'signedOut' }])
    }
  })

  it('keeps what a device says of itself', async () => {
    const health = { app: 'abc', unsent: 3, oldest: 5, storageUsed: 7, offset: -9 }
    await sync('secretary', { health })
    const device = server.connections.lookup
      .prepare('SELECT app, unsent, oldest, clock_offset FROM device WHERE account = ?')
      .get('account-secretary')
    expect(device).toEqual({ app: 'abc', unsent: 3, oldest: 5, clock_offset: -9 })
  })
})
