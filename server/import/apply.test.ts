import { describe, expect, it } from 'vitest'
import type { Store } from '../../sync/authority/store.ts'
import { applyPlan } from './apply.ts'
import { Desk, opened, workbookOf } from './example-import.ts'
import { ledgerOf } from './example-ledger.ts'

const number = '990138198208050673'
const rosterOf = (...rows: readonly (readonly (string | null)[])[]) =>
  workbookOf([['姓名', '公民身份号码', '人员类别', '所在党支部', '手机号码'], ...rows])
const wangming = (mobile: string) => rosterOf(['王明', number, '正式党员', '石槽村党支部', mobile])

// A whole township goes through MemoryStore, which copies itself for every edit.
describe('applying', { timeout: 60_000 }, () => {
  it('writes the samples through the authority, and a second time nothing', async () => {
    const desk = await Desk.open()
    expect(await desk.import('branches')).toEqual({ written: 26, refused: [] })
    expect(await desk.import('roster')).toEqual({ written: 765, refused: [] })
    expect(await desk.import('questions')).toEqual({ written: 24, refused: [] })
    expect(desk.identities.numbers.size).toBe(765)
    const revisions = async () =>
      (
        await Promise.all(
          ['organisation', 'person', 'personFile', 'question'].map((type) => desk.rows(type)),
        )
      )
        .flat()
        .reduce((sum, { rev }) => sum + rev, 0)
    const before = await revisions()
    for (const [kind, same, refused] of [
      ['branches', 26, 0],
      ['roster', 765, 5],
      ['questions', 24, 0],
    ] as const) {
      const prepared = opened(await desk.prepare(kind))
      expect(prepared.plan.counts).toEqual({ new: 0, changed: 0, same, joined: 0, refused })
      expect(await desk.apply(prepared)).toEqual({ written: 0, refused: [] })
    }
    expect(await revisions()).toBe(before)
  })

  it('keeps full numbers out of records and history, tells the buckets, and signs with the importer', async () => {
    const desk = await Desk.open()
    await desk.import('roster', await wangming('13900000001'))
    const person = (await desk.rows('person')).find(({ body }) => body['name'] === '王明')
    const id = person?.id ?? ''
    expect(desk.identities.numbers).toEqual(new Map([[id, number]]))
    const { file, history, logged } = await desk.store.read(async (view) => ({
      file: await view.row(`personFile:${id}`),
      history: [...(await view.history(id)), ...(await view.history(`personFile:${id}`))],
      logged: await view.holds('branch/branchA/files', `personFile:${id}`),
    }))
    expect(file?.body).toMatchObject({ idTail: '0673', mobile: '13900000001', standing: 'normal' })
    expect(person?.body['initials']).toBe('wm')
    expect(history).toMatchObject([
      { device: 'import', person: 'staff', result: 'accepted' },
      { device: 'import', person: 'staff', result: 'accepted' },
    ])
    expect(logged).toBe(true)
    expect(JSON.stringify([person, file, history])).not.toContain(number)
  })

  it('leaves alone what changed since the dry run', async () => {
    const desk = await Desk.open()
    await desk.import('roster', await wangming('13900000001'))
    const old = opened(await desk.prepare('roster', await wangming('13900000002')))
    await desk.import('roster', await wangming('13900000003'))
    expect(await desk.apply(old)).toEqual({
      written: 0,
      refused: [{ line: 2, reason: 'changedSince' }],
    })
    const file = (await desk.rows('personFile'))[0]
    expect(file?.body['mobile']).toBe('13900000003')
  })

  it('does not write twice what was applied twice', async () => {
    const desk = await Desk.open()
    const prepared = opened(await desk.prepare('roster', await wangming('13900000001')))
    expect(await desk.apply(prepared)).toEqual({ written: 1, refused: [] })
    expect(await desk.apply(prepared)).toEqual({ written: 0, refused: [] })
  })

  it('writes nothing for who lost the office since', async () => {
    const desk = await Desk.open()
    const prepared = opened(await desk.prepare('roster', await wangming('13900000001')))
    const actor = await desk.actor()
    await desk.put('post', 'post-3', {
      personId: 'staff',
      organisationId: 'township',
      office: 'staff',
      from: '2020-01-01',
      until: '2026-10-14',
    })
    expect(await desk.apply(prepared, actor)).toEqual({
      written: 0,
      refused: [{ line: 2, reason: 'notAllowed' }],
    })
    expect(desk.identities.numbers.size).toBe(0)
  })

  it('A2: writes all of a row or nothing, so that the next import finds what is missing', async () => {
    const desk = await Desk.open()
    const line = ['2024-3-5 9:00', '党课', null, null, null, 2, 1, '乙（外出）'] as const
    const prepared = opened(await desk.prepare('ledger', await ledgerOf(line), 'secretary-a'))
    const tripping: Store = {
      read: (work) => desk.store.read(work),
      write: (work) =>
        desk.store.write((transaction) =>
          work({
            ...transaction,
            putRow: (row) =>
              row.id.endsWith(':deputy-a')
                ? Promise.reject(new Error('the disk is full'))
                : transaction.putRow(row),
          }),
        ),
    }
    const { identities, newId } = desk
    const actor = await desk.actor('secretary-a')
    const heard: string[] = []
    const request = {
      prepared,
      actor,
      identities,
      newId,
      now: () => Date.parse('2026-10-15T01:00:00.000Z'),
    }
    const onError = (error: unknown) => void heard.push(String(error))
    expect(await applyPlan({ ...request, store: tripping, onError })).toEqual({
      written: 0,
      refused: [{ line: 2, reason: 'notSaved' }],
    })
    expect(heard).toEqual(['Error: the disk is full'])
    expect([...(await desk.rows('meeting')), ...(await desk.rows('attendance'))]).toEqual([])
    expect(await desk.import('ledger', await ledgerOf(line), 'secretary-a')).toEqual({
      written: 1,
      refused: [],
    })
    const came = (await desk.rows('attendance')).map(({ body }) => body['status'])
    expect(came.sort()).toEqual(['absent', 'present'])
  })

  it('brings the number a crash lost, without calling it a change', async () => {
    const desk = await Desk.open()
    await desk.import('roster', await wangming('13900000001'))
    desk.identities.numbers.clear()
    const prepared = opened(await desk.prepare('roster', await wangming('13900000001')))
    expect(prepared.plan.counts.same).toBe(1)
    await desk.apply(prepared)
    expect([...desk.identities.numbers.values()]).toEqual([number])
  })
})
