import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { derivedId } from '../../schema/define-record.ts'
import { digestWith, emptyDigest, writeDigest } from '../../sync/digest.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { readReply } from '../../sync/wire/sync.ts'
import { ExampleServer } from '../example-server.ts'
import { runCommand } from './command-line.ts'
import { contentsOf } from './example-book.ts'

vi.setConfig({ testTimeout: 60_000 })

const words = '这些话三年后就没有了'
const longAgo = Date.parse('2021-03-05T02:00:00.000Z')
const today = Date.parse('2026-10-15T02:00:00.000Z')
const oldStudy = derivedId('study', ['member', 'lesson-1'])
const newStudy = derivedId('study', ['member', 'lesson-2'])

let server: ExampleServer
let cookie: string
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  server.clock.now = longAgo
  cookie = await server.signIn('member')
})
afterEach(() => server.close())

async function retention(...typed: string[]) {
  const out: string[] = []
  const say = (line: string) => void out.push(line)
  const terminal = { dataFolder: server.folder, now: () => server.clock.now, say, sayAside: say }
  const code = await runCommand(['retention', ...typed], terminal)
  return { code, out: out.join('\n') }
}

const studyOf = (lessonId: string, openedAt: string, notes: string) => ({
  ...{ personId: 'member', lessonId, branchId: 'east' },
  ...{ openedAt, notes },
})

async function exchange(changes: Parameters<ExampleServer['request']>[1] = {}): Promise<SyncReply> {
  const response = await server.post('/sync/v1', server.request('member', changes), { cookie })
  expect(response.status).toBe(200)
  const reply = readReply(await response.json())
  if (!reply) throw new Error('no reply')
  return reply
}

const write = (row: string, fields: ReturnType<typeof studyOf> | { notes: string }) =>
  exchange({ edits: [server.edit('member', 'study', row, fields)] })

/** Everything that stands in any table, and the bytes of the file and its log. */
function everything(): string {
  const tables = JSON.stringify(contentsOf(server.folder))
  const files = readdirSync(server.folder).filter((name) => name.startsWith('branchbook.db'))
  return tables + files.map((name) => readFileSync(join(server.folder, name), 'utf8')).join('')
}

async function fillBook() {
  await write(oldStudy, studyOf('lesson-1', '2021-03-05T01:00:00.000Z', '先写的'))
  await write(oldStudy, { notes: words })
  server.clock.now = today
  cookie = await server.signIn('member')
  await write(newStudy, studyOf('lesson-2', '2026-10-15T01:00:00.000Z', '新写的'))
}

describe('branchbook retention', () => {
  it('lists what is due with its term and source, and changes nothing', async () => {
    await fillBook()
    const before = contentsOf(server.folder)
    const { code, out } = await retention('--each')
    expect(code).toBe(0)
    expect(out).toContain('至少 3 年')
    expect(out).toContain('处理情况记录至少保存三年')
    expect(out).toContain(`2021-03-05  学习记录  member  ${oldStudy}`)
    expect(out).toContain('retention --erase 1')
    expect(out).not.toContain(newStudy)
    expect(contentsOf(server.folder)).toEqual(before)
  })

  it('erases nothing where the number is not the one that was listed', async () => {
    await fillBook()
    expect((await retention('--erase', '2')).code).toBe(1)
    expect(everything()).toContain(words)
  })

  it('A1: erases contents from every table and the file, and every chain still holds', async () => {
    await fillBook()
    expect(everything()).toContain(words)
    expect((await retention('--erase', '1')).code).toBe(0)
    expect(everything()).not.toContain(words)
    expect(everything()).not.toContain('先写的')
    expect(everything()).toContain('新写的')
    const said: string[] = []
    const say = (line: string) => void said.push(line)
    const terminal = { dataFolder: server.folder, now: () => today, say, sayAside: say }
    expect(await runCommand(['verify-history'], terminal)).toBe(0)
    expect(said.join('\n')).toContain('其中 2 条内容已按规定清除')
    const [event] = server.parts.security.since(today)
    expect(event).toMatchObject({ event: 'erased', detail: 'studies 1' })
    expect((await retention('--erase', '0')).code).toBe(0)
  })

  it('R1: a device that holds the row is told that it is gone, and what it then holds is what the server counts', async () => {
    await fillBook()
    const first = await exchange({ open: ['person/member'] })
    const held = first.rows.map(({ id }) => id)
    expect(held).toEqual(expect.arrayContaining([oldStudy, newStudy]))
    await retention('--erase', '1')
    const next = await exchange({ positions: first.positions })
    expect(next.gone).toEqual([oldStudy])
    const left = first.rows.filter(({ id, type }) => type === 'study' && id !== oldStudy)
    const digest = left.reduce((sum, row) => digestWith(sum, row), emptyDigest)
    expect(next.digests['person/member']).toBe(writeDigest(digest))
  })

  it('leaves what is still in hand, and what was written again lately', async () => {
    const request = { personId: 'member', branchId: 'east', field: 'name', wanted: '王二' }
    await server.found('correction', 'c1', { ...request, askedAt: '2021-03-05T01:00:00.000Z' })
    await write(oldStudy, studyOf('lesson-1', '2021-03-05T01:00:00.000Z', '先写的'))
    server.clock.now = today
    cookie = await server.signIn('member')
    await write(oldStudy, { notes: '又写' })
    expect((await retention()).out).toContain('共 0 条')
  })

  it('takes what somebody chose 90 days after he left, with his looks and the numbers shown', async () => {
    const chosen = { personId: 'member', branchId: 'east', version: 1 }
    const row = derivedId('noticeRead', ['member', '1'])
    await server.found('noticeRead', row, { ...chosen, at: '2021-03-05T01:00:00.000Z' })
    const note = { account: 'account-clerk', device: 'd', person: 'member', reason: '核对表册' }
    await server.parts.disclosures.note(note, longAgo)
    server.clock.now = today
    await server.parts.disclosures.note({ ...note, reason: '昨天才看' }, today)
    expect((await retention()).out).toContain('共 1 条')
    await server.found('person', 'member', { removedAt: '2026-07-10T01:00:00.000Z' })
    expect((await retention('--erase', '2')).code).toBe(0)
    expect(everything()).not.toContain('核对表册')
    expect(everything()).toContain('昨天才看')
    expect(await server.parts.store.read((view) => view.row(row))).toBeUndefined()
  })
})
