import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf } from './calendar.ts'
import { eveningOf } from './example-days.ts'
import type { DutyBranch, Gathering } from './duties.ts'
import { dutiesOf, nothingLocal } from './duties.ts'
import { localRule } from './example-rules.ts'

const ofThree = { groups: ['一组', '二组', '三组'].map((id) => ({ id })) }
const met = (day: string, ...groupIds: readonly string[]): Gathering => ({
  kinds: ['group'],
  startsAt: instantOf(`2026-10-${day}`, '19:30'),
  ...(groupIds.length > 0 && { groupIds }),
})
const notMet = (day: string, ...groupIds: readonly string[]): Gathering => ({
  ...met(day, ...groupIds),
  notHeld: '农忙',
  noneInstead: true,
})

/** How the group meetings of October 2026 stand on the 20th. */
function duty(gatherings: readonly Gathering[], of: Parameters<typeof dutiesOf>[0] = ofThree) {
  const found = dutiesOf(of, '2026-10', gatherings, eveningOf('2026-10-20')).find(
    ({ kind }) => kind === 'group',
  )
  if (!found) throw new Error('nothing is asked')
  const { held, needed, lacking, standing } = found
  return { held, needed, lacking, state: standing.state }
}

describe('the meetings of groups that are named', () => {
  test('count once for each, however often one of them met', () => {
    const twice = [met('02', '一组'), met('09', '一组'), met('12', '二组')]
    expect(duty(twice)).toEqual({ held: 2, needed: 3, lacking: ['三组'], state: 'due' })
  })

  test('count for every group that sat together', () => {
    expect(duty([met('02', '一组', '二组', '三组')])).toEqual({
      held: 3,
      needed: 3,
      lacking: [],
      state: 'done',
    })
  })

  test('count for nobody where the group is not there any more, or not yet asked', () => {
    const gone = { held: 0, needed: 3, lacking: ['一组', '二组', '三组'], state: 'due' }
    expect(duty([met('02', '旧组')])).toEqual(gone)
    const young = { groups: [...ofThree.groups, { id: '新组', foundedOn: '2026-10-10' }] }
    expect(duty([met('12', '新组')], young)).toEqual(gone)
  })

  test('one that names none counts as one, and then nobody knows who is left', () => {
    expect(duty([met('02'), met('03', '一组')])).toEqual({
      held: 2,
      needed: 3,
      lacking: [],
      state: 'due',
    })
  })

  test('“not held” answers for the group it names, and for no other', () => {
    expect(duty([met('02', '一组'), notMet('08', '二组')])).toEqual({
      held: 1,
      needed: 3,
      lacking: ['三组'],
      state: 'due',
    })
    const answered = [met('02', '一组'), notMet('08', '二组'), notMet('09', '三组')]
    expect(duty(answered)).toMatchObject({ lacking: [], state: 'notHeld' })
    expect(duty([notMet('08')])).toMatchObject({ lacking: [], state: 'notHeld' })
    expect(duty([notMet('08', '旧组')])).toMatchObject({ state: 'due' })
  })

  test('a local rule may ask each of them for more than one', () => {
    const twice = localRule('group', 'month', { times: 2 })
    const once = [met('02', '一组'), met('09', '一组'), met('12', '二组'), met('13', '三组')]
    const [asked] = dutiesOf(ofThree, '2026-10', once, eveningOf('2026-10-20'), {
      ...nothingLocal,
      rules: [twice],
    }).filter(({ kind }) => kind === 'group')
    expect(asked).toMatchObject({ held: 4, needed: 6, lacking: ['二组', '三组'] })
    const noted = [...once, notMet('14', '二组'), notMet('15', '二组')]
    const [still] = dutiesOf(ofThree, '2026-10', noted, eveningOf('2026-10-20'), {
      ...nothingLocal,
      rules: [twice],
    }).filter(({ kind }) => kind === 'group')
    expect(still).toMatchObject({
      held: 4,
      excused: 1,
      lacking: ['三组'],
      standing: { state: 'due' },
    })
  })
})

describe('what the branch owes as a whole, held in its groups', () => {
  const life = (day: string, ...groupIds: readonly string[]): Gathering => ({
    ...met(day, ...groupIds),
    kinds: ['group', 'lifeMeeting'],
  })
  const yearly = (...gatherings: readonly Gathering[]) => {
    const found = dutiesOf(ofThree, '2026-10', gatherings, eveningOf('2026-10-20')).find(
      ({ kind }) => kind === 'lifeMeeting',
    )
    return [found?.held, found?.lacking, found?.standing.state]
  }

  test('is done when every group had its own', () => {
    expect(yearly(life('02', '一组'))).toEqual([0, ['二组', '三组'], 'notDue'])
    expect(yearly(life('02', '一组'), life('03', '二组', '三组'))).toEqual([1, [], 'done'])
    expect(yearly(life('02', '一组'), life('09', '一组'))).toEqual([0, ['二组', '三组'], 'notDue'])
  })

  test('is done by one gathering of all its members, or of its committee', () => {
    const form = (...kinds: Gathering['kinds']) => yearly({ ...life('02', '一组'), kinds })
    expect(form('lifeMeeting')).toEqual([1, [], 'done'])
    expect(form('memberMeeting', 'lifeMeeting', 'group')).toEqual([1, [], 'done'])
    expect(form('committee', 'lifeMeeting')).toEqual([1, [], 'done'])
  })

  test('counts as not held for a group that held none, and for no other', () => {
    const none = { ...life('09', '二组'), notHeld: '农忙', noneInstead: true }
    expect(yearly(life('02', '一组'), none)).toEqual([0, ['三组'], 'notDue'])
    expect(yearly(life('02', '一组', '三组'), none)).toEqual([0, [], 'notHeld'])
  })

  describe('while groups change', () => {
    const one = { id: '一组', foundedOn: '2020-05' }
    const two = { id: '二组' }
    const three = { id: '三组', foundedOn: '2026-06-01' }
    const four = { ...three, id: '四组' }
    const lifeOn = (day: string, ...groupIds: readonly string[]): Gathering => ({
      kinds: ['group', 'lifeMeeting'],
      startsAt: instantOf(day, '19:30'),
      groupIds,
    })
    const inSpring = [lifeOn('2026-02-10', '一组'), lifeOn('2026-02-11', '二组')]
    const stands = (groups: DutyBranch['groups'], gatherings: readonly Gathering[]) => {
      const found = dutiesOf({ groups }, '2026-10', gatherings, eveningOf('2026-10-20')).find(
        ({ kind }) => kind === 'lifeMeeting',
      )
      return [found?.held, found?.lacking, found?.standing.state]
    }

    test('stays done when another is formed, or others take their place', () => {
      const done = [1, [], 'done']
      expect(stands([one, two, three], inSpring)).toEqual(done)
      expect(stands([one, three], inSpring)).toEqual(done)
      expect(stands([three, four], inSpring)).toEqual(done)
      expect(stands([], inSpring)).toEqual(done)
    })

    test('is asked of a new one too where none had met before it was formed, or some met anew', () => {
      const inAutumn = [lifeOn('2026-09-10', '一组'), lifeOn('2026-09-11', '二组')]
      expect(stands([one, two, three], inAutumn)).toEqual([0, ['三组'], 'notDue'])
      const again = [lifeOn('2026-02-10', '一组'), lifeOn('2026-09-11', '三组')]
      expect(stands([three, four], again)).toEqual([0, ['四组'], 'notDue'])
      expect(stands([one, two, three], again)).toEqual([0, ['二组'], 'notDue'])
    })

    test('counts once what each of those that are gone held once', () => {
      const rules = [localRule('lifeMeeting', 'year', { times: 2 })]
      const local = { ...nothingLocal, rules }
      const met = [...inSpring, lifeOn('2026-03-01', '一组')]
      const found = dutiesOf({}, '2026-10', met, eveningOf('2026-10-20'), local)
      expect(found.find(({ kind }) => kind === 'lifeMeeting')).toMatchObject({
        held: 1,
        needed: 2,
        lacking: [],
      })
    })
  })
})

const gathering = fc.record({
  day: fc.integer({ min: 1, max: 19 }).map((day) => String(day).padStart(2, '0')),
  groups: fc.subarray(['一组', '二组', '三组', '旧组'], { minLength: 1 }),
  held: fc.boolean(),
})
type Any = { readonly day: string; readonly groups: readonly string[]; readonly held: boolean }
const asGathering = ({ day, groups, held }: Any) => (held ? met : notMet)(day, ...groups)

describe('whatever was recorded of named groups', () => {
  const known = ofThree.groups.map(({ id }) => id)
  const answeredIn = (all: readonly Any[], held: boolean) =>
    known.filter((id) => all.some((each) => each.held === held && each.groups.includes(id)))

  test('a group is done with by meeting, and lacks where it neither met nor said why', () => {
    fc.assert(
      fc.property(fc.array(gathering, { maxLength: 8 }), (all) => {
        const [met, excused] = [answeredIn(all, true), answeredIn(all, false)]
        const left = known.filter((id) => !met.includes(id))
        const lacking = left.filter((id) => !excused.includes(id))
        expect(duty(all.map(asGathering))).toEqual({
          held: met.length,
          needed: 3,
          lacking,
          state: left.length === 0 ? 'done' : lacking.length === 0 ? 'notHeld' : 'due',
        })
      }),
    )
  })

  test('sitting together counts as sitting apart, in whatever order it was entered', () => {
    const shuffled = fc
      .array(gathering, { maxLength: 8 })
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      )
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const apart = other.flatMap((each) => each.groups.map((id) => ({ ...each, groups: [id] })))
        expect(duty(apart.map(asGathering))).toEqual(duty(all.map(asGathering)))
      }),
    )
  })
})
