// The form from opening to the written record, over a device that only remembers what it is told.
import { describe, expect, test } from 'vitest'
import type { WriteFailure } from '#lib/data/types.ts'
import type { meeting } from '#schema/records/meeting.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { Held } from './example-form.ts'
import { body, device, open, row } from './example-form.ts'
import type { MeetingBody } from './draft.ts'
import { MeetingForm } from './form.svelte.ts'

describe('a new record', () => {
  test('is written with one kind ticked and nothing else touched; no roll is made up', async () => {
    const { tools, done, said } = device()
    const form = await open(tools)
    form.type('kinds', ['themeDay'])
    expect(await form.save()).toBe(true)
    expect(done).toEqual(['keep', 'write', 'discard'])
    expect(said.written.map(({ type }) => type.name)).toEqual(['meeting'])
  })

  test('of a group calls its members alone, and proposes its leader for the chair', async () => {
    const { tools, said } = device()
    const form = await open(tools)
    form.chooseKinds(['group'])
    expect(form.rollCall.lines.map(({ personId }) => personId)).toEqual(['cui', 'wang'])
    form.chooseGroups(['g1'])
    expect(form.shown.chairId).toBe('wang')
    expect([...(form.rollCall.only ?? [])]).toEqual(['wang'])
    form.tickRoll(form.rollCall.lines.map(({ personId }) => personId))
    expect(await form.save()).toBe(true)
    expect(said.written[0]?.fields).toMatchObject({ kinds: ['group'], groupIds: ['g1'] })
    expect(said.written.slice(1).map(({ fields }) => fields['personId'])).toEqual(['wang'])
  })

  test('asks nobody whose it is where it is no group meeting, and leaves a chosen chair alone', async () => {
    const { tools, said } = device()
    const form = await open(tools)
    form.chooseKinds(['group'])
    form.chooseGroups(['g1'])
    form.typeText('chairId', '')
    form.chooseGroups(['g2'])
    expect(form.shown.chairId).toBe('')
    form.chooseKinds(['lecture'])
    expect(await form.save()).toBe(true)
    expect(said.written[0]?.fields).toMatchObject({ kinds: ['lecture'], groupIds: null })
  })

  test('opened for a group begins as its meeting; another branch’s means nothing', async () => {
    const begin = { id: 'm1', me: 'cui', branchId: 'b1', kinds: ['group'], notHeld: false }
    const form = new MeetingForm(device().tools, { ...begin, groupIds: ['g1', 'elsewhere'] })
    await form.open()
    expect(form.shown).toMatchObject({ groupIds: ['g1'], chairId: 'wang' })
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
      {
        branchId: 'b1',
        minutes: { text: '补记', update: expect.any(String) },
        notHeld: null,
        noneInstead: null,
      },
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
    expect(form.lateWords(false).map(({ path, value }) => [path, value])).toEqual([
      ['place', '老祠堂'],
      ['minutes', '定下来的，还有一句'],
    ])
    form.tickRoll(['cui'])
    expect(await form.save()).toBe(true)
    expect(said.written.map(({ type }) => type.name)).toEqual(['attendance', 'attendance'])
    expect(kept.get('meeting/m1')).toMatchObject({
      typed: { minutes: { text: '定下来的，还有一句' } },
    })
  })
})

test('of several things taken out each can be put back', async () => {
  const standing = { ...body, agenda: { k1: { order: 0, title: '传达学习' } } }
  const { tools } = device(row({ body: standing }))
  const form = await open(tools, '')
  const resolution = form.addElement('resolutions', { text: '修水渠' })
  form.takeOut(resolution)
  form.takeOut('agenda/k1')
  expect(form.shown).toMatchObject({ agenda: [], resolutions: [] })
  for (const one of form.taken) form.putBack(one)
  expect(form.shown.resolutions[0]?.text).toBe('修水渠')
  expect(form.shown.agenda[0]?.title).toBe('传达学习')
  expect(form.taken).toEqual([])
})

test('a day without an hour is not saved as if nobody had typed it', async () => {
  const { tools, done } = device(row())
  const form = await open(tools, '')
  form.noteHalf('endsAt', true)
  expect(await form.save()).toBe(false)
  expect([...form.flaws]).toEqual([['endsAt', 'halfDate']])
  expect(done).toEqual([])
  form.noteHalf('endsAt', false)
  expect(await form.save()).toBe(true)
})

test('a plan moved to another day ends on that day', async () => {
  const planned = { ...body, endsAt: '2026-10-08T03:00:00.000Z' }
  const form = await open(device(row({ body: planned })).tools, '')
  form.typeText('startsAt', '2026-10-01T01:30:00.000Z')
  expect(form.shown.endsAt).toBe('2026-10-01T03:00:00.000Z')
})

test('what was typed of a record that is held by those above is told whole, the roll as well', async () => {
  const standing = { ...body, agenda: { k1: { order: 0, title: '传达学习' } } }
  const { tools } = device(row({ body: standing }))
  const form = await open(tools, '')
  form.typeText('place', '老祠堂')
  form.typeText('topic', '')
  form.takeOut('agenda/k1')
  form.addElement('resolutions', { text: '修水渠', personId: 'wang' })
  form.noteRoll('wang', { status: 'excused', reason: '车在修' })
  expect(form.lateWords(false)).toEqual([])
  expect(form.lateWords(true).map(({ label, value }) => `${label}：${value}`)).toEqual([
    '地点：老祠堂',
    '议程：删去：传达学习',
    '决议：修水渠\n负责人：wang',
    '出勤：wang（请假：车在修）',
  ])
})

test('a meeting that was not held keeps back what no record takes, in the draft', async () => {
  const { tools, kept, said } = device(row())
  const form = await open(tools, '')
  form.addElement('agenda', { notes: '没有题目' })
  form.typeText('topic', '防火')
  form.setNotHeld(true)
  form.typeText('notHeld', '防汛')
  form.type('noneInstead', true)
  expect(await form.save()).toBe(true)
  expect(said.written[0]?.fields).toEqual({
    ...{ branchId: 'b1', topic: '防火', notHeld: '防汛', noneInstead: true },
  })
  expect(kept.get('meeting/m1')).toMatchObject({
    typed: { 'agenda/abcdefghijkl': { order: 0, notes: '没有题目' } },
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

describe('a disk that cannot be read', () => {
  const dying = (type = 'meeting') => {
    const { tools } = device(row())
    const disk = { isDead: true }
    const find = (asked: { readonly name: string }, id: string) =>
      disk.isDead && asked.name === type
        ? Promise.reject(new DOMException('the connection is closing', 'InvalidStateError'))
        : tools.records.find(asked as typeof meeting, id)
    return {
      disk,
      tools: { ...tools, records: { ...tools.records, find } as typeof tools.records },
    }
  }
  const begin = { id: 'm1', me: 'cui', branchId: '', kinds: [], notHeld: false }

  test('is said to be one, and the form opens when it can be read again', async () => {
    const { disk, tools } = dying()
    const form = new MeetingForm(tools, begin)
    expect(await form.open()).toBe('unreadable')
    disk.isDead = false
    expect(await form.open()).toBe('opened')
    expect(form.shown.place).toBe('村委会')
  })

  test('keeps nobody from saving once more', async () => {
    const { disk, tools } = dying('conflict')
    const form = new MeetingForm(tools, { ...begin, settles: 'c1' })
    await form.open()
    form.typeText('topic', '防火')
    expect(await form.save()).toBe(false)
    expect([form.saving, form.failure]).toEqual([false, { kind: 'storage' }])
    disk.isDead = false
    expect(await form.save()).toBe(true)
  })
})
