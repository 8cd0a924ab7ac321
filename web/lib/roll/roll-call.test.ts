// What becomes of a roll as its meeting is edited, in the form.
import { describe, expect, test } from 'vitest'
import type { RowDraft } from '#lib/data/types.ts'
import { body, device, open, row, startsAt } from '#lib/meeting/example-form.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'

describe('a meeting whose roll was called', () => {
  const noted = (personId: string, more: object = {}) => ({
    id: `attendance:m1:${personId}`,
    body: {
      meetingId: 'm1',
      personId,
      branchId: 'b1',
      heldAt: startsAt,
      status: 'present',
      ...more,
    },
  })
  const roll = ['cui', 'wang'].map((id) => noted(id))
  const written = ({ written }: { written: readonly RowDraft[] }) =>
    written
      .filter(({ type }) => type.name === 'attendance')
      .map(({ id = '', fields }) => [id.slice('attendance:m1:'.length), fields['removedAt']])

  test('becomes one of the committee: the form says how many leave, and they do', async () => {
    const { tools, said } = device(row(), roll)
    const form = await open(tools, '')
    expect(form.rollCall.change).toBeUndefined()
    form.chooseKinds(['committee', 'lecture'])
    expect(form.rollCall.change).toEqual({ leaving: 1, joining: 0 })
    expect(form.rollCall.counts).toMatchObject({ expected: 1, present: 1 })
    await form.save()
    expect(written(said)).toEqual([['wang', expect.any(String)]])
  })

  test('became the committee’s as it was noted as not held: who is not of it does not come back', async () => {
    const removedAt = '2026-10-09T00:00:00.000Z'
    const put = roll.map(({ body: { personId } }) => noted(personId, { removedAt }))
    const { tools, said } = device(
      row({ body: { ...body, kinds: ['committee'], notHeld: '下雨' } }),
      put,
    )
    const form = await open(tools, '')
    form.setNotHeld(false)
    expect(form.rollCall.change).toEqual({ leaving: 1, joining: 0 })
    expect(form.rollCall.counts).toMatchObject({ expected: 1, present: 1 })
    await form.save()
    expect(written(said)).toEqual([
      ['cui', null],
      ['wang', expect.any(String)],
    ])
  })

  test('back to what it was before it is saved, nobody leaves', async () => {
    const { tools, said } = device(row(), roll)
    const form = await open(tools, '')
    form.chooseKinds(['committee'])
    form.chooseKinds(['memberMeeting'])
    expect(form.rollCall.change).toBeUndefined()
    await form.save()
    expect(written(said)).toEqual([])
  })

  test('of one group becomes one of all: the others are open to be ticked', async () => {
    const kinds: MeetingBody['kinds'] = ['group']
    const { tools } = device(row({ body: { ...body, kinds, groupIds: ['g1'] } }), [noted('wang')])
    const form = await open(tools, '')
    expect(form.rollCall.lines.map(({ personId }) => personId)).toEqual(['wang'])
    form.chooseGroups([])
    expect(form.rollCall.change).toEqual({ leaving: 0, joining: 1 })
    expect(form.rollCall.lines.map(({ status }) => status)).toEqual([undefined, 'present'])
  })

  test('noted as not held, is said to be put away, and comes back as it was', async () => {
    const first = device(row(), roll)
    const form = await open(first.tools, '')
    form.setNotHeld(true)
    form.typeText('notHeld', '下雨')
    form.type('noneInstead', false)
    expect(form.rollCall.puttingAway).toBe(2)
    await form.save()
    const away = written(first.said)
    expect(away).toEqual(['cui', 'wang'].map((id) => [id, expect.any(String)]))

    const notHeld = row({ body: { ...body, notHeld: '下雨' } })
    const put = away.map(([id, removedAt]) => noted(String(id), { removedAt }))
    const earlier = noted('li', { removedAt: '2026-10-01T00:00:00.000Z' })
    const { tools, said } = device(notHeld, [...put, earlier])
    const again = await open(tools, '')
    expect([again.rollCall.comingBack, again.rollCall.isCalled]).toEqual([0, false])
    again.setNotHeld(false)
    expect(again.rollCall.comingBack).toBe(2)
    expect(again.rollCall.counts).toMatchObject({ expected: 2, present: 2 })
    again.chooseKinds(['committee'])
    expect(again.rollCall.change).toEqual({ leaving: 1, joining: 0 })
    again.chooseKinds(['themeDay'])
    await again.save()
    expect(written(said)).toEqual(['cui', 'wang'].map((id) => [id, null]))
  })

  test('made one of the committee, saved, and made one of all again: the roll is what it was', async () => {
    const removedAt = '2026-10-09T00:00:00.000Z'
    const rows = [
      noted('cui'),
      noted('wang', { status: 'madeUp', removedAt }),
      // A leave taken out by itself later is none of it.
      noted('li', { status: 'excused', way: 'asked', removedAt: '2026-10-10T00:00:00.000Z' }),
    ]
    const { tools, said } = device(row({ body: { ...body, kinds: ['committee'] } }), rows)
    const form = await open(tools, '')
    form.chooseKinds(['themeDay'])
    expect(form.rollCall.comingBack).toBe(1)
    expect(form.rollCall.counts).toMatchObject({ expected: 2, present: 1, madeUp: 1 })
    await form.save()
    expect(written(said)).toEqual([['wang', null]])
  })

  test('called by mistake, is taken back: what was ticked goes, a scan stays', async () => {
    const rows = [noted('cui'), noted('wang', { way: 'shown' })]
    const { tools, said } = device(row(), rows)
    const form = await open(tools, '')
    form.uncall(true)
    expect([form.rollCall.uncalling, form.rollCall.isCalled]).toEqual([1, false])
    form.uncall(false)
    expect([form.rollCall.uncalling, form.rollCall.isCalled]).toEqual([0, true])
    form.uncall(true)
    await form.save()
    expect(written(said)).toEqual([['cui', expect.any(String)]])
  })

  test('taken back by mistake before anything of it was saved, is there again with its reasons', async () => {
    const { tools, said } = device(row())
    const form = await open(tools, '')
    form.tickRoll(['cui'])
    form.noteRoll('wang', { status: 'excused', reason: '去县城看病' })
    form.uncall(true)
    expect([form.rollCall.isUncalled, form.rollCall.isCalled]).toEqual([true, false])
    await form.keepNow()
    const later = await open(tools, '')
    expect(later.rollCall.isUncalled).toBe(true)
    later.uncall(false)
    expect(later.rollCall.isUncalled).toBe(false)
    expect(later.rollCall.lines).toMatchObject([
      { personId: 'cui', status: 'present' },
      { personId: 'wang', status: 'excused', reason: '去县城看病' },
    ])
    await later.save()
    expect(written(said).map(([id]) => id)).toEqual(['cui', 'wang'])
  })

  test('taken back and begun anew, is one again: whoever was noted by name since, as he was noted last', async () => {
    const { tools } = device(row())
    const form = await open(tools, '')
    form.noteRoll('cui', { status: 'absent', reason: '没接电话' })
    form.noteRoll('wang', { status: 'excused', reason: '去县城看病' })
    form.uncall(true)
    form.tickAll()
    form.noteRoll('cui', { status: 'excused', reason: '走亲戚' })
    form.uncall(false)
    expect(form.rollCall.lines.map(({ reason }) => reason)).toEqual(['走亲戚', '去县城看病'])
  })

  test('put away with a meeting that was not held, may be taken back as it comes again', async () => {
    const removedAt = '2026-10-09T00:00:00.000Z'
    const put = [noted('cui', { removedAt }), noted('wang', { removedAt, way: 'shown' })]
    const { tools, said } = device(row({ body: { ...body, notHeld: '下雨' } }), put)
    const form = await open(tools, '')
    form.setNotHeld(false)
    form.uncall(true)
    expect([form.rollCall.isCalled, form.rollCall.comingBack]).toEqual([false, 1])
    await form.save()
    expect(written(said)).toEqual([['wang', null]])
  })

  test('signed, keeps its rows; what came too late for them stays in the draft and is shown', async () => {
    const signed = { ...body, stage: 'signed' } as MeetingBody
    const { tools, said, kept } = device(row({ body: signed }), [noted('cui')])
    const form = await open(tools, '')
    form.noteRoll('cui', { status: 'excused', reason: '走亲戚' })
    expect(form.rollCall.open.map(({ personId }) => personId)).toEqual(['wang'])
    expect(form.rollCall.late).toMatchObject([{ personId: 'cui', reason: '走亲戚' }])
    form.tickRoll(['wang'])
    await form.save()
    expect(said.written.map(({ id, fields }) => [id, fields['status']])).toEqual([
      ['attendance:m1:wang', 'present'],
    ])
    expect([...kept.values()]).toMatchObject([{ roll: { cui: { reason: '走亲戚' } } }])
  })

  test('of groups names one where there are any', async () => {
    const { tools, said } = device(row())
    const form = await open(tools, '')
    form.chooseKinds(['group'])
    expect(await form.save()).toBe(false)
    expect(form.flaws.get('groupIds')).toBe('missing')
    form.chooseGroups(['g1', 'g2'])
    expect(await form.save()).toBe(true)
    expect(said.written).toHaveLength(1)
  })
})
