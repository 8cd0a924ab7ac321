// After the signature: amendments beside the page, and what became of the resolutions (docs/decisions/0027).
import { describe, expect, it } from 'vitest'
import type { Actor, Office } from '../access.ts'
import type { Change } from '../define-record.ts'
import type { Body } from '../json.ts'
import { meeting } from './meeting.ts'

const someone = (personId: string, ...offices: readonly [Office, string][]): Actor => ({
  accountId: personId,
  personId,
  branchId: 'branch',
  lineage: ['county', 'town', 'branch'],
  offices: offices.map(([office, organisationId]) => ({
    office,
    organisationId,
    covers: organisationId === 'town' ? ['town', 'branch'] : [organisationId],
  })),
})
const secretary = someone('secretary', ['secretary', 'branch'])
const chair = someone('chair')
const worker = someone('worker')
const staff = someone('staff', ['staff', 'town'])

const signed: Body = {
  branchId: 'branch',
  kinds: ['memberMeeting'],
  startsAt: '2026-10-15T01:30:00.000Z',
  chairId: 'chair',
  stage: 'signed',
  resolutions: { r1: { order: 0, text: '清理河道', personId: 'worker' } },
}
const may = (actor: Actor, before: Body | undefined, ...written: readonly [string, Body][]) =>
  meeting.write(actor, {
    id: 'm',
    before,
    after: { ...before, ...Object.fromEntries(written) },
    written: written.map(([name]) => name),
  } satisfies Change<Body>)

const amendment = (byId: string, text = '应为 15 人') => ({
  text,
  byId,
  at: '2026-10-20T01:00:00.000Z',
})

describe('an amendment', () => {
  it('is added by whoever may sign, under his own name, and by nobody else', () => {
    expect(may(secretary, signed, ['amendments', { a: amendment('secretary') }])).toBe(true)
    expect(may(chair, signed, ['amendments', { a: amendment('chair') }])).toBe(true)
    expect(may(worker, signed, ['amendments', { a: amendment('worker') }])).toBe(false)
    expect(may(staff, signed, ['amendments', { a: amendment('staff') }])).toBe(false)
    expect(may(secretary, signed, ['amendments', { a: amendment('chair') }])).toBe(false)
  })

  it('is of a signed page only', () => {
    const open = { ...signed, stage: 'open' }
    expect(may(secretary, open, ['amendments', { a: amendment('secretary') }])).toBe(false)
    expect(may(secretary, undefined, ['amendments', { a: amendment('secretary') }])).toBe(false)
  })

  it('is never changed or taken away', () => {
    const amended = { ...signed, amendments: { a: amendment('secretary') } }
    const second = { a: amendment('secretary'), b: amendment('secretary', '另') }
    expect(may(secretary, amended, ['amendments', second])).toBe(true)
    expect(may(secretary, amended, ['amendments', { a: amendment('secretary', '改') }])).toBe(false)
    expect(may(secretary, amended, ['amendments', {}])).toBe(false)
  })
})

describe('a countersignature', () => {
  const seal = 'a'.repeat(64)
  const page: Body = { ...signed, recorderId: 'worker', signedById: 'chair', seal }
  const name = (byId: string, of = seal) => ({
    [byId]: { byId, at: '2026-10-20T01:00:00.000Z', seal: of },
  })

  it('is put under a signed page by whoever may sign it, for himself', () => {
    expect(may(worker, page, ['countersignatures', name('worker')])).toBe(true)
    expect(may(secretary, page, ['countersignatures', name('secretary')])).toBe(true)
    expect(may(secretary, page, ['countersignatures', name('worker')])).toBe(false)
    expect(may(someone('other'), page, ['countersignatures', name('other')])).toBe(false)
    expect(may(staff, page, ['countersignatures', name('staff')])).toBe(false)
    const swapped = { secretary: { ...name('worker')['worker'] } }
    expect(may(worker, page, ['countersignatures', swapped])).toBe(false)
  })

  it('is of the page that was signed, and nobody signs it twice', () => {
    expect(may(worker, page, ['countersignatures', name('worker', 'b'.repeat(64))])).toBe(false)
    expect(may(chair, page, ['countersignatures', name('chair')])).toBe(false)
    const open = { ...page, stage: 'open' }
    expect(may(worker, open, ['countersignatures', name('worker')])).toBe(false)
    expect(may(secretary, undefined, ['countersignatures', name('secretary')])).toBe(false)
  })

  it('is never changed or taken away, and brings nothing else along', () => {
    const both = { ...page, countersignatures: name('worker') }
    expect(may(worker, both, ['countersignatures', {}])).toBe(false)
    const later = { worker: { ...name('worker')['worker'], at: '2026-10-21T01:00:00.000Z' } }
    expect(may(worker, both, ['countersignatures', later])).toBe(false)
    expect(
      may(secretary, page, ['countersignatures', name('secretary')], ['bring', 'x' as never]),
    ).toBe(false)
  })
})

describe('what became of a resolution', () => {
  const done = (byId: string) => ({ doneOn: '2026-10-30', byId })

  it('is noted by the keeper for anybody, and by whoever was to do it for himself', () => {
    expect(may(secretary, signed, ['followUps', { r1: done('secretary') }])).toBe(true)
    expect(may(worker, signed, ['followUps', { r1: done('worker') }])).toBe(true)
    expect(may(chair, signed, ['followUps', { r1: done('chair') }])).toBe(false)
    expect(may(worker, signed, ['followUps', { r1: done('chair') }])).toBe(false)
    expect(may(worker, signed, ['followUps', { other: done('worker') }])).toBe(false)
  })

  it('can be taken back by them', () => {
    const noted = { ...signed, followUps: { r1: done('worker') } }
    expect(may(worker, noted, ['followUps', {}])).toBe(true)
    expect(may(chair, noted, ['followUps', {}])).toBe(false)
  })

  it('opens nothing else of the book', () => {
    expect(may(worker, signed, ['followUps', { r1: done('worker') }], ['minutes', {}])).toBe(false)
    expect(may(worker, undefined, ['followUps', {}])).toBe(false)
  })
})

it('those above settle what was decided and write nothing else', () => {
  expect(may(staff, signed, ['votes', {}], ['resolutions', {}])).toBe(true)
  expect(may(staff, signed, ['votes', {}], ['followUps', {}])).toBe(false)
})
