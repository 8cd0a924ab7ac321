import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Hono } from 'hono'
import type { Json } from '../../schema/json.ts'
import type { HistoryLine } from '../../sync/wire/history.ts'
import type { OutboxFileAnswer } from '../../sync/wire/outbox-file.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { closeBox, fingerprintOf } from '../../sync/box.ts'
import { writeOutboxFile } from '../../sync/outbox-file.ts'
import { toBase64 } from '../../sync/base64.ts'
import type { Edit } from '../../sync/wire/edit.ts'
import { verifyChain } from '../../sync/authority/verify-chain.ts'
import { closeAccounts } from '../accounts/close-account.ts'
import { ExampleServer, attendanceOf, deviceOf, meetingIn } from '../example-server.ts'
import { outboxFileRoutes } from './outbox-file.ts'

let server: ExampleServer
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  // The author was here once, with his own device.
  await server.signIn('secretary')
})
afterEach(() => server.close())

const author = 'account-secretary'
const writing = (edits: readonly Edit[], more: object = {}) => ({
  point: server.parts.keys.point,
  author: server.parts.keys.authorSecret(author, deviceOf('secretary')),
  account: author,
  device: deviceOf('secretary'),
  at: server.clock.now,
  edits,
  ...more,
})
const fileOf = (edits: readonly Edit[], more?: object) => writeOutboxFile(writing(edits, more))
const meeting = (id = 'meeting-1') =>
  server.edit('secretary', 'meeting', id, { ...meetingIn('east'), place: '晒谷场' })

async function bring(file: string, who = 'clerk'): Promise<OutboxFileAnswer> {
  const cookie = await server.signIn(who)
  const init = { method: 'POST', headers: { cookie }, body: file }
  const response = await server.app.request('/api/outbox-file', init)
  expect(response.status).toBe(200)
  return (await response.json()) as OutboxFileAnswer
}
const row = (id: string) => server.parts.store.read((view) => view.row(id))
const none = { accepted: 0, duplicate: 0, refused: 0, later: 0 }
const changed = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)

describe('B4: /api/outbox-file', () => {
  it('P1: takes what somebody else carries, by the rights and under the name of its author', async () => {
    const { id, fields } = attendanceOf('meeting-1', 'member', 'east')
    const file = await fileOf([meeting(), server.edit('secretary', 'attendance', id, fields)])
    // The neighbour himself may write nothing in this branch.
    expect(await bring(file, 'neighbour')).toEqual({
      kind: 'taken',
      authorName: 'secretary',
      counts: { ...none, accepted: 2 },
    })
    expect(await row('meeting-1')).toMatchObject({ body: { place: '晒谷场' } })
    const [entry] = await server.parts.store.read((view) => view.history('meeting-1'))
    expect(entry).toMatchObject({
      account: author,
      person: 'secretary',
      device: deviceOf('secretary'),
      carrier: 'neighbour',
    })
  })

  it('P3: brought again, and sent by the device itself, it changes nothing more', async () => {
    const edit = meeting()
    const file = await fileOf([edit])
    await bring(file)
    const before = await row('meeting-1')
    expect(await bring(file, 'neighbour')).toMatchObject({ counts: { ...none, duplicate: 1 } })
    const cookie = await server.signIn('secretary')
    const sent = await server.post('/sync/v1', server.request('secretary', { edits: [edit] }), {
      cookie,
    })
    const { verdicts } = (await sent.json()) as SyncReply
    expect(verdicts).toEqual([{ edit: edit.id, result: 'duplicate' }])
    expect(await row('meeting-1')).toEqual(before)
  })

  it('P4: the carrier’s rights count for nothing: what the author may not write is refused', async () => {
    const foreign = server.edit('secretary', 'meeting', 'meeting-2', meetingIn('west'))
    const file = await fileOf([foreign, meeting()])
    expect(await bring(file, 'clerk')).toMatchObject({
      counts: { ...none, accepted: 1, refused: 1 },
    })
    expect(await row('meeting-2')).toBeUndefined()
  })

  it('S6: days on the road do not move the time at which it was written', async () => {
    const edit = meeting()
    const file = await fileOf([edit])
    server.clock.now += 20 * 86_400_000
    await bring(file)
    const [entry] = await server.parts.store.read((view) => view.history('meeting-1'))
    expect(entry?.given).toBe(edit.stamp)
    expect(await row('meeting-1')).toMatchObject({ stamps: { place: edit.stamp } })
  })

  it('is taken of an author whose account was closed since', async () => {
    const file = await fileOf([meeting()])
    await closeAccounts(server.parts, 'secretary', 'account-clerk')
    expect(await bring(file)).toMatchObject({ counts: { ...none, accepted: 1 } })
  })

  it('S4: lets others in between, and an edit stand on what came long before it in the file', async () => {
    await server.found('meeting', 'meeting-1', meetingIn('east'))
    const { id, fields } = attendanceOf('meeting-1', 'member', 'east')
    await server.found('attendance', id, { ...fields, status: 'absent' })
    const write = (status: string, over = '') => ({
      ...server.edit('secretary', 'attendance', id, { status }),
      basis: { status: over },
    })
    // Of no use to anybody; and what he wrote over it knew of what stood there before.
    const refused = write('nonsense', (await row(id))?.stamps['status'])
    const filling = Array.from({ length: 450 }, (_none, at) => meeting(`filling-${at}`))
    const file = await fileOf([refused, ...filling, write('excused', refused.stamp)])
    let turns = 0
    const { store } = server.parts
    const counted: typeof store.write = (work) => {
      turns += 1
      return store.write(work)
    }
    const parts = { ...server.parts, store: { ...store, write: counted } }
    const app = new Hono().route('/', outboxFileRoutes(parts))
    const headers = { cookie: await server.signIn('clerk') }
    const brought = await app.request('/api/outbox-file', { method: 'POST', headers, body: file })
    expect(await brought.json()).toMatchObject({ counts: { accepted: 451, refused: 1 } })
    expect(turns).toBe(3)
    expect(await row(id)).toMatchObject({ body: { status: 'excused' } })
    const conflicts = await store.read((view) => view.rowsOfType('conflict'))
    expect(conflicts).toEqual([])
  })

  it('W3: is not taken where its edits are nested deeper than any record', async () => {
    let deep: Json = 'x'
    for (let level = 0; level < 30; level += 1) deep = [deep]
    const edit = server.edit('secretary', 'meeting', 'meeting-1', { topic: deep })
    expect(await bring(await fileOf([edit]))).toEqual({ kind: 'notTaken', flaw: 'damaged' })
  })

  it('W1: what is no edit in it is refused by itself', async () => {
    const broken = { id: 'edit-broken', fields: 7 } as unknown as Edit
    expect(await bring(await fileOf([broken, meeting()]))).toMatchObject({
      counts: { ...none, accepted: 1, refused: 1 },
    })
  })

  it('A1: history says who carried it, to people and in the chain', async () => {
    await bring(await fileOf([meeting()]), 'neighbour')
    const cookie = await server.signIn('secretary')
    const asked = await server.app.request('/api/history/meeting-1', { headers: { cookie } })
    const [line] = (await asked.json()) as HistoryLine[]
    expect(line).toMatchObject({ personName: 'secretary', carriedBy: 'neighbour' })
    const flaws = await server.parts.store.read(async (view) => {
      const [entry] = await view.history('meeting-1')
      const head = (await view.heads()).find(({ chain }) => chain === entry?.chain)
      if (!head) throw new Error('no chain')
      const links: typeof view.links = async (...query) =>
        (await view.links(...query)).map((link) => ({
          ...link,
          entry: { ...link.entry, ...(link.entry.carrier && { carrier: 'clerk' }) },
        }))
      const reports = [await verifyChain(view, { head }), await verifyChain({ links }, { head })]
      return reports.map(({ flaw }) => flaw?.kind)
    })
    expect(flaws).toEqual([undefined, 'changed'])
  })

  it('is for whoever is signed in, and for no file without end', async () => {
    const file = await fileOf([meeting()])
    const stranger = await server.app.request('/api/outbox-file', { method: 'POST', body: file })
    expect(stranger.status).toBe(401)
    const headers = { cookie: await server.signIn('clerk') }
    const body = 'x'.repeat(8_000_001)
    const endless = await server.app.request('/api/outbox-file', { method: 'POST', headers, body })
    expect(endless.status).toBe(413)
  })

  it('tells the carrier nothing of what it says', async () => {
    const edit = meeting()
    const file = await fileOf([edit])
    for (const words of ['晒谷场', 'meeting', 'secretary', author])
      expect(file).not.toContain(words)
    const answer = JSON.stringify(await bring(file))
    for (const words of ['晒谷场', 'meeting-1', edit.id]) expect(answer).not.toContain(words)
  })
})

describe('an outbox file that is not taken', () => {
  const flawOf = async (file: string) => {
    const answer = await bring(file)
    return answer.kind === 'notTaken' ? answer.flaw : answer.counts
  }

  it('because it is none of ours, or was written by a later version', async () => {
    const file = await fileOf([meeting()])
    for (const other of [
      '',
      '{}',
      '支部簿',
      'PK\u0003\u0004',
      'branchbook-outbox',
      file.slice(0, 30),
    ])
      expect(await flawOf(other), other).toBe('notOurs')
    expect(await flawOf(file.replace('branchbook-outbox 1', 'branchbook-outbox 2'))).toBe('newer')
  })

  it('because another server is meant', async () => {
    const elsewhere = await ExampleServer.withTownship()
    const file = await fileOf([meeting()], { point: elsewhere.parts.keys.point })
    await elsewhere.close()
    expect(await flawOf(file)).toBe('wrongServer')
    // Who rewrites the name of the server gains nothing.
    const own = await fingerprintOf(server.parts.keys.point)
    expect(await flawOf(file.replace(/ [0-9a-f]{32} /, ` ${own} `))).toBe('damaged')
  })

  it('because it was cut off, or a letter of it was changed, wherever', async () => {
    const file = await fileOf([meeting()])
    for (const kept of [0.3, 0.6, 0.9, 0.99])
      expect(await flawOf(file.slice(0, file.length * kept)), String(kept)).toBe('damaged')
    const begins = file.indexOf('\n') + 1
    for (let at = begins; at < file.length - 3; at += 97)
      expect(await flawOf(changed(file, at)), `letter ${at}`).toBe('damaged')
    // The line in clear belongs to the seal: another time, another count.
    expect(await flawOf(file.replace(/ 1\n/, ' 2\n'))).toBe('damaged')
    expect(await flawOf(file.replace(/ (\d{13}) /, ' 1790000000000 '))).toBe('damaged')
    expect(await row('meeting-1')).toBeUndefined()
  })

  it('because its author is not known here, or his device is not his', async () => {
    const edits = [meeting()]
    expect(await flawOf(await fileOf(edits, { account: 'account-nobody' }))).toBe('unknownAuthor')
    expect(await flawOf(await fileOf(edits, { device: 'device-elsewhere' }))).toBe('unknownAuthor')
    expect(await flawOf(await fileOf(edits, { account: 'account-clerk' }))).toBe('unknownAuthor')
  })

  it('because somebody else signed it: whoever has the public key cannot write in another’s name', async () => {
    await server.signIn('clerk')
    const asClerk = { account: 'account-clerk', device: deviceOf('clerk') }
    expect(await flawOf(await fileOf([meeting()], asClerk))).toBe('forged')
    const guess = { author: new Uint8Array(32) }
    expect(await flawOf(await fileOf([meeting()], guess))).toBe('forged')
    expect(await row('meeting-1')).toBeUndefined()
  })

  it('W8: because its device was taken back and has ended: whoever holds it writes for its owner no more', async () => {
    const { sessions } = server.parts
    const device = deviceOf('secretary')
    const cookie = await server.signIn('secretary')
    await sessions.revoke(author, device, server.clock.now)
    // What it had not sent is its owner's, in a file as well.
    expect(await flawOf(await fileOf([meeting('meeting-2')]))).toMatchObject({ accepted: 1 })
    const last = await server.post('/sync/v1', server.request('secretary'), { cookie })
    expect([last.status, await last.json()]).toEqual([401, { error: 'signedOut', revoked: true }])
    const file = await fileOf([meeting()])
    expect(await flawOf(file)).toBe('ended')
    // Also when nobody remembers the session.
    server.clock.now += 400 * 86_400_000
    await sessions.tidy(server.clock.now)
    expect(await flawOf(file)).toBe('ended')
    expect(await row('meeting-1')).toBeUndefined()
    // Its owner found it and signed in.
    await server.signIn('secretary')
    expect(await flawOf(file)).toMatchObject({ accepted: 1 })
  })

  it('because the box holds something else', async () => {
    const { keys } = server.parts
    const line = `branchbook-outbox 1 ${await keys.fingerprint()} ${server.clock.now} 0`
    for (const contents of ['', 'null', '[]', '{"said":"{","signature":""}', '{"said":1}']) {
      const box = await closeBox(keys.point, line, new TextEncoder().encode(contents))
      expect(await flawOf(`${line}\n${toBase64(box)}`), contents).toBe('damaged')
    }
  })

  it('but what a messenger does to line breaks and blanks is nothing', async () => {
    const file = await fileOf([meeting()])
    const sent = `\uFEFF\r\n${file.replaceAll('\n', '\r\n  ')}\r\n\r\n`
    expect(await flawOf(sent)).toEqual({ ...none, accepted: 1 })
  })
})
