/**
 * A ledger that this book makes is one that it reads: what comes back into the same book is nothing new, and what comes into an
 * empty one is the same meetings.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BodyFor } from '../../schema/define-record.ts'
import { registry } from '../../schema/records/index.ts'
import type { MeetingKind } from '../../schema/records/meeting.ts'
import { meetingKinds } from '../../schema/records/meeting.ts'
import type { tally } from '../../schema/records/tally.ts'
import { dayAfter, instantOf, localDay, localYear } from '../../schema/rules/calendar.ts'
import { FileStore } from '../../server/files/file-store.ts'
import { seedDemo } from '../../server/demo/seed.ts'
import { Desk, opened, workbookOf } from '../../server/import/example-import.ts'
import { planImport } from '../../server/import/index.ts'
import { ServerKeys } from '../../server/keys/server-keys.ts'
import type { Parts } from '../../server/parts.ts'
import { makeParts } from '../../server/parts.ts'
import { openDatabase } from '../../server/store/open-database.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { Row } from '../../sync/authority/store.ts'
import type { BookedMeeting } from '../../web/lib/paper/booked-meeting.ts'
import { bookOf, sayNumbers } from '../../web/lib/paper/booked-meeting.ts'
import { ledgerOf } from '../../web/lib/paper/ledger.ts'
import { ledgerSheet } from '../../web/lib/paper/paper-sheets.ts'
import { countsByMeeting } from '../../web/lib/roll/counts.ts'

const now = Date.parse('2026-10-14T04:00:00.000Z')
const folder = mkdtempSync(join(tmpdir(), 'branchbook-ledger-'))

let parts: Parts
let meetings: readonly Row[]
let names: ReadonlyMap<string, string>

beforeAll(async () => {
  const database = openDatabase(folder)
  if (!database.ok) throw new Error(database.failure.detail)
  const log = pino({ level: 'silent' })
  const given = { registry, now: () => now, log, behindProxy: false, keys: ServerKeys.in(folder) }
  parts = makeParts(database.value, { ...given, files: new FileStore(folder) })
  await seedDemo(parts)
  const rows = (type: string) => parts.store.read((view) => view.rowsOfType(type))
  meetings = await rows('meeting')
  const named = [...(await rows('organisation')), ...(await rows('person'))]
  names = new Map(named.map(({ id, body }) => [id, String(body['name'])]))
  // A year of a township goes through the authority, on a machine that may be busy.
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Written = Pick<BookedMeeting, 'id' | 'body'>

/** As a screen books it, with the counts that were published. */
const bookedIn = ({ id, body }: Written, counts?: BookedMeeting['counts']): BookedMeeting => ({
  id,
  body,
  groups: (body.groupIds ?? []).map((group) => names.get(group) ?? group),
  counts,
  lines: [],
  guests: [],
  cameWithVote: undefined,
  notCounted: [],
  beside: [],
})

const nameOf = (id: string) => names.get(id)

function exported(mark: string, booked: readonly BookedMeeting[]): Promise<Uint8Array> {
  const { headings, rows } = ledgerSheet('三会一课台账', ledgerOf(booked, nameOf))
  return workbookOf([[mark], headings, ...rows])
}

/** A stored meeting fits its definition. */
const written = ({ id, body }: Row): Written => ({ id, body: body as Written['body'] })

async function countsIn(): Promise<ReadonlyMap<string, BookedMeeting['counts']>> {
  const rows = await parts.store.read((view) => view.rowsOfType('tally'))
  const tallies = rows.map(({ id, body }) => ({ id, body: body as BodyFor<typeof tally> }))
  return countsByMeeting(tallies, meetings.map(written))
}

/** What of a meeting a ledger can carry. */
const factsOf = (rows: readonly Written[], called: (id: string) => string = (id) => id) =>
  rows
    .map(({ body: { kinds, startsAt, notHeld, groupIds = [] } }) =>
      [startsAt, [...kinds].join('、'), notHeld ?? '', groupIds.map(called).sort().join('、')].join(
        ' | ',
      ),
    )
    .sort()

describe('the ledgers of the demonstration', () => {
  const branchesOf = () => [...new Set(meetings.map(({ of }) => of))]
  const yearsOf = (branchId: string) =>
    [...new Set(meetings.filter(({ of }) => of === branchId).map(({ at }) => localYear(at)))].map(
      Number,
    )

  it('bring nothing new, differ in nothing and change nothing in the book they come from', async () => {
    const account = parts.accounts.byName('xiangzhen')
    if (!account) throw new Error('the township has a desk')
    const counts = await countsIn()
    const newId = () => 'x'.repeat(22)
    const actor = await parts.store.read((view) => actorOf(view, account, now))
    if (!actor) throw new Error('whose desk it is holds an office')
    let read = 0
    for (const branchId of branchesOf()) {
      for (const year of yearsOf(branchId)) {
        const own = meetings.filter(({ of }) => of === branchId).map(written)
        const booked = bookOf(own, year, now).map((each) => bookedIn(each, counts.get(each.id)))
        const bytes = await exported(names.get(branchId) ?? '', booked)
        const { identities, store } = parts
        const given = { kind: 'ledger', bytes, fileName: '台账.xlsx', actor, identities } as const
        const prepared = await store.read((view) =>
          planImport({ ...given, view, newId, now: () => now }),
        )
        const { plan } = opened(prepared)
        expect(
          plan.rows.filter((row) => row.verdict !== 'same' || row.notes),
          names.get(branchId),
        ).toEqual([])
        read += plan.rows.length
      }
    }
    expect(read).toBeGreaterThan(meetings.length)
  })

  it('bring the same meetings into an empty branch, and a second time nothing', async () => {
    const secretary = parts.accounts.byName('shuji')
    const branchId = (await parts.store.read((view) => view.row(secretary?.personId ?? '')))?.of
    const desk = await Desk.open()
    const groups = await parts.store.read((view) => view.rowsOf('organisation', branchId ?? ''))
    for (const { id, body } of groups)
      await desk.put('organisation', id, { ...body, parentId: 'branchA' })
    const own = meetings.filter(({ of }) => of === branchId).map(written)
    const counts = await countsIn()
    for (const year of yearsOf(branchId ?? '')) {
      const booked = bookOf(own, year, now).map((each) => bookedIn(each, counts.get(each.id)))
      const bytes = await exported('石槽村', booked)
      const { refused } = await desk.import('ledger', bytes, 'secretary-a')
      expect(refused).toEqual([])
      const here = (await desk.rows('meeting')).map(written)
      const ofYear = here.filter(({ body }) => Number(localYear(body.startsAt)) === year)
      expect(factsOf(ofYear)).toEqual(factsOf(booked))
      const held = (all: readonly Pick<BookedMeeting, 'body' | 'counts'>[]) =>
        all
          .filter(({ body }) => body.notHeld === undefined)
          .map(numbersOf)
          .sort()
      // No member of the empty branch is known by name: the numbers are the ledger's own.
      expect(held(ofYear.map(({ body }) => ({ body, counts: undefined })))).toEqual(held(booked))
      const again = await desk.plan('ledger', bytes, 'secretary-a')
      expect(again.rows.filter((row) => row.verdict !== 'same' || row.notes)).toEqual([])
    }
  })
})

const numbersOf = ({ body, counts }: Pick<BookedMeeting, 'body' | 'counts'>) => {
  const { expected, present } = sayNumbers({ body, counts })
  return `${body.startsAt} ${expected}/${present}`
}

describe('whatever a year of a branch held', () => {
  const groups = ['第一党小组', '第二党小组', '第三党小组']
  const kinds = Object.keys(meetingKinds) as MeetingKind[]
  const reason = fc.oneof(
    fc.constantFrom('农忙，改期召开', '大雪；道路不通', '未召开：原定下午', '与镇里的会冲突'),
    fc.stringMatching(/^[农忙雪路，；、：]{1,12}$/).filter((words) => /[农忙雪路]$/.test(words)),
  )
  const gathering = fc.record({
    step: fc.nat({ max: 280 }),
    kinds: fc.subarray(kinds, { minLength: 1, maxLength: 3 }),
    notHeld: fc.option(reason, { nil: undefined }),
    groups: fc.subarray(['g0', 'g1', 'g2']),
    counts: fc.option(fc.record({ expected: fc.nat(40), present: fc.nat(40) }), { nil: undefined }),
  })
  type Any = {
    readonly step: number
    readonly kinds: readonly MeetingKind[]
    readonly notHeld: string | undefined
    readonly groups: readonly string[]
    readonly counts: { readonly expected: number; readonly present: number } | undefined
  }

  const booked = (all: readonly Any[]): readonly BookedMeeting[] =>
    all.map(({ step, kinds: some, notHeld, groups: met, counts }, at) => {
      const groupIds = some.includes('group') ? met : []
      return {
        id: `meeting${at}`,
        body: {
          branchId: 'branchA',
          kinds: some,
          startsAt: instantOf(dayAfter('2026-01-01', step), '09:30'),
          ...(notHeld !== undefined && { notHeld }),
          ...(groupIds.length > 0 && { groupIds }),
        },
        groups: groupIds.map((id) => groups[Number(id.slice(1))] ?? ''),
        counts: counts && { state: 'called', ...counts, madeUp: 0, rate: 0 },
        lines: [],
        guests: [],
        cameWithVote: undefined,
        notCounted: [],
        beside: [],
      }
    })

  it('comes into an empty branch as it was, and into its own book as nothing new', async () => {
    const year = fc.uniqueArray(gathering, { maxLength: 12, selector: ({ step }) => step })
    await fc.assert(
      fc.asyncProperty(year, async (all) => {
        const own = booked(all)
        const bytes = await exported('台账', own)
        const [empty, same] = [await Desk.open(), await Desk.open()]
        for (const desk of [empty, same]) {
          for (const [at, name] of groups.entries())
            await desk.put('organisation', `g${at}`, { name, kind: 'group', parentId: 'branchA' })
        }
        for (const { id, body } of own) await same.put('meeting', id, { ...body })
        const inBook =
          all.length === 0 ? undefined : await same.plan('ledger', bytes, 'secretary-a')
        expect((inBook?.rows ?? []).filter(({ verdict }) => verdict !== 'same')).toEqual([])
        if (all.length > 0) await empty.import('ledger', bytes, 'secretary-a')
        const here = (await empty.rows('meeting')).map(written)
        expect(factsOf(here)).toEqual(factsOf(own))
        expect(here.every(({ body }) => localDay(body.startsAt).startsWith('2026'))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
