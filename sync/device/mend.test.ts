import { describe, expect, it } from 'vitest'
import type { Json } from '../../schema/json.ts'
import { entry, registry } from '../example-township.ts'
import type { Problem } from './held-edit.ts'
import type { DeviceRow } from './row.ts'
import { receive, settle } from './row.ts'
import { write } from './write.ts'

const first = '000000001000deviceB2'
const start = Date.parse('2026-03-10T08:00:00.000Z')

function phone() {
  let ids = 0
  let wall = start
  const pen = {
    device: 'deviceA1',
    wallMs: () => wall,
    offsetMs: () => 0,
    newId: () => `edit-${(ids += 1)}`,
  }
  let row: DeviceRow | undefined
  const now = () => {
    if (!row) throw new Error('nothing was written')
    return row
  }
  return {
    now,
    told: (rev: number, body: Record<string, Json>, stamp = first) => {
      const stamps = Object.fromEntries(Object.keys(body).map((name) => [name, stamp]))
      row = receive(registry, row, { id: 'row', type: 'entry', rev, body, stamps })
    },
    writes: (fields: Record<string, Json>) => {
      wall += 1_000
      const written = write(entry, row, { id: 'row', fields }, pen)
      if (!written.ok) throw new Error(JSON.stringify(written.failure))
      row = written.value
    },
    judged: (...said: readonly (readonly [edit: number, refused?: Problem])[]) => {
      const verdicts = said.map(([at, refused]) => {
        const edit = now().edits[at]?.id ?? ''
        return [
          edit,
          refused
            ? { edit, result: 'refused' as const, ...refused }
            : { edit, result: 'accepted' as const },
        ] as const
      })
      row = settle(registry, now(), new Map(verdicts))
    },
  }
}

const standing = { branchId: 'branchA', author: '甲', title: '原来的', place: '村委会' }
const badPlace: Problem = { reason: 'badValue', field: 'place' }

describe('P5 D1: mending takes the refused words along', () => {
  it('in one edit, under a new id, over what the refused edit replaced, and nothing is refused any more', () => {
    const { told, writes, judged, now } = phone()
    told(1, standing)
    writes({ place: '坏的', title: '也写了' })
    const refusedId = now().edits[0]?.id
    judged([0, badPlace])
    writes({ place: '好的' })
    expect(now().edits).toHaveLength(1)
    expect(now().edits[0]).toMatchObject({
      fields: { place: '好的', title: '也写了' },
      basis: { place: first, title: first },
    })
    expect(now().edits[0]?.id).not.toBe(refusedId)
    expect(now()).toMatchObject({ problem: null, body: { place: '好的', title: '也写了' } })
  })

  it('where the reason names no field, by writing all its fields anew', () => {
    const { told, writes, judged, now } = phone()
    told(1, standing)
    writes({ title: '一', place: '小学' })
    judged([0, { reason: 'notAllowed' }])
    writes({ title: '二' })
    expect(now().edits).toHaveLength(2)
    writes({ title: '三', place: '祠堂' })
    expect(now().edits.map(({ fields, refused }) => [fields, refused])).toEqual([
      [{ title: '二' }, undefined],
      [{ title: '三', place: '祠堂' }, undefined],
    ])
  })

  it('of a row the authority never took, all that was refused goes again as it was written, before the new edit', () => {
    const { writes, judged, now } = phone()
    writes({ branchId: 'branchA', author: '甲', title: '坏的' })
    writes({ place: '小学' })
    judged(
      [0, { reason: 'badValue', field: 'title' }],
      [1, { reason: 'missing', field: 'branchId' }],
    )
    const [begun, placed] = now().edits.map(({ stamp }) => stamp)
    writes({ title: '好的' })
    expect(now().edits).toMatchObject([
      { fields: { branchId: 'branchA', author: '甲' }, stamp: begun },
      { fields: { place: '小学' }, stamp: placed },
      { fields: { title: '好的' }, basis: { title: '' } },
    ])
    expect(now().edits.map(({ id }) => id)).not.toContain('edit-1')
    // A plan that is mended after its day stays a plan: the row goes on saying when it was begun.
    expect(now().stamps).toMatchObject({ branchId: begun, author: begun, place: placed })
    expect(now().problem).toBeNull()
  })

  it('of such a row whose first words make none without what is written anew, in one edit', () => {
    const { writes, judged, now } = phone()
    writes({ branchId: 'branchA', author: '坏的', place: '小学' })
    judged([0, { reason: 'badValue', field: 'author' }])
    writes({ author: '甲' })
    expect(now().edits).toMatchObject([
      { fields: { branchId: 'branchA', author: '甲', place: '小学' }, basis: { author: '' } },
    ])
  })

  it('several refused edits of one field leave one edit, over what lay under the first', () => {
    const { told, writes, judged, now } = phone()
    told(1, standing)
    writes({ place: '坏一' })
    writes({ place: '坏二', title: '二' })
    judged([0, badPlace], [1, badPlace])
    writes({ place: '好的' })
    expect(now().edits.map(({ fields, basis }) => ({ fields, basis }))).toEqual([
      { fields: { place: '好的', title: '二' }, basis: { place: first, title: first } },
    ])
  })
})

describe('P5: what does not mend it leaves it alone', () => {
  it('another field goes by itself, and the refused edit stays with its reason', () => {
    const { told, writes, judged, now } = phone()
    told(1, standing)
    writes({ place: '坏的', title: '一' })
    judged([0, badPlace])
    writes({ title: '二' })
    expect(now().edits.map(({ fields, refused }) => [fields, refused])).toEqual([
      [{ place: '坏的', title: '一' }, badPlace],
      [{ title: '二' }, undefined],
    ])
    // The authority knows nothing of what it refused: the second was written over what it holds.
    expect(now().edits[1]?.basis).toEqual({ title: first })
  })

  it('writing nothing new writes nothing', () => {
    const { told, writes, judged, now } = phone()
    told(1, standing)
    writes({ place: '坏的' })
    judged([0, badPlace])
    const before = now()
    writes({ place: '坏的' })
    expect(now()).toBe(before)
  })
})

describe('D4: mending brings no older word over a newer one', () => {
  it('words that others have written over by now go as they were written, apart from what is mended', () => {
    const { told, writes, judged, now } = phone()
    told(1, standing)
    writes({ place: '坏的', title: '我的旧话' })
    const { id: refusedId, stamp } = now().edits[0] ?? {}
    judged([0, badPlace])
    told(2, { ...standing, title: '别人后来的话' }, 'zzzzzzzzz000deviceB2')
    writes({ place: '好的' })
    expect(now().edits.map((edit) => [edit.fields, edit.refused])).toEqual([
      [{ title: '我的旧话' }, undefined],
      [{ place: '好的' }, undefined],
    ])
    expect(now().edits[0]).toMatchObject({ stamp, basis: { title: first } })
    expect(now().edits.map(({ id }) => id)).not.toContain(refusedId)
    expect(now().body['title']).toBe('别人后来的话')
  })

  it('a newer word of one’s own that waits stays as it is', () => {
    const { told, writes, judged, now } = phone()
    told(1, standing)
    writes({ place: '坏的', title: '旧' })
    writes({ title: '新' })
    judged([0, badPlace])
    writes({ place: '好的' })
    expect(now().edits.map(({ fields }) => fields)).toEqual([{ title: '新' }, { place: '好的' }])
    expect(now().body['title']).toBe('新')
  })
})

describe('A refused, B written over A before anybody knew', () => {
  it('B is over what A replaced', () => {
    const { told, writes, judged, now } = phone()
    told(1, standing)
    writes({ place: '坏的', title: '一' })
    writes({ place: '好的' })
    judged([0, badPlace])
    expect(now().edits[1]?.basis).toEqual({ place: first })
  })

  it('once B is accepted, A is gone where B wrote all its fields, and stays for what B did not write', () => {
    const { told, writes, judged, now } = phone()
    told(1, standing)
    writes({ place: '坏的' })
    writes({ place: '好的', title: '二' })
    judged([0, badPlace], [1])
    expect(now()).toMatchObject({ unsent: 0, problem: null, body: { place: '好的', title: '二' } })
    writes({ place: '坏的', title: '三' })
    writes({ place: '又好' })
    judged([0, badPlace])
    judged([1])
    expect(now().edits.map(({ fields }) => fields)).toEqual([{ place: '坏的', title: '三' }])
  })
})

it('edits written in one breath are judged in that order', () => {
  const pen = {
    device: 'deviceA1',
    wallMs: () => start,
    offsetMs: () => 0,
    newId: () => 'edit',
  }
  const stampOf = (after?: string) => {
    const fields = { branchId: 'branchA', author: '甲' }
    const written = write(entry, undefined, { id: 'row', fields, after }, pen)
    return written.ok ? (written.value?.edits[0]?.stamp ?? '') : ''
  }
  const one = stampOf()
  expect(stampOf(one) > one).toBe(true)
})

it('a field is written also where it says the same, where somebody decided so', () => {
  const { told, now } = phone()
  told(1, standing)
  const pen = { device: 'd', wallMs: () => start, offsetMs: () => 0, newId: () => 'edit' }
  const written = write(
    entry,
    now(),
    { id: 'row', fields: { title: '原来的' }, evenIfSame: true },
    pen,
  )
  expect(written).toMatchObject({
    ok: true,
    value: { edits: [{ fields: { title: '原来的' }, basis: { title: first } }] },
  })
})
