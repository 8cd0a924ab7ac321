/** Attacks on what is written: forged, repeated, out of place and out of time. The table is docs/proof/attacks.md. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '../../schema/json.ts'
import { readStamp } from '../../sync/clock.ts'
import { replyTo, sync, verdictsOn } from './by-hand.ts'
import { Stronghold, secret } from './stronghold.ts'

let hold: Stronghold
beforeEach(async () => void (hold = await Stronghold.build()))
afterEach(() => hold.close())

const row = (id: string) => hold.server.parts.store.read((view) => view.row(id))
const edit = (who: string, type: string, id: string, fields: Record<string, Json>) =>
  hold.server.edit(who, type, id, fields)
/** What history and the server note of attempts. */
const noted = ['session', 'device', 'history', 'chain', 'sqlite_sequence']
/** Nothing was put off: what is put off comes again and again. */
const troubles = () => hold.server.logged.filter(({ level }) => Number(level) >= 50)

describe('what is written', () => {
  it('in another’s name: an edit names no writer, and the session alone says who it was', async () => {
    const plain = edit('secretary', 'meeting', 'm-east', { place: '祠堂' })
    for (const name of ['author', 'account', 'person', 'by', 'device', 'receivedAt']) {
      const forged = { ...plain, id: `forged-${name}`, [name]: 'clerk' }
      expect(await verdictsOn(hold, 'secretary', [forged])).toEqual(['refused badValue'])
    }
    await verdictsOn(hold, 'secretary', [plain])
    const entry = await hold.server.parts.store.read((view) => view.judged(plain.id))
    expect(entry).toMatchObject({ person: 'secretary', account: 'account-secretary' })
  })

  it('from another’s device, or for another’s account: it is as if nobody had signed in', async () => {
    const edits = [edit('secretary', 'meeting', 'm-east', { place: '祠堂' })]
    const before = hold.kept(['session', 'device'])
    const otherDevice = await sync(hold, 'secretary', { edits, device: 'device-clerk' })
    const header = { 'x-branchbook-account': 'account-clerk' }
    const otherAccount = await sync(hold, 'secretary', { edits }, header)
    expect([otherDevice.status, otherAccount.status]).toEqual([401, 401])
    expect(hold.kept(['session', 'device'])).toEqual(before)
  })

  it('P3: another’s request sent again changes nothing, and tells nothing of its row', async () => {
    const theirs = edit('neighbour', 'meeting', 'm-west', { place: '礼堂' })
    expect(await verdictsOn(hold, 'neighbour', [theirs])).toEqual(['accepted'])
    const before = hold.kept(['session', 'device'])
    const reply = await replyTo(hold, 'member', { edits: [theirs] })
    expect(reply.verdicts).toEqual([{ edit: theirs.id, result: 'duplicate' }])
    expect(JSON.stringify(reply)).not.toContain(secret)
    expect(hold.kept(['session', 'device'])).toEqual(before)
    // As an edit of his own it is refused.
    expect(await verdictsOn(hold, 'member', [{ ...theirs, id: 'mine' }])).toEqual([
      'refused notAllowed',
    ])
  })

  it('groups are no way into other branches: a keeper makes his own, and a member none', async () => {
    const group = (parentId: string) => ({ name: '一组', kind: 'group', parentId })
    const said = (who: string, type: string, id: string, fields: Record<string, Json>) =>
      verdictsOn(hold, who, [edit(who, type, id, fields)]).then(([verdict]) => verdict)
    expect(await said('neighbour', 'organisation', 'g-west', group('west'))).toBe('accepted')
    expect(await said('secretary', 'organisation', 'g-east', group('east'))).toBe('accepted')
    const before = hold.kept(noted)
    const tries: readonly [string, string, Record<string, Json>][] = [
      ['organisation', 'g-new', group('west')],
      ['organisation', 'g-new', group('town')],
      ['organisation', 'g-new', { ...group('east'), kind: 'branch' }],
      ['organisation', 'east', { kind: 'group' }],
      ['organisation', 'east', group('east')],
      ['organisation', 'g-east', { parentId: 'west' }],
      ['organisation', 'g-east', { kind: 'branch' }],
      ['organisation', 'g-east', { secretaryName: '赵' }],
      ['organisation', 'g-west', { name: '二组' }],
      ['organisation', 'g-west', { parentId: 'east' }],
      ['person', 'neighbour', { groupId: 'g-east' }],
      ['person', 'neighbour', { groupId: 'g-east', branchId: 'east' }],
    ]
    for (const [type, id, fields] of tries)
      for (const who of ['secretary', 'member'])
        expect(await said(who, type, id, fields), `${who} ${JSON.stringify(fields)}`).toBe(
          'refused notAllowed',
        )
    for (const fields of [{ name: '二组' }, { leaderId: 'member' }])
      expect(await said('member', 'organisation', 'g-east', fields)).toBe('refused notAllowed')
    expect(await said('member', 'person', 'member', { groupId: 'g-east' })).toBe(
      'refused notAllowed',
    )
    expect(await said('secretary', 'person', 'member', { groupId: 'g-west' })).toBe(
      'refused badValue groupId',
    )
    expect(await said('secretary', 'meeting', 'm-east', { groupIds: ['g-west'] })).toBe(
      'refused badValue groupIds',
    )
    expect(hold.kept(noted)).toEqual(before)
  })

  it('what only the server writes: counts, conflicts, what lies beside a document, numbers and stamps of rows', async () => {
    const tally = { meetingId: 'm-east', branchId: 'east', heldAt: '2026-10-14T01:30:00.000Z' }
    const counts = { ...tally, expected: 1, present: 1, madeUp: 0 }
    const before = await row('tally:m-east')
    const conflict = {
      ...{ row: 'm-east', type: 'meeting', path: 'topic', raisedBy: 'e', organisationId: 'east' },
      ...{ raisedAt: tally.heldAt, stands: 'e' },
    }
    const tries = [
      edit('secretary', 'tally', 'tally:m-east', counts),
      edit('secretary', 'tally', 'tally:m-new', { ...counts, meetingId: 'm-new' }),
      edit('secretary', 'conflict', 'conflict:e:topic', conflict),
      edit('secretary', 'meeting', 'm-east', { rev: 99 }),
      edit('secretary', 'meeting', 'm-east', { of: 'west' }),
      edit('secretary', 'meeting', 'm-east', { seal: 'a'.repeat(64) }),
      edit('secretary', 'meeting', 'm-east', { stage: 'signed' }),
      edit('secretary', 'meeting', 'm-east', { signedById: 'secretary' }),
      { ...edit('secretary', 'meeting', 'm-east', {}), fields: { 'minutes.document': {} } },
      { ...edit('secretary', 'meeting', 'm-east', { place: '祠堂' }), rev: 99 },
      { ...edit('secretary', 'meeting', 'm-east', { place: '祠堂' }), stamps: {} },
    ]
    expect(await verdictsOn(hold, 'secretary', tries)).toEqual([
      'refused notAllowed',
      'refused notAllowed',
      'refused notAllowed',
      'refused unknownField rev',
      'refused unknownField of',
      'refused notNow seal',
      'refused badValue signedById',
      'refused notNow signedById',
      'refused badValue',
      'refused badValue',
      'refused badValue',
    ])
    expect(await row('tally:m-east')).toEqual(before)
    expect(await row('tally:m-new')).toBeUndefined()
  })

  it('over a row of another kind, or under an id that belongs to another fact', async () => {
    const tries = [
      edit('secretary', 'lesson', 'm-east', { title: '课' }),
      edit('secretary', 'meeting', 'attendance:m-east:member', { place: '祠堂' }),
      edit('secretary', 'attendance', 'attendance:m-east:member', {
        ...{ meetingId: 'm-east', personId: 'secretary', branchId: 'east' },
        ...{ heldAt: '2026-10-14T01:30:00.000Z', status: 'present' },
      }),
    ]
    const verdicts = await verdictsOn(hold, 'secretary', tries)
    expect(verdicts.map((verdict) => verdict.split(' ').slice(0, 2).join(' '))).toEqual([
      'refused wrongId',
      'refused missing',
      'refused wrongId',
    ])
  })

  it('with names that mean something to JavaScript: they are names, or none', async () => {
    const hostile = JSON.parse(
      '{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"isAdmin": true}}}',
    ) as Record<string, Json>
    const tries = [
      { ...edit('secretary', 'meeting', 'm-east', {}), fields: hostile },
      edit('secretary', 'meeting', 'm-east', { constructor: 'x' }),
      edit('secretary', 'meeting', 'm-east', { hasOwnProperty: 'x' }),
      edit('secretary', 'constructor', 'm-x', { name: 'x' }),
      edit('secretary', '__proto__', 'm-x', { name: 'x' }),
      edit('secretary', 'meeting', 'm-east', { 'agenda/__proto__': { order: 1, title: '议' } }),
      edit('secretary', 'meeting', 'm-east', { 'agenda/constructor': { order: 2, title: '程' } }),
      edit('secretary', 'meeting', 'm-east', { 'agenda/__proto__': null }),
    ]
    expect(await verdictsOn(hold, 'secretary', tries)).toEqual([
      'refused badValue',
      'refused unknownField constructor',
      'refused unknownField hasOwnProperty',
      'refused unknownType',
      'refused unknownType',
      'accepted',
      'accepted',
      'accepted',
    ])
    expect((await row('m-east'))?.body['agenda']).toEqual({
      constructor: { order: 2, title: '程' },
    })
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(troubles()).toEqual([])
  })

  it('S6: from a time that never was: no stamp beyond now, none before time, and nothing put off for ever', async () => {
    const { now } = hold.server.clock
    const most = 8_640_000_000_000_000
    const study = (lessonId: string, changes: object) => ({
      ...edit('secretary', 'study', `study:secretary:${lessonId}`, {
        ...{ personId: 'secretary', lessonId, branchId: 'east' },
        openedAt: '2026-10-14T01:30:00.000Z',
      }),
      ...changes,
    })
    const clocks = [
      { stamp: 'zzzzzzzzzzzzdevice-secretary' },
      { madeAt: most },
      { madeAt: 0, offset: 0 },
      { offset: Number.MAX_SAFE_INTEGER },
      { offset: Number.MIN_SAFE_INTEGER },
      { offset: -1e300 },
      { madeAt: 0, offset: -most },
    ]
    for (const sentAt of [now, 0, most]) {
      const edits = clocks.map((clock, index) => study(`l${sentAt}-${index}`, clock))
      const { verdicts } = await replyTo(hold, 'secretary', { edits, sentAt })
      for (const [index, { result }] of verdicts.entries()) {
        const at = `${sentAt} ${JSON.stringify(clocks[index])} ${result}`
        expect(['accepted', 'refused'], at).toContain(result)
        const stamps = Object.values((await row(edits[index]?.row ?? ''))?.stamps ?? {})
        for (const stamp of stamps) {
          expect(stamp, at).toMatch(/^[0-9a-z]{12}[A-Za-z0-9_-]{1,24}$/)
          expect(readStamp(stamp).ms, at).toBeLessThanOrEqual(now + 60_000)
        }
      }
    }
    expect(troubles()).toEqual([])
  })

  it('of itself, in numbers that no phone has: taken as no message, and nothing breaks', async () => {
    for (const number of [1e300, Number.MAX_VALUE, -1e300, -1, 0.5]) {
      for (const name of ['unsent', 'oldest', 'storageUsed', 'offset']) {
        const health = { app: 'x', unsent: 0, oldest: 0, storageUsed: 0, offset: 0, [name]: number }
        const { status } = await sync(hold, 'member', { health })
        expect([200, 400], `${name} ${number}`).toContain(status)
      }
    }
    expect(troubles()).toEqual([])
  })

  it('larger than allowed: refused with the field to shorten, and history keeps its hash and beginning', async () => {
    const large = edit('member', 'meeting', 'm-east', { topic: 'x'.repeat(300_000) })
    expect(await verdictsOn(hold, 'member', [large])).toEqual(['refused tooLarge topic'])
    const kept = await hold.server.parts.store.read((view) => view.judged(large.id))
    expect(JSON.stringify(kept).length).toBeLessThan(3_000)
  })
})
