/**
 * A plausible year of one branch: what its secretary would have recorded, from twelve months ago until today. Pure, and
 * the same for the same branch and day, so that the demonstration looks alike everywhere.
 */
import type { Json } from '../../schema/json.ts'
import {
  dayAfter,
  instantOf,
  localDay,
  localMonth,
  monthAfter,
} from '../../schema/rules/calendar.ts'
import { derivedId } from '../../schema/define-record.ts'
import type { Chance } from './chance.ts'
import { idOf, makeChance } from './chance.ts'
import { absenceReasons } from './gatherings.ts'
import type { DemoBranch, DemoMember, Gathering } from './month.ts'
import { gatheringsOf } from './month.ts'

export type Recorded = {
  readonly type: 'meeting' | 'attendance'
  readonly id: string
  readonly fields: Readonly<Record<string, Json>>
  /** When the secretary's phone sent it, ms. */
  readonly at: number
}

const hour = 3_600_000

export function yearOf(branch: DemoBranch, nowMs: number): readonly Recorded[] {
  const today = localDay(new Date(nowMs).toISOString())
  const thisMonth = localMonth(new Date(nowMs).toISOString())
  const chance = makeChance(`${branch.name} ${today}`)
  const rate = branch.trouble === 'fewCome' ? 0.55 : 0.87 + chance.next() * 0.1
  const recorded: Recorded[] = []
  for (let step = -12; step <= 0; step += 1) {
    const month = monthAfter(thisMonth, step)
    if (branch.trouble === 'silent' && step >= -1) continue
    for (const gathering of gatheringsOf(branch, month, step, chance)) {
      const startMs = Date.parse(gathering.startsAt)
      const at = startMs + (2 + chance.between(0, chance.falls(0.2) ? 60 : 8)) * hour
      // The branch keeps its evening for itself until the phone finds a signal.
      if (at > nowMs) continue
      recorded.push(...recordedAt(branch, gathering, at, rate, chance))
      recorded.push(...carriedOut(branch, gathering).filter((noted) => noted.at <= nowMs))
    }
  }
  return recorded
}

const meetingIdOf = (branch: DemoBranch, gathering: Gathering): string =>
  idOf(`meeting ${branch.name} ${gathering.key}`)

function recordedAt(
  branch: DemoBranch,
  gathering: Gathering,
  at: number,
  rate: number,
  chance: Chance,
): readonly Recorded[] {
  const id = meetingIdOf(branch, gathering)
  const { kinds, startsAt, notHeld, topic } = gathering
  const common = { branchId: branch.id, kinds, startsAt, ...(topic && { topic }) }
  if (notHeld) return [{ type: 'meeting', id, at, fields: { ...common, notHeld } }]
  const expected =
    gathering.whom === 'committee'
      ? branch.committee.map((member) => ({ id: member, floating: false }))
      : branch.members
  return [
    { type: 'meeting', id, at, fields: { ...common, ...heldFields(branch, gathering) } },
    ...expected.map((member): Recorded => ({
      type: 'attendance',
      id: derivedId('attendance', [id, member.id]),
      at: at + 60_000,
      fields: {
        meetingId: id,
        personId: member.id,
        branchId: branch.id,
        heldAt: startsAt,
        ...presenceOf(member, member.id === branch.secretaryId ? 1 : rate, chance),
      },
    })),
  ]
}

/** What a gathering that took place adds to its record. */
function heldFields(branch: DemoBranch, gathering: Gathering): Readonly<Record<string, Json>> {
  const elements = (name: string, list: readonly Json[]) =>
    Object.fromEntries(list.map((value, index) => [`${name}/k${index + 1}`, value]))
  const agenda = gathering.agenda.map((item, order) => ({ order, ...item }))
  const { startsAt, minutesLong, resolution } = gathering
  return {
    endsAt: new Date(Date.parse(startsAt) + minutesLong * 60_000).toISOString(),
    place: branch.place,
    chairId: branch.secretaryId,
    recorderId: branch.recorderId,
    ...elements('agenda', agenda),
    ...(resolution &&
      elements('resolutions', [
        { order: 0, text: resolution, personId: branch.recorderId, due: dueOf(gathering) },
      ])),
  }
}

const daysToCarryOut = 30
const dueOf = ({ startsAt }: Gathering): string => dayAfter(localDay(startsAt), daysToCarryOut)

/** What was decided is done a week before its day, and noted that evening. */
function carriedOut(branch: DemoBranch, gathering: Gathering): readonly Recorded[] {
  if (gathering.notHeld || !gathering.resolution) return []
  const doneOn = dayAfter(dueOf(gathering), -7)
  return [
    {
      type: 'meeting',
      id: meetingIdOf(branch, gathering),
      at: Date.parse(instantOf(doneOn, '20:00')),
      fields: { 'followUps/k1': { doneOn, byId: branch.secretaryId } },
    },
  ]
}

function presenceOf(
  member: DemoMember,
  rate: number,
  chance: Chance,
): Readonly<Record<string, Json>> {
  if (member.floating) {
    const lot = chance.next()
    if (lot < 0.2) return { status: 'present' }
    if (lot < 0.6) return { status: 'remote' }
    return lot < 0.8 ? { status: 'madeUp' } : { status: 'excused', reason: '跑车在外' }
  }
  if (chance.falls(rate)) return { status: 'present' }
  return chance.falls(0.7)
    ? { status: 'excused', reason: chance.pick(absenceReasons) }
    : { status: 'absent' }
}
