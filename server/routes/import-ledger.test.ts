import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HistoryLine } from '../../sync/wire/history.ts'
import type {
  ImportKind,
  ImportPlan,
  ImportProgress,
  ImportResult,
} from '../../sync/wire/import.ts'
import { importFileLimit } from '../../sync/wire/import.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { readReply } from '../../sync/wire/sync.ts'
import { ExampleServer } from '../example-server.ts'
import { sampleOf, workbookOf } from '../import/example-import.ts'
import { importRoutes } from './import.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

type Body = string | Uint8Array | ReadableStream

const upload = (cookie: string, body: Body, kind: ImportKind = 'ledger', query = '') =>
  server.app.request(`/api/import/${kind}${query}`, {
    method: 'POST',
    headers: { cookie, 'x-file-name': encodeURIComponent('东村《台账》.xlsx') },
    body,
    duplex: 'half',
  } as RequestInit)
const applyAs = (cookie: string, id: string) =>
  server.app.request(`/api/import/plans/${id}/apply`, { method: 'POST', headers: { cookie } })

const heading = ['时间', '会议类型', '党支部', '主题', '应到', '实到', '缺席人员']
const ledgerOf = (...lines: readonly (readonly (string | number | null)[])[]) =>
  workbookOf([heading, ...lines])
const stored = (type: string) => server.parts.store.read((view) => view.rowsOfType(type))

async function planned(name: string, bytes: Uint8Array): Promise<ImportPlan> {
  const response = await upload(await server.signIn(name), bytes)
  expect(response.status).toBe(200)
  return (await response.json()) as ImportPlan
}

async function brought(name: string, bytes: Uint8Array): Promise<ImportResult> {
  const { id } = await planned(name, bytes)
  return (await (await applyAs(await server.signIn(name), id)).json()) as ImportResult
}

async function opened(name: string, year: number, packs: boolean): Promise<SyncReply> {
  const open = [`branch/east/public/${year}`, `branch/east/work/${year}`]
  const cookie = await server.signIn(name)
  const wish = server.request(name, { open, packs })
  const reply = readReply(await (await server.post('/sync/v1', wish, { cookie })).json())
  if (!reply) throw new Error('what came is no reply')
  return reply
}

const inPacks = ({ packs }: SyncReply) =>
  packs.map(({ data }) => gunzipSync(Buffer.from(data, 'base64')).toString()).join('\n')

describe('a ledger of earlier years', () => {
  const threeYearsAgo = () =>
    ledgerOf(['2023-5-10 9:00', '党课', null, '看账', 2, 1, 'member（病假）'])

  it('reaches the phones that open its year, packed or not, and nobody of another branch', async () => {
    // Somebody looked before there was anything.
    expect(inPacks(await opened('secretary', 2023, true))).not.toContain('看账')
    expect(await brought('secretary', await threeYearsAgo())).toEqual({ written: 1, refused: [] })
    const rows = (await opened('secretary', 2023, false)).rows
    const types = rows.filter(({ body }) => String(body['heldAt'] ?? body['startsAt']) < '2024')
    expect(types.map(({ type }) => type).sort()).toEqual([
      'attendance',
      'attendance',
      'meeting',
      'tally',
    ])
    expect(rows.find(({ type }) => type === 'tally')?.body).toMatchObject({
      expected: 2,
      present: 1,
    })
    expect(inPacks(await opened('secretary', 2023, true))).toContain('看账')
    const ofMember = inPacks(await opened('member', 2023, true))
    expect([ofMember.includes('看账'), ofMember.includes('病假')]).toEqual([true, false])
    const next = await opened('neighbour', 2023, false)
    expect(next.rows.filter(({ type }) => type === 'meeting')).toEqual([])
  })

  it('says in its history by whom and when, and in its minutes from which file and row', async () => {
    await brought('secretary', await threeYearsAgo())
    const [meeting] = await stored('meeting')
    const cookie = await server.signIn('secretary')
    const lines = (await (
      await server.get(`/api/history/${meeting?.id}`, cookie)
    ).json()) as HistoryLine[]
    expect(lines).toMatchObject([
      { personName: 'secretary', device: 'import', receivedAt: server.clock.now },
    ])
    expect(meeting?.body['minutes']).toBe('以上从台账《东村 台账 .xlsx》第 2 行导入。')
  })

  it(
    'of many meetings is written while others are served, and tells how far it is',
    { timeout: 60_000 },
    async () => {
      for (const index of Array.from({ length: 20 }).keys())
        await server.found('person', `p${index}`, {
          name: `党员${index}`,
          branchId: 'east',
          kind: 'full',
        })
      const day = (index: number) =>
        new Date(Date.parse('2020-01-01') + index * 86_400_000).toISOString().slice(0, 10)
      const bytes = await ledgerOf(
        ...Array.from({ length: 120 }, (_none, index) => [
          `${day(index)} 9:00`,
          '主题党日',
          null,
          '学习',
          22,
          21,
          '党员3（病假）',
        ]),
      )
      const plan = await planned('secretary', bytes)
      expect(plan.counts).toMatchObject({ new: 120, refused: 0 })
      const cookie = await server.signIn('secretary')
      const applying = Promise.resolve(applyAs(cookie, plan.id))
      const seen = new Set<number>()
      let isOver = false
      void applying.then(() => (isOver = true))
      const address = `/api/import/plans/${plan.id}/progress`
      while (!isOver) {
        const { done, of } = (await (await server.get(address, cookie)).json()) as ImportProgress
        if (of > 0) seen.add(done)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      expect(await (await applying).json()).toEqual({ written: 120, refused: [] })
      expect(seen.size).toBeGreaterThan(3)
      expect((await stored('attendance')).length).toBe(2_640)
      expect((await server.get(address, await server.signIn('neighbour'))).status).toBe(410)
    },
  )
})

describe('who may bring one, whatever he asks for', () => {
  const west = () => ledgerOf(['2024-5-10 9:00', '党课', '西村党支部', '不是我的'])

  it('a secretary nothing into another branch’s book', async () => {
    const plan = await planned('secretary', await west())
    expect(plan.rows).toMatchObject([{ verdict: 'refused', reason: 'otherBranch' }])
    expect(await brought('secretary', await west())).toEqual({ written: 0, refused: [] })
    const cookie = await server.signIn('secretary')
    const asked = await upload(
      cookie,
      await ledgerOf(['2024-5-10', '党课', null]),
      'ledger',
      '?branch=west',
    )
    const { id } = (await asked.json()) as ImportPlan
    await applyAs(cookie, id)
    expect((await stored('meeting')).map(({ of }) => of)).toEqual(['east'])
  })

  it('a secretary no other file, and a member none at all', async () => {
    const secretary = await server.signIn('secretary')
    for (const kind of ['branches', 'roster', 'questions'] as const)
      expect([kind, (await upload(secretary, sampleOf[kind], kind)).status]).toEqual([kind, 403])
    await server.appoint('member', 'east', 'committee')
    const member = await server.signIn('member')
    expect((await upload(member, await west())).status).toBe(403)
    expect((await upload('', await west())).status).toBe(401)
  })

  it('nobody with the dry run of somebody else, nor after his office ended', async () => {
    const bytes = await ledgerOf(['2024-5-10 9:00', '党课', null])
    const plan = await planned('secretary', bytes)
    for (const name of ['neighbour', 'member', 'clerk'])
      expect([name, (await applyAs(await server.signIn(name), plan.id)).status]).toEqual([
        name,
        410,
      ])
    await server.found('post', 'post-secretary', { until: '2026-10-14' })
    expect((await applyAs(await server.signIn('secretary'), plan.id)).status).toBe(403)
    expect(await stored('meeting')).toEqual([])
  })

  it('the township into branches below it, and by no other way than a ledger', async () => {
    expect(await brought('clerk', await west())).toEqual({ written: 1, refused: [] })
    const [meeting] = await stored('meeting')
    const cookie = await server.signIn('clerk')
    const edits = [server.edit('clerk', 'meeting', meeting?.id ?? '', { place: '别处' })]
    const wish = server.request('clerk', { edits })
    const reply = readReply(await (await server.post('/sync/v1', wish, { cookie })).json())
    expect(reply?.verdicts).toMatchObject([{ result: 'refused', reason: 'notAllowed' }])
  })
})

describe('what is no ledger', () => {
  it('is answered in a word: too large, no Excel file, another sheet, an empty one', async () => {
    const cookie = await server.signIn('secretary')
    const answer = async (body: Body) => {
      const response = await upload(cookie, body)
      return [response.status, await response.json()]
    }
    expect(await answer(new Uint8Array(20_000_000))).toEqual([413, { error: 'tooLarge' }])
    expect(await answer(new Uint8Array(importFileLimit))).toEqual([413, { error: 'tooLarge' }])
    expect(await answer('时间,会议类型\n')).toEqual([422, { error: 'notExcel' }])
    expect(await answer(sampleOf.roster)).toEqual([
      422,
      { error: 'missingColumns', names: ['日期', '会议类型'] },
    ])
    expect(await answer(await ledgerOf())).toEqual([422, { error: 'emptySheet' }])
    const long = Array.from({ length: 2_001 }, () => ['2024-5-10', '党课'])
    expect(await answer(await ledgerOf(...long))).toEqual([413, { error: 'tooLarge' }])
  })

  it('fills no disk: of one keeper so much a day, of the township no less than ever', async () => {
    const app = new Hono().route('/', importRoutes(server.parts, { edits: 2, characters: 1e6 }))
    const send = async (name: string, path: string, body?: Uint8Array<ArrayBuffer>) => {
      const headers = { cookie: await server.signIn(name) }
      return app.request(path, { method: 'POST', headers, ...(body && { body }) })
    }
    const bring = async (name: string, day: number) => {
      const bytes = await ledgerOf([`2024-5-${day} 9:00`, '党课', '东村党支部'])
      const plan = await send(name, '/api/import/ledger', Uint8Array.from(bytes))
      const { id } = (await plan.json()) as ImportPlan
      const response = await send(name, `/api/import/plans/${id}/apply`)
      return [response.status, ((await response.json()) as { error?: string }).error]
    }
    expect(await bring('secretary', 1)).toEqual([200, undefined])
    expect(await bring('secretary', 2)).toEqual([200, undefined])
    expect(await bring('secretary', 3)).toEqual([429, 'tooManyTries'])
    for (const day of [4, 5, 6]) expect(await bring('clerk', day)).toEqual([200, undefined])
    server.clock.now += 86_400_000
    expect(await bring('secretary', 3)).toEqual([200, undefined])
  })

  it('holds up nobody: of one account two files are read at once', async () => {
    const cookie = await server.signIn('secretary')
    const never = () => new ReadableStream({ start: () => undefined })
    const waiting = [upload(cookie, never()), upload(cookie, never())]
    await new Promise((resolve) => setTimeout(resolve, 50))
    const third = await upload(cookie, 'x')
    expect([third.status, await third.json()]).toMatchObject([429, { error: 'busy' }])
    const other = await upload(await server.signIn('neighbour'), 'x')
    expect(other.status).toBe(422)
    void waiting
  })
})
