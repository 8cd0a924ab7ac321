import { describe, expect, it } from 'vitest'
import { frozenIn } from '../schema/derive/workflow.ts'
import { standingIn } from '../schema/document.ts'
import type { Json } from '../schema/json.ts'
import { meeting } from '../schema/records/meeting.ts'
import { withdraw } from './device/row.ts'
import type { Phone } from './example-village.ts'
import { Village, registry } from './example-village.ts'
import { sealOf } from './seal.ts'
import { TextSession, mergedWords } from './text-session.ts'

const people = ['secretary-a', 'deputy-a', 'secretary-b', 'staff'] as const
const frozen = meeting.workflows['stage']?.freezes['signed'] ?? []

/** The secretary of another branch was in the chair: he may sign, and may write nothing else. */
async function settle(more: Readonly<Record<string, Json>> = { chairId: 'secretary-b' }) {
  const village = await new Village(...people).open()
  const [secretary, deputy, chair, staff] = village.phones
  if (!secretary || !deputy || !chair || !staff) throw new Error('four phones')
  village.put(secretary, more)
  await village.heal()
  return { village, secretary, deputy, chair, staff }
}

const bodyOf = (phone: Phone) => phone.row?.body ?? {}

const signature = (phone: Phone, personId: string): Readonly<Record<string, Json>> => ({
  stage: 'signed',
  signedById: personId,
  signedAt: '2026-03-01T03:00:00.000Z',
  seal: sealOf(bodyOf(phone), frozen),
})

function words(phone: Phone, text: string): Json {
  const standing = standingIn(bodyOf(phone), 'minutes')
  const session = new TextSession(standing, mergedWords(standing), text.length + 100)
  session.type(text)
  return session.finish(standing)
}

const stored = (village: Village) => village.authority.read((view) => view.row('m1'))
const reasons = (village: Village) => village.refused.map(({ reason, field }) => [reason, field])

describe('F1, F2, F3: a step is taken from the state as it stands when it arrives', () => {
  it('who was in the chair signs, though he may write nothing else', async () => {
    const { village, chair } = await settle()
    village.put(chair, signature(chair, 'secretary-b'))
    await village.heal()
    expect(village.refused).toEqual([])
    expect((await stored(village))?.body).toMatchObject({
      stage: 'signed',
      signedById: 'secretary-b',
    })
    village.put(chair, { bring: '纸和笔' })
    await village.heal()
    expect(reasons(village)).toEqual([['notAllowed', undefined]])
  })

  it('a signed page is not torn out: the deputy who took the meeting away without a network is told', async () => {
    const { village, secretary, deputy } = await settle()
    village.put(deputy, { removedAt: '2026-03-01T02:59:00.000Z' })
    village.put(secretary, signature(secretary, 'secretary-a'))
    await village.sync(secretary)
    await village.sync(deputy)
    expect(reasons(village)).toEqual([['frozen', 'removedAt']])
    expect((await stored(village))?.body['removedAt']).toBeUndefined()
    expect(bodyOf(deputy)).toMatchObject({ stage: 'signed' })
  })

  it('nor is a page signed that was taken away meanwhile: who signs is told', async () => {
    const { village, secretary, deputy } = await settle()
    village.put(deputy, { removedAt: '2026-03-01T02:59:00.000Z' })
    village.put(secretary, signature(secretary, 'secretary-a'))
    await village.sync(deputy)
    await village.sync(secretary)
    expect(reasons(village)).toEqual([['changedSince', 'stage']])
    expect((await stored(village))?.body['stage']).not.toBe('signed')
  })

  it('the second of two who signed without a network is told, and shows no signature that was never accepted', async () => {
    const { village, secretary, chair } = await settle()
    village.put(secretary, signature(secretary, 'secretary-a'))
    village.put(chair, signature(chair, 'secretary-b'))
    await village.sync(secretary)
    await village.sync(chair)
    expect(reasons(village)).toEqual([['notNow', 'signedById']])
    expect(bodyOf(chair)).toMatchObject({ stage: 'signed', signedById: 'secretary-a' })
    expect(chair.row?.problem).toEqual({ reason: 'notNow', field: 'signedById' })
  })

  it.each<[string, (phones: Awaited<ReturnType<typeof settle>>) => [Phone, object], unknown]>([
    [
      'by whoever may not',
      ({ staff }) => [staff, signature(staff, 'staff')],
      ['notAllowed', undefined],
    ],
    [
      'by the deputy, who keeps the book and does not lead the branch',
      ({ deputy }) => [deputy, signature(deputy, 'deputy-a')],
      ['notAllowed', undefined],
    ],
    [
      'in the name of another',
      ({ secretary }) => [secretary, signature(secretary, 'deputy-a')],
      ['badValue', 'signedById'],
    ],
    [
      'and changes the page with the same stroke, where he may only sign',
      ({ chair }) => [
        chair,
        {
          ...signature(chair, 'secretary-b'),
          place: '别处',
          seal: sealOf({ ...bodyOf(chair), place: '别处' }, frozen),
        },
      ],
      ['notAllowed', undefined],
    ],
    [
      'without a time',
      ({ secretary }) => [secretary, { ...signature(secretary, 'secretary-a'), signedAt: null }],
      ['badValue', 'signedAt'],
    ],
    [
      'of something else than what stands',
      ({ secretary }) => [
        secretary,
        { ...signature(secretary, 'secretary-a'), seal: sealOf({ place: '别处' }, frozen) },
      ],
      ['changedSince', 'stage'],
    ],
  ])('nobody signs %s', async (_what, act, reason) => {
    const phones = await settle()
    const { village } = phones
    const [phone, fields] = act(phones)
    expect(village.put(phone, fields as Readonly<Record<string, Json>>).ok).toBe(true)
    await village.sync(phone)
    expect(reasons(village)).toEqual([reason])
    expect(bodyOf(phone)['stage']).toBeUndefined()
    expect((await stored(village))?.body['stage']).toBeUndefined()
  })

  it('what was not held is not signed', async () => {
    const { village, secretary } = await settle({ notHeld: '防汛' })
    village.put(secretary, signature(secretary, 'secretary-a'))
    await village.sync(secretary)
    expect(reasons(village)).toEqual([['notAllowed', undefined]])
  })

  it('the device takes no step that leads nowhere, and writes no signature without one', async () => {
    const { village, secretary } = await settle()
    const failed = (fields: Readonly<Record<string, Json>>) => {
      const result = village.put(secretary, fields)
      return result.ok ? undefined : result.failure
    }
    expect(failed({ signedById: 'secretary-a' })).toEqual({ reason: 'notNow', field: 'signedById' })
    expect(failed({ stage: 'open' })).toEqual({ reason: 'notNow', field: 'stage' })
    expect(failed(signature(secretary, 'secretary-a'))).toBeUndefined()
    expect(failed({ stage: 'open' })).toEqual({ reason: 'notNow', field: 'stage' })
    expect(failed({ stage: null })).toEqual({ reason: 'notNow', field: 'stage' })
  })
})

describe('F3, F4: what was signed stays as it was', () => {
  it('the words stay, what merging needed is dropped', async () => {
    const { village, secretary } = await settle()
    village.put(secretary, { minutes: words(secretary, '会议开始。') })
    await village.sync(secretary)
    expect(standingIn((await stored(village))?.body ?? {}, 'minutes').held?.state).toBeDefined()
    village.put(secretary, signature(secretary, 'secretary-a'))
    await village.heal()
    const body = (await stored(village))?.body ?? {}
    expect(standingIn(body, 'minutes')).toEqual({ text: '会议开始。' })
    expect(body['seal']).toBe(sealOf(body, frozen))
    expect([...frozenIn(meeting, body)].sort()).toEqual([...frozen].sort())
  })

  it('words and signature may come in one edit', async () => {
    const { village, secretary } = await settle()
    const minutes = words(secretary, '会议开始。')
    const seal = sealOf({ ...bodyOf(secretary), minutes: '会议开始。' }, frozen)
    village.put(secretary, { ...signature(secretary, 'secretary-a'), minutes, seal })
    await village.heal()
    expect(village.refused).toEqual([])
    expect((await stored(village))?.body['minutes']).toBe('会议开始。')
  })

  it('P5: late words are refused with their reason, and stay on the phone that wrote them', async () => {
    const { village, secretary, deputy } = await settle()
    const before = String(bodyOf(deputy)['minutes'])
    village.put(deputy, { minutes: words(deputy, `${before}李干事：租期太长。`), topic: '防火' })
    village.put(secretary, signature(secretary, 'secretary-a'))
    await village.sync(secretary)
    await village.sync(deputy)
    expect(reasons(village)).toEqual([['frozen', 'minutes']])
    expect(bodyOf(deputy)).toMatchObject({ stage: 'signed', minutes: before })
    const [held] = deputy.row?.edits ?? []
    expect(held).toMatchObject({ refused: { reason: 'frozen', field: 'minutes' } })
    expect(held?.fields['minutes']).toMatchObject({ text: `${before}李干事：租期太长。` })
    const history = await village.authority.read((view) => view.history('m1'))
    expect(history.at(-1)).toMatchObject({
      result: 'refused',
      after: { minutes: `${before}李干事：租期太长。`, topic: '防火' },
    })
  })

  it('also words of a release that knew no signing, and whatever else was signed', async () => {
    const { village, secretary, deputy } = await settle()
    village.perform({ do: 'write', phone: 1, how: 'version1', at: 0, letters: 2, cut: 0 })
    village.put(secretary, signature(secretary, 'secretary-a'))
    await village.sync(secretary)
    await village.sync(deputy)
    expect(reasons(village)).toEqual([['frozen', 'minutes']])
    const place = village.put(secretary, { place: '别处' })
    expect(place).toEqual({ ok: false, failure: { reason: 'frozen', field: 'place' } })
  })

  it('a signature over words that others had added to meanwhile is refused, and can be given again', async () => {
    const { village, secretary, deputy } = await settle()
    const before = String(bodyOf(deputy)['minutes'])
    village.put(deputy, { minutes: words(deputy, `${before}有一条不同意见。`) })
    village.put(secretary, signature(secretary, 'secretary-a'))
    await village.sync(deputy)
    await village.sync(secretary)
    expect(reasons(village)).toEqual([['changedSince', 'stage']])
    expect(bodyOf(secretary)).not.toHaveProperty('stage')
    expect(bodyOf(secretary)['minutes']).toBe(`${before}有一条不同意见。`)
    const [refused] = secretary.row?.edits ?? []
    if (!secretary.row || !refused) throw new Error('a refused signature')
    secretary.row = withdraw(registry, secretary.row, refused.id)
    village.put(secretary, signature(secretary, 'secretary-a'))
    await village.sync(secretary)
    expect((await stored(village))?.body['stage']).toBe('signed')
  })
})

it('S4: different fields written at once never bother anybody', async () => {
  const { village, secretary, deputy } = await settle()
  village.put(secretary, { minutes: words(secretary, '会议开始。'), place: '老祠堂' })
  village.put(deputy, { topic: '防火', 'agenda/k1': { order: 0, title: '议事' } })
  const judged = [await village.sync(secretary), await village.sync(deputy)].flat()
  expect(judged.map(({ result }) => result)).toEqual(['accepted', 'accepted'])
  await village.heal()
  expect(bodyOf(deputy)).toMatchObject({ minutes: '会议开始。', place: '老祠堂', topic: '防火' })
})
