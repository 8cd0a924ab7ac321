// What the record types of privacy promise, asked of a real server by requests made by hand.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '../../schema/json.ts'
import { sealOf } from '../../sync/seal.ts'
import { readReply } from '../../sync/wire/sync.ts'
import { ExampleServer } from '../example-server.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const sync = async (name: string, changes: Parameters<ExampleServer['request']>[1] = {}) => {
  const cookie = await server.signIn(name)
  const response = await server.post('/sync/v1', server.request(name, changes), { cookie })
  const reply = readReply(await response.json())
  if (!reply) throw new Error('what came is no reply')
  return reply
}
const write = async (name: string, type: string, row: string, fields: Record<string, Json>) => {
  const { verdicts } = await sync(name, { edits: [server.edit(name, type, row, fields)] })
  const { result, reason } = verdicts[0] ?? {}
  return reason ?? result
}
const rowsFor = async (name: string, type: string, open: readonly string[] = []) =>
  (await sync(name, { open: [...open] })).rows.filter((row) => row.type === type)
const at = '2026-10-15T01:00:00.000Z'

describe('a telephone number', () => {
  const choice = (changes: Record<string, Json> = {}) => ({
    personId: 'member',
    branchId: 'east',
    kind: 'phone',
    given: true,
    number: '13800000000',
    at,
    ...changes,
  })
  const id = 'consent:member:phone'

  it('P4: reaches comrades only while its owner says yes', async () => {
    expect(await rowsFor('secretary', 'consent')).toEqual([])
    expect(await write('member', 'consent', id, choice())).toBe('accepted')
    // A comrade without an office: what lies in the branch's people, he gets.
    const comrades = 'branch/east/people'
    const holds = () => server.parts.store.read((view) => view.holds(comrades, id))
    expect(await holds()).toBe(true)
    expect(await rowsFor('neighbour', 'consent', [comrades])).toEqual([])
    const no = { given: false, number: null, at }
    expect(await write('member', 'consent', id, no)).toBe('accepted')
    expect(await holds()).toBe(false)
  })

  it('lies with no comrade where it is refused, or none is named', async () => {
    await write('member', 'consent', id, choice({ given: false }))
    await write('member', 'consent', 'consent:member:photos', {
      ...choice({ kind: 'photos' }),
      number: null,
    })
    const members = await server.parts.store.read((view) => view.members('branch/east/people'))
    expect(members.map((held) => held.id)).not.toContain(id)
    expect(members.map((held) => held.id)).not.toContain('consent:member:photos')
  })

  it('P6: is given by nobody in another’s place', async () => {
    for (const name of ['secretary', 'clerk', 'neighbour'])
      expect([name, await write(name, 'consent', id, choice())]).toEqual([name, 'notAllowed'])
    await write('member', 'consent', id, choice())
    expect(await write('secretary', 'consent', id, { number: '1' })).toBe('notAllowed')
    expect(await write('clerk', 'consent', id, { number: '1' })).toBe('notAllowed')
    // Those above may take it out of a branch he has left.
    expect(await write('clerk', 'consent', id, { given: false, number: null, at })).toBe('accepted')
    expect(await write('clerk', 'consent', id, { given: true, number: '1', at })).toBe('notAllowed')
  })
})

describe('a look at a file', () => {
  const seen = (changes: Record<string, Json> = {}) => ({
    personId: 'member',
    branchId: 'east',
    viewerId: 'secretary',
    viewerName: '书记',
    organisationId: 'east',
    kind: 'file',
    key: '2026-10-15',
    at,
    ...changes,
  })
  const id = 'look:secretary:member:2026-10-15'
  const seenByName = { viewerId: 'secretary', viewerName: 'secretary' }

  it('is read by the member on his own phone, and by no comrade', async () => {
    expect(await write('secretary', 'look', id, seen())).toBe('accepted')
    expect(await rowsFor('member', 'look')).toMatchObject([{ id, body: seenByName }])
    expect(await rowsFor('neighbour', 'look', ['person/member'])).toEqual([])
  })

  it('is written once a day, and a second phone’s is no refusal and changes nothing', async () => {
    await write('secretary', 'look', id, seen())
    const later = seen({ at: '2026-10-15T01:50:00.000Z', viewerName: '别人' })
    expect(await write('secretary', 'look', id, later)).toBe('merged')
    expect(await rowsFor('member', 'look')).toMatchObject([{ body: { at, ...seenByName } }])
  })

  it('P6: is nobody’s to change or to take away, nor to write in another’s name', async () => {
    await write('secretary', 'look', id, seen())
    for (const name of ['secretary', 'member', 'clerk'])
      expect([name, await write(name, 'look', id, { removedAt: at })]).toEqual([name, 'notAllowed'])
    const clerks = seen({ viewerId: 'clerk', organisationId: 'town' })
    expect(await write('secretary', 'look', 'look:clerk:member:2026-10-15', clerks)).toBe(
      'notAllowed',
    )
    expect(
      await write('member', 'look', 'look:member:secretary:x', {
        ...seen({ viewerId: 'member', personId: 'secretary', key: 'x' }),
      }),
    ).toBe('notAllowed')
    // For an organisation he does not work for.
    const boast = seen({ key: 'b', organisationId: 'town' })
    expect(await write('secretary', 'look', 'look:secretary:member:b', boast)).toBe('notAllowed')
  })

  it('P6: stands in nobody’s log but that of a member of the branch whose keeper looked, or of one who left it', async () => {
    const ofAnother = seen({ personId: 'neighbour' })
    expect(await write('secretary', 'look', 'look:secretary:neighbour:2026-10-15', ofAnother)).toBe(
      'badValue',
    )
    expect(await rowsFor('neighbour', 'look')).toEqual([])
    // Seen before he moved, and sent after it.
    server.clock.now += 1_000
    expect(await write('clerk', 'person', 'member', { branchId: 'west' })).toBe('accepted')
    expect(await write('secretary', 'look', id, seen())).toBe('accepted')
    const above = seen({ branchId: 'west', viewerId: 'clerk', organisationId: 'town' })
    expect(await write('clerk', 'look', 'look:clerk:member:2026-10-15', above)).toBe('accepted')
  })

  it('S7: says the name of whoever looked as the server knows it, whatever his phone calls him', async () => {
    expect(await write('secretary', 'look', id, seen({ viewerName: '县纪委 王主任' }))).toBe(
      'accepted',
    )
    expect(await rowsFor('member', 'look')).toMatchObject([{ body: seenByName }])
    const { body } = (await server.parts.store.read((view) => view.row(id))) ?? {}
    expect(body).toMatchObject(seenByName)
    // Nor afterwards.
    await write('secretary', 'look', id, { viewerName: '别人' })
    expect(await rowsFor('member', 'look')).toMatchObject([{ body: seenByName }])
  })

  it('that was more than opening says why', async () => {
    const taken = seen({ kind: 'export', key: 'k1' })
    const row = 'look:secretary:member:k1'
    expect(await write('secretary', 'look', row, taken)).toBe('notAllowed')
    expect(await write('secretary', 'look', row, { ...taken, reason: '报送名册' })).toBe('accepted')
  })
})

describe('that the notice was read', () => {
  it('is one’s own to say, once', async () => {
    const said = { personId: 'member', branchId: 'east', version: 1, at }
    expect(await write('secretary', 'noticeRead', 'noticeRead:member:1', said)).toBe('notAllowed')
    expect(await write('member', 'noticeRead', 'noticeRead:member:1', said)).toBe('accepted')
    expect(await write('member', 'noticeRead', 'noticeRead:member:1', { removedAt: at })).toBe(
      'notAllowed',
    )
    expect(await rowsFor('secretary', 'noticeRead')).toHaveLength(1)
  })
})

describe('a request for correction', () => {
  const asked = { personId: 'member', branchId: 'east', field: 'job', wanted: '司机', askedAt: at }
  const answer = (state: string, by: string, changes: Record<string, Json> = {}) => {
    const said = { ...asked, ...changes }
    const sealed = ['field', 'wanted', 'why', 'askedAt', 'answer']
    return { state, answeredById: by, answeredAt: at, seal: sealOf(said, sealed), ...changes }
  }
  beforeEach(async () => {
    expect(await write('member', 'correction', 'c1', asked)).toBe('accepted')
  })

  it('is seen by secretary and township, and by no comrade', async () => {
    expect(await rowsFor('secretary', 'correction')).toHaveLength(1)
    expect(await rowsFor('clerk', 'correction')).toHaveLength(1)
    expect(await rowsFor('neighbour', 'correction')).toEqual([])
  })

  it('S9: goes with its member to another branch, and is answered by whoever keeps his file by now', async () => {
    server.clock.now += 60_000
    expect(await write('clerk', 'person', 'member', { branchId: 'west' })).toBe('accepted')
    expect(await rowsFor('secretary', 'correction')).toEqual([])
    expect(await write('secretary', 'correction', 'c1', answer('accepted', 'secretary'))).toBe(
      'notAllowed',
    )
    expect(await rowsFor('neighbour', 'correction')).toMatchObject([{ body: { branchId: 'west' } }])
    expect(await write('neighbour', 'correction', 'c1', answer('accepted', 'neighbour'))).toBe(
      'accepted',
    )
  })

  it('is answered once, with a reason where it is declined, and then stays as it was', async () => {
    expect(await write('secretary', 'correction', 'c1', answer('declined', 'secretary'))).toBe(
      'notAllowed',
    )
    const no = answer('declined', 'secretary', { answer: '请带证件来看' })
    expect(await write('secretary', 'correction', 'c1', no)).toBe('accepted')
    expect(await write('secretary', 'correction', 'c1', { answer: '算了' })).toBe('frozen')
    expect(await write('member', 'correction', 'c1', { state: 'withdrawn' })).toBe('notNow')
    expect(await rowsFor('member', 'correction')).toMatchObject([
      { body: { answer: '请带证件来看' } },
    ])
    // What is answered no desk above the branch holds unasked any more.
    expect(await rowsFor('clerk', 'correction')).toEqual([])
  })

  it('P6: nobody answers himself, another branch, or in another’s name', async () => {
    expect(await write('member', 'correction', 'c1', answer('accepted', 'member'))).toBe(
      'notAllowed',
    )
    expect(await write('neighbour', 'correction', 'c1', answer('accepted', 'neighbour'))).toBe(
      'notAllowed',
    )
    expect(await write('secretary', 'correction', 'c1', answer('accepted', 'clerk'))).toBe(
      'badValue',
    )
    const own = { ...asked, personId: 'secretary' }
    expect(await write('secretary', 'correction', 'c2', own)).toBe('accepted')
    expect(await write('secretary', 'correction', 'c2', answer('accepted', 'secretary'))).toBe(
      'notAllowed',
    )
    expect(await write('clerk', 'correction', 'c2', answer('accepted', 'clerk'))).toBe('accepted')
    // Nor asks for another.
    expect(await write('secretary', 'correction', 'c3', asked)).toBe('notAllowed')
  })

  it('is taken back by whoever made it while it waits', async () => {
    expect(await write('secretary', 'correction', 'c1', { state: 'withdrawn' })).toBe('notAllowed')
    expect(await write('member', 'correction', 'c1', { state: 'withdrawn' })).toBe('accepted')
  })
})
