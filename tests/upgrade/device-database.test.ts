import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ExampleServer } from '../../server/example-server.ts'
import { meeting } from '../../schema/records/meeting.ts'
import { rowsQuery } from '../../web/lib/data/queries.ts'
import { sealEarlier } from '../../web/lib/data/disk/seal-earlier.ts'
import { dumpDisk } from './disk-dump.ts'
import { conversationOf, diskAfter, releases, serverAfter } from './fixtures.ts'
import { Phone } from './phone.ts'

let server: ExampleServer
let phone: Phone
afterEach(async () => {
  await phone.close()
  await server.close()
})

const titles = async () => {
  const { records } = await phone.book.ready()
  const documents = await rowsQuery(records, meeting.name, {}).exec()
  return documents.map(({ id }) => id)
}
const unsent = async () =>
  (await phone.store.outbox()).flatMap(({ edits }) =>
    edits.map(({ id, refused }) => ({ id, refused: refused?.reason })),
  )

describe.each(releases)('a phone that held the database of %s', (release) => {
  beforeEach(async () => {
    server = await serverAfter(release)
    phone = await Phone.start({ person: 'secretary', server, disk: await diskAfter(release) })
    phone.reachable = false
  })
  const lastAsked = () =>
    conversationOf(release).exchanges.find(({ step }) => step === 'next')?.request as {
      edits: { id: string }[]
      positions: Record<string, number>
    }

  it('D1: shows its rows and keeps every unsent word without a network', async () => {
    expect(await phone.sync('offline')).toEqual({ kind: 'unreachable' })
    expect(await titles()).toEqual(['meeting-unsent', 'meeting-october', 'meeting-2025'])
    const october = (await phone.store.all()).find(({ id }) => id === 'meeting-october')
    expect(october?.body).toMatchObject({
      place: '晒谷场',
      topic: '秋收互助（续）',
      minutes: '一、清点人数。\n二、商议秋收互助。\n三、定于周六。',
      agenda: { k1: { title: '清点人数' }, k3: { title: '其他' } },
    })
    const edits = await unsent()
    expect(edits.filter(({ refused }) => !refused).map(({ id }) => id)).toHaveLength(
      lastAsked().edits.length,
    )
    expect(edits.filter(({ refused }) => refused)).toMatchObject([{ refused: 'notAllowed' }])
    expect(await phone.drafts.read('meeting/new')).toMatchObject({
      value: { topic: '十一月计划', minutes: '草稿' },
    })
  })

  it('D1, D2: sends what waited, keeps what was refused, and comes to hold what a new phone holds', async () => {
    phone.reachable = true
    expect(await phone.sync('first')).toEqual({ kind: 'confirmed' })
    // It goes on from where it stood.
    expect(phone.exchanges[0]?.request).toMatchObject({ positions: lastAsked().positions })
    const verdicts = phone.exchanges.flatMap(
      ({ reply }) => (reply as { verdicts?: { edit: string; result: string }[] }).verdicts ?? [],
    )
    expect(verdicts.map(({ edit }) => edit).toSorted()).toEqual(
      lastAsked()
        .edits.map(({ id }) => id)
        .toSorted(),
    )
    expect(new Set(verdicts.map(({ result }) => result))).toEqual(new Set(['accepted']))
    expect(await unsent()).toMatchObject([{ refused: 'notAllowed' }])
    const held = await heldBy(phone)
    await phone.close()
    const fresh = await Phone.start({ person: 'secretary', server })
    await fresh.sync('first')
    expect(held).toEqual(await heldBy(fresh))
    await fresh.close()
  })

  it('D1: seals what lay in clear, and loses none of it', async () => {
    const book = await phone.book.ready()
    const before = await heldBy(phone)
    const waiting = await unsent()
    const draft = await phone.drafts.read('meeting/new')
    expect(JSON.stringify(await dumpDisk(phone.disk))).toContain('秋收互助')
    // Somebody writes while it goes on.
    const writing = phone.write(meeting, { topic: '边封边写' }, 'meeting-unsent')
    await sealEarlier(book)
    await writing
    await sealEarlier(book)
    const dump = JSON.stringify(await dumpDisk(phone.disk))
    for (const words of ['秋收互助', '边封边写', '晒谷场', '十一月计划', '王'])
      expect(dump).not.toContain(words)
    expect(await heldBy(phone)).toEqual(before)
    expect(await unsent()).toEqual(expect.arrayContaining(waiting))
    expect(await unsent()).toHaveLength(waiting.length + 1)
    expect(await phone.drafts.read('meeting/new')).toEqual(draft)
  })

  it('D2: replaces the note of positions that the first release kept', async () => {
    phone.reachable = true
    await phone.sync('first')
    const { records } = await phone.book.ready()
    expect(await records.findOne('$positions').exec()).toBeNull()
    expect(await records.findOne('$holdings').exec()).not.toBeNull()
  })
})

/** What the authority told of every row, and the digests of every bucket with something in it. */
async function heldBy({ store }: Phone) {
  const counted = Object.entries((await store.holdings()).digests)
  const digests = Object.fromEntries(counted.filter(([, digest]) => !digest.startsWith('0.')))
  const rows = (await store.all()).map(({ id, rev, base, body, stamps, unsent: waits }) => {
    return { id, rev, ...(waits === 1 ? base : { body, stamps }) }
  })
  return { digests, rows: rows.sort((left, right) => (left.id < right.id ? -1 : 1)) }
}
