import { expect, test } from 'vitest'
import type { ImportClient, ImportFailure } from '#lib/session/import-client.ts'
import { fail, succeed } from '#sync/result.ts'
import type { ImportPlan } from '#sync/wire/import.ts'
import { ImportRun } from './run.svelte.ts'

const file = new File(['x'], 'roster.xlsx')

const plan = (counts: Partial<ImportPlan['counts']>): ImportPlan => ({
  id: 'p1',
  kind: 'roster',
  file: file.name,
  counts: { new: 0, changed: 0, same: 0, joined: 0, refused: 0, ...counts },
  blank: 0,
  otherColumns: [],
  unread: [],
  rows: [
    { verdict: 'new', line: 2, title: '崔新', subtitle: '' },
    { verdict: 'refused', line: 3, title: '罗敏', subtitle: '', reason: 'badDate' },
  ],
})

/** A server that plans, applies as told, and notes what it was asked. */
function server(applies: ImportFailure | undefined, planned = plan({ new: 1, refused: 1 })) {
  const asked: string[] = []
  const client: ImportClient = {
    plan: async (kind) => {
      asked.push(`plan ${kind}`)
      return succeed(planned)
    },
    apply: async (id, onprogress) => {
      asked.push(`apply ${id}`)
      onprogress({ done: 1, of: 2 })
      return applies ? fail(applies) : succeed({ written: 1, refused: [] })
    },
    refusedRows: async () => fail({ error: 'expired' }),
  }
  return { asked, client }
}

async function checked(client: ImportClient, onwritten = () => undefined as void) {
  const run = new ImportRun(client, 'roster', onwritten)
  run.file = file
  await run.check()
  return run
}

test('choosing a file checks it and writes nothing', async () => {
  const { asked, client } = server(undefined)
  const run = await checked(client)
  expect(run.stage.at).toBe('planned')
  expect(asked).toEqual(['plan roster'])
  expect(run.toWrite).toBe(1)
})

test('rows that need a person’s eye are shown first', async () => {
  const run = await checked(server(undefined).client)
  expect(run.rows.map(({ line }) => line)).toEqual([3])
  run.verdict = undefined
  expect(run.rows).toHaveLength(2)
  const fine = await checked(server(undefined, plan({ new: 2 })).client)
  expect(fine.verdict).toBeUndefined()
})

test('what was written is fetched at once', async () => {
  let fetched = 0
  const run = await checked(server(undefined).client, () => void (fetched += 1))
  await run.apply()
  expect(run.stage).toMatchObject({ at: 'done', result: { written: 1 } })
  expect(fetched).toBe(1)
  await run.apply()
  expect(fetched).toBe(1)
})

test('says how far applying is', async () => {
  const { client } = server(undefined)
  let stages: unknown[] = []
  const run = await checked({
    ...client,
    apply: async (id, onprogress) => {
      const answer = await client.apply(id, onprogress)
      stages = [run.stage]
      return answer
    },
  })
  await run.apply()
  expect(stages).toMatchObject([{ at: 'applying', progress: { done: 1, of: 2 } }])
})

test('nothing is sent of a file that is larger than any may be', async () => {
  const { asked, client } = server(undefined)
  const run = new ImportRun(client, 'ledger', () => undefined)
  const large = new File(['x'], 'large.xlsx')
  Object.defineProperty(large, 'size', { value: 20 * 1024 * 1024 })
  run.file = large
  await run.check()
  expect([run.stage.at, run.failure, asked]).toEqual(['choosing', { error: 'tooLarge' }, []])
})

test('without an answer the plan stays, so that asking again is possible', async () => {
  const { asked, client } = server({ error: 'unanswered' })
  const run = await checked(client)
  await run.apply()
  expect(run.stage.at).toBe('planned')
  expect(run.failure).toEqual({ error: 'unanswered' })
  await run.check()
  expect(run.failure).toBeUndefined()
  expect(asked).toEqual(['plan roster', 'apply p1', 'plan roster'])
})

test('a file that cannot be read is still there to be chosen anew', async () => {
  const { client } = server(undefined)
  const run = await checked({ ...client, plan: async () => fail({ error: 'notExcel' }) })
  expect(run.stage.at).toBe('choosing')
  expect(run.file).toBe(file)
  run.startAgain('branches')
  expect([run.file, run.failure, run.kind]).toEqual([undefined, undefined, 'branches'])
})

test('a list of refused rows grown too old says so', async () => {
  const run = await checked(server(undefined).client)
  await run.download(() => expect.unreachable())
  expect(run.failure).toEqual({ error: 'expired' })
  expect(run.downloading).toBe(false)
})
