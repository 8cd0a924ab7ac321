import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { registry } from '../../schema/records/index.ts'
import type { ExclusionRow } from '../../schema/rules/exclusions.ts'
import { leftOutOn } from '../../schema/rules/exclusions.ts'
import type { Row } from '../../sync/authority/store.ts'
import { FileStore } from '../files/file-store.ts'
import { ServerKeys } from '../keys/server-keys.ts'
import { makeParts } from '../parts.ts'
import { openDatabase } from '../store/open-database.ts'
import { seedDemo } from './seed.ts'

const now = Date.parse('2026-11-22T04:00:00.000Z')
const today = '2026-11-22'

// Judged by the authority: a row of a type has its body.
const exclusionsIn = (rows: readonly Row[]) => rows as unknown as readonly ExclusionRow[]

/** What a seeded township holds, and how many members its secretary expects. */
async function seeded() {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-seed-'))
  const opened = openDatabase(folder)
  if (!opened.ok) throw new Error(opened.failure.detail)
  const log = pino({ level: 'silent' })
  const keys = ServerKeys.in(folder)
  const files = new FileStore(folder)
  const given = { registry, now: () => now, log, behindProxy: false, keys, files }
  const parts = makeParts(opened.value, given)
  const accounts = await seedDemo(parts)
  const digest = createHash('sha256')
  const counts: Record<string, number> = {}
  const facts = await parts.store.read(async (view) => {
    for (const { name } of registry.all) {
      const rows = await view.rowsOfType(name)
      counts[name] = rows.length
      for (const { id, body } of rows) digest.update(JSON.stringify([id, body]))
    }
    const secretary = parts.accounts.byName('shuji')
    const branch = (await view.row(secretary?.personId ?? ''))?.of
    const files = await view.rowsOfType('personFile')
    const leftOut = leftOutOn(exclusionsIn(await view.rowsOfType('exclusion')), branch ?? '', today)
    return {
      expected: files.filter(
        ({ body }) =>
          body['branchId'] === branch &&
          body['standing'] === 'normal' &&
          !leftOut.has(String(body['personId'])),
      ).length,
      reviewed: (await view.rowsOfType('handIn'))
        .map(({ body }) => String(body['state'] ?? 'waiting'))
        .sort(),
      grouped: (await view.rowsOfType('person')).filter(
        ({ body }) => body['branchId'] === branch && body['groupId'] !== undefined,
      ).length,
      silent: (await view.rowsOfType('meeting')).filter(({ at }) => Date.parse(at) > now).length,
    }
  })
  await opened.value.close()
  rmSync(folder, { recursive: true })
  return { digest: digest.digest('hex'), counts, facts, accounts: accounts.map(({ name }) => name) }
}

it(
  'makes the same township from the same files on the same day',
  { timeout: 240_000 },
  async () => {
    const first = await seeded()
    expect(first.accounts).toEqual(['shuji', 'fushuji', 'siji', 'xiangzhen', 'guanli'])
    expect(first.counts).toMatchObject({ organisation: 30, lesson: 8, question: 71, conflict: 0 })
    expect(first.facts).toEqual({
      expected: 28,
      grouped: 28,
      silent: 0,
      reviewed: ['accepted', 'returned', 'waiting'],
    })
    expect((await seeded()).digest).toBe(first.digest)
  },
)
