// The form from opening to the written record, over a device that only remembers what it is told.
import { describe, expect, test } from 'vitest'
import type { Row, RowDraft, WriteFailure } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { MeetingBody } from './meeting-draft.ts'
import type { FormTools } from './meeting-form.svelte.ts'
import { MeetingForm } from './meeting-form.svelte.ts'

const startsAt = instantOf('2026-10-08', '09:30')
const body: MeetingBody = { branchId: 'b1', kinds: ['themeDay'], startsAt, place: '村委会' }

type Held = Row<MeetingBody>
const row = (more: Partial<Held> = {}): Held => ({
  id: 'm1',
  type: 'meeting',
  at: startsAt,
  body,
  mark: 'arrived',
  problem: null,
  revision: 0,
  edits: [],
  ...more,
})

const people = ['cui', 'wang'].map((id) => ({
  id,
  type: 'person',
  body: { name: id, branchId: 'b1', kind: 'full' },
}))

/** Everything the form does to the device, in order. */
function device(held?: Held) {
  const done: string[] = []
  const kept = new Map<string, Json>()
  const said: { write: Result<readonly string[], WriteFailure>; written: readonly RowDraft[] } = {
    write: succeed([]),
    written: [],
  }
  // Lists hold what the branch has; a stand-in cannot know each type's body.
  const list = ((type: { name: string }) => ({
    current: type.name === 'person' ? people : [],
    ready: true,
  })) as unknown as FormTools['records']['list']
  const tools: FormTools = {
    clock: { now: () => Date.parse(startsAt) + 60_000, offsetMs: 0 },
    drafts: {
      read: (name) => {
        const value = kept.get(name)
        return Promise.resolve(
          value === undefined ? undefined : { value: value as never, savedAt: 1 },
        )
      },
      keep: (name, value) => {
        done.push('keep')
        kept.set(name, value)
        return Promise.resolve(succeed(undefined))
      },
      discard: (name) => {
        done.push('discard')
        kept.delete(name)
        return Promise.resolve()
      },
    },
    records: {
      list,
      one: (() => ({ current: held, ready: true })) as unknown as FormTools['records']['one'],
      find: (() => Promise.resolve(held)) as unknown as FormTools['records']['find'],
      findAll: () => Promise.resolve([]),
      write: (drafts) => {
        done.push('write')
        said.written = drafts
        return Promise.resolve(said.write)
      },
      newId: () => 'abcdefghijklmnopqrstuv',
    },
  }
  return { tools, done, kept, said }
}

async function open(tools: FormTools, branchId = 'b1') {
  const form = new MeetingForm(tools, { id: 'm1', me: 'cui', branchId, kinds: [], notHeld: false })
  await form.open()
  return form
}

describe('a new record', () => {
  test('is written with one kind ticked and nothing else touched; no roll is made up', async () => {
    const { tools, done, said } = device()
    const form = await open(tools)
    form.type('kinds', ['themeDay'])
    expect(await form.save()).toBe(true)
    expect(done).toEqual(['keep', 'write', 'discard'])
    expect(said.written.map(({ type }) => type.name)).toEqual(['meeting'])
  })

  test('without a kind nothing is written, and the place is named', async () => {
    const { tools, done } = device()
    const form = await open(tools)
    expect(await form.save()).toBe(false)
    expect([...form.flaws]).toEqual([['kinds', 'missing']])
    expect(done).toEqual([])
  })

  test('the roll goes with the meeting in one write', async () => {
    const { tools, said } = device()
    const form = await open(tools)
    form.type('kinds', ['themeDay'])
    form.tickRoll(['cui'])
    await form.save()
    expect(said.written.map(({ id, fields }) => [id, fields['status']])).toEqual([
      ['m1', undefined],
      ['attendance:m1:cui', 'present'],
      ['attendance:m1:wang', 'absent'],
    ])
  })

  test('a draft left behind by a killed tab is taken up as it was', async () => {
    const { tools } = device()
    const form = await open(tools)
    form.typeMinutes('写到一半', false)
    const again = await open(tools)
    expect(again.shown.minutes).toBe('写到一半')
    expect(again.keeping).toEqual({ state: 'kept', at: 1 })
  })
})

describe('an edit', () => {
  test('writes only what was touched, so that what others changed meanwhile stands', async () => {
    const { tools, said } = device(row())
    const form = await open(tools, '')
    form.typeMinutes('补记', false)
    await form.save()
    expect(said.written.map(({ fields }) => fields)).toEqual([
      { branchId: 'b1', minutes: { text: '补记', update: expect.any(String) }, notHeld: null },
    ])
  })

  test('a full disk keeps the draft and says so', async () => {
    const { tools, said, kept } = device(row())
    said.write = fail({ kind: 'full' })
    const form = await open(tools, '')
    form.typeMinutes('补记', false)
    expect(await form.save()).toBe(false)
    expect(form.failure).toEqual({ kind: 'full' })
    expect(kept.has('meeting/m1')).toBe(true)
  })

  test('what is not there cannot be edited', async () => {
    const { tools } = device()
    const form = new MeetingForm(tools, {
      id: 'm1',
      me: 'cui',
      branchId: '',
      kinds: [],
      notHeld: false,
    })
    expect(await form.open()).toBe('noSuchMeeting')
  })
})

test('P5: a refused field is shown where it is mended, until somebody touches it', async () => {
  const problem = { reason: 'badValue', field: 'place' } as const
  const edit = { id: 'e1', fields: { place: '坏', topic: '防火' }, refused: problem }
  const { tools, said } = device(
    row({ mark: 'refused', problem, edits: [edit as unknown as Held['edits'][number]] }),
  )
  const form = await open(tools, '')
  expect([...form.flaws]).toEqual([['place', 'badValue']])
  form.typeText('place', '好')
  expect([...form.flaws]).toEqual([])
  expect(await form.save()).toBe(true)
  expect(said.written[0]?.fields).toMatchObject({ place: '好' })
})

describe('a signed meeting', () => {
  const signed: MeetingBody = { ...body, stage: 'signed', minutes: '定下来的' }

  test('takes the roll and nothing else, and is never asked for what it lacks', async () => {
    const { tools, said, done } = device(row({ body: { ...signed, kinds: [] } }))
    const form = await open(tools, '')
    form.tickRoll(['cui'])
    expect(form.isSigned).toBe(true)
    expect(await form.save()).toBe(true)
    expect(said.written.map(({ type }) => type.name)).toEqual(['attendance', 'attendance'])
    expect(done).toEqual(['keep', 'write', 'discard'])
  })

  test('P5: shows what stands; words that came too late stay in the draft and are listed', async () => {
    const late = { id: 'e1', fields: { place: '老祠堂' }, refused: { reason: 'frozen' } }
    const { tools, kept, said } = device(
      row({ body: signed, edits: [late as unknown as Held['edits'][number]] }),
    )
    kept.set('meeting/m1', {
      branchId: 'b1',
      typed: { minutes: { text: '定下来的，还有一句', over: '定下来的' } },
      roll: {},
    })
    const form = await open(tools, '')
    expect(form.shown.minutes).toBe('定下来的')
    expect(form.late).toHaveProperty('minutes')
    expect(form.lateSent).toEqual({ place: '老祠堂' })
    form.tickRoll(['cui'])
    expect(await form.save()).toBe(true)
    expect(said.written.map(({ type }) => type.name)).toEqual(['attendance', 'attendance'])
    expect(kept.get('meeting/m1')).toMatchObject({
      typed: { minutes: { text: '定下来的，还有一句' } },
    })
  })
})

test('what is said of the draft is true of the newest words only', async () => {
  const { tools } = device()
  const waiting: ((kept: Result<undefined, WriteFailure>) => void)[] = []
  const form = await open({
    ...tools,
    drafts: { ...tools.drafts, keep: () => new Promise((resolve) => waiting.push(resolve)) },
  })
  form.type('kinds', ['themeDay'])
  form.typeMinutes('一', false)
  expect(form.keeping.state).toBe('keeping')
  waiting[0]?.(succeed(undefined))
  await Promise.resolve()
  expect(form.keeping.state).toBe('keeping')
  waiting[1]?.(fail({ kind: 'full' }))
  await new Promise((resolve) => setTimeout(resolve))
  expect(form.keeping).toEqual({ state: 'failed', failure: { kind: 'full' } })
})
