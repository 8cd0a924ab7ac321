/**
 * A month of a very small township, lived with the release this runs in: what its server and its phones leave on their
 * disks, and what they said to each other. Later releases are held to opening the one and answering the other.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { attendance } from '../../schema/records/attendance.ts'
import { lesson } from '../../schema/records/lesson.ts'
import { meeting } from '../../schema/records/meeting.ts'
import { organisation } from '../../schema/records/organisation.ts'
import { personFile } from '../../schema/records/person-file.ts'
import { post } from '../../schema/records/post.ts'
import { study } from '../../schema/records/study.ts'
import { sealOf } from '../../sync/seal.ts'
import { ExampleServer } from '../../server/example-server.ts'
import { databaseName } from '../../server/store/open-database.ts'
import { dumpDisk } from './disk-dump.ts'
import { Phone } from './phone.ts'

const minute = 60_000
const day = 1_440 * minute

export async function record(folder: string): Promise<void> {
  const server = await ExampleServer.withTownship()
  const started = server.clock.now
  const phone = (person: string, aheadMs = 0) => Phone.start({ person, server, aheadMs })
  const phones = {
    clerk: await phone('clerk'),
    secretary: await phone('secretary'),
    member: await phone('member'),
    // His clock is three days fast: what he writes is brought back to the truth.
    neighbour: await phone('neighbour', 3 * day),
  }
  const pass = (ms: number) => void (server.clock.now += ms)
  await firstDay(phones, pass)
  await otherVersion(server)
  await laterDays(phones, pass)
  await lastDay(phones, pass)
  for (const each of Object.values(phones)) await each.close()
  const exchanges = Object.values(phones).flatMap((each) => each.exchanges)
  const newer = await newerThanKnown(server, exchanges.at(0)?.request)
  await server.connections.close()
  const dump = await dumpDisk(phones.secretary.disk)
  mkdirSync(folder, { recursive: true })
  const database = readFileSync(join(server.folder, databaseName))
  writeFileSync(join(folder, 'server.sqlite.gz'), gzipSync(database, { level: 9 }))
  writeFileSync(join(folder, 'device.json'), text(dump))
  const span = { started, ended: server.clock.now }
  writeFileSync(join(folder, 'exchange.json'), text({ ...span, exchanges: [...exchanges, newer] }))
}

type Phones = Readonly<Record<'clerk' | 'secretary' | 'member' | 'neighbour', Phone>>
type Pass = (ms: number) => void

async function firstDay({ clerk, secretary, member }: Phones, pass: Pass): Promise<void> {
  for (const each of [clerk, secretary, member]) await each.sync('first')
  const aboutVotes = {
    publisherId: 'town',
    publishedAt: '2026-10-14T00:00:00.000Z',
    order: 1,
    title: '怎样表决才算数',
    summary: '到会人数、赞成票数。',
    audience: 'all',
    minutes: 5,
    text: '## 到会人数\n\n半数以上有表决权的党员到会方可进行。',
  }
  await clerk.write(lesson, aboutVotes, 'lesson-votes')
  const file = { personId: 'member', branchId: 'east', standing: 'normal', joinedOn: '1998-07' }
  await clerk.write(personFile, { ...file, mobile: '13900000000' })
  await clerk.sync('push')
  pass(minute)
  await secretary.write(meeting, themeDay, 'meeting-october')
  await secretary.type(meeting, 'meeting-october', 'minutes', words)
  await secretary.write(meeting, lastYear, 'meeting-2025')
  for (const [person, status] of [
    ['secretary', 'present'],
    ['member', 'excused'],
  ] as const) {
    const cameTo = { meetingId: 'meeting-october', personId: person, branchId: 'east' }
    await secretary.write(attendance, { ...cameTo, heldAt: themeDay.startsAt, status })
  }
  await secretary.sync('push')
}

const themeDay = {
  branchId: 'east',
  kinds: ['themeDay', 'memberMeeting'],
  startsAt: '2026-10-14T01:30:00.000Z',
  place: '村委会会议室',
  topic: '秋收互助',
  'agenda/k1': { order: 1, title: '清点人数' },
  'agenda/k2': { order: 2, title: '秋收互助', notes: '先困难户。' },
  'resolutions/r1': { order: 1, text: '周六帮两户抢收。', personId: 'member', due: '2026-10-17' },
}
const words = '一、清点人数。\n二、商议秋收互助。'
const lastYear = {
  branchId: 'east',
  kinds: ['committee'],
  startsAt: '2025-11-03T01:00:00.000Z',
  place: '老支部活动室',
  topic: '年度安排',
}

/** From another phone, that knew nothing of the resolution that stands: two versions, to be settled. */
async function otherVersion(server: ExampleServer): Promise<void> {
  const device = 'device-second'
  const fields = { 'resolutions/r1': { order: 1, text: '周日帮两户抢收。' } }
  const edits = [server.edit('secretary', 'meeting', 'meeting-october', fields)]
  const cookie = await server.signIn('secretary', device)
  await server.post('/sync/v1', server.request('secretary', { device, edits }), { cookie })
}

async function laterDays({ clerk, secretary, member, neighbour }: Phones, pass: Pass) {
  pass(day)
  const openedAt = '2026-10-16T02:00:00.000Z'
  const readBy = { personId: 'member', lessonId: 'lesson-votes', branchId: 'east', openedAt }
  await member.write(study, { ...readBy, 'attempts/a1': { at: openedAt, asked: 5, right: 4 } })
  await member.sync('push')
  const west = { branchId: 'west', kinds: ['lecture'], startsAt: '2026-10-15T08:00:00.000Z' }
  await neighbour.write(meeting, { ...west, topic: '党课' }, 'meeting-west')
  const cameTo = { meetingId: 'meeting-west', personId: 'clerk', branchId: 'west' }
  await neighbour.write(attendance, { ...cameTo, heldAt: west.startsAt, status: 'remote' })
  await neighbour.sync('re-stamped')
  pass(minute)
  // Not his to write: it stays on his phone with the reason.
  await secretary.write(organisation, { name: '平原镇委员会' }, 'town')
  await secretary.write(meeting, { place: '晒谷场' }, 'meeting-october')
  await secretary.sync('refused')
  await secretary.write(meeting, await signatureOf(secretary, 'meeting-2025'), 'meeting-2025')
  await secretary.sync('signed')
  // The neighbour hands over; what only a secretary may hold leaves his phone.
  await clerk.sync('news')
  await clerk.write(post, { until: '2026-10-15' }, 'post-neighbour')
  await clerk.sync('push')
  pass(minute)
  await neighbour.sync('dropped')
}

async function signatureOf(phone: Phone, id: string) {
  const { freezes, signatures } = meeting.workflows['stage'] ?? {}
  const seal = sealOf((await phone.row(id))?.body ?? {}, freezes?.['signed'] ?? [])
  const signedAt = new Date(phone.pen.wallMs()).toISOString()
  const { by = '', at = '', seal: sealedIn = '' } = signatures?.['signed'] ?? {}
  return { stage: 'signed', [by]: 'secretary', [at]: signedAt, [sealedIn]: seal }
}

/** Far from any network: what the phones then hold is what this release leaves to the next. */
async function lastDay({ secretary }: Phones, pass: Pass): Promise<void> {
  pass(day)
  secretary.reachable = false
  await secretary.write(meeting, { topic: '秋收互助（续）' }, 'meeting-october')
  await secretary.type(meeting, 'meeting-october', 'minutes', `${words}\n三、定于周六。`)
  await secretary.write(meeting, { 'agenda/k3': { order: 3, title: '其他' } }, 'meeting-october')
  const unsent = { branchId: 'east', kinds: ['group'], startsAt: '2026-10-17T12:00:00.000Z' }
  await secretary.write(meeting, unsent, 'meeting-unsent')
  await secretary.type(meeting, 'meeting-unsent', 'minutes', '田间碰头会。')
  const cameTo = { meetingId: 'meeting-unsent', personId: 'member', branchId: 'east' }
  const present = { ...cameTo, heldAt: unsent.startsAt, status: 'present' }
  await secretary.write(attendance, present)
  const kept = await secretary.drafts.keep('meeting/new', { topic: '十一月计划', minutes: '草稿' })
  if (!kept.ok) throw new Error('the draft was not kept')
  await secretary.sync('next')
}

/** An app of next year asks this release's server. */
async function newerThanKnown(server: ExampleServer, first: unknown) {
  const request = { ...(first as object), protocol: 99 }
  const cookie = await server.signIn('clerk')
  const response = await server.post('/sync/v1', request, { cookie })
  const reply: unknown = await response.json()
  return { step: 'newer', person: 'clerk', request, status: response.status, reply }
}

const text = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`
