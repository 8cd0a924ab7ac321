/** What the secretary of one branch wrote in ten years: 1,500 meetings with the roll of each. Pure, and the same every time. */
import { derivedId } from '../../schema/define-record.ts'
import type { Json } from '../../schema/json.ts'
import { dayAfter, instantOf, localDay } from '../../schema/rules/calendar.ts'
import type { Chance } from '../../server/demo/chance.ts'
import { idOf, makeChance } from '../../server/demo/chance.ts'
import { absenceReasons, committeeAgenda, themeDayTopics } from '../../server/demo/gatherings.ts'
import type { Note } from '../../server/demo/note.ts'

export const meetingsInAll = 1_500
export const membersInAll = 38
const years = 10

export type LongBranch = {
  readonly id: string
  readonly secretaryId: string
  /** All are called at every gathering: the most rows there can be. */
  readonly members: readonly string[]
}

/** In a fortnight of six gatherings. */
const kindsInTurn: readonly (readonly string[])[] = [
  ['themeDay'],
  ['committee'],
  ['lecture'],
  ['group'],
  ['memberMeeting', 'themeDay'],
  ['talk'],
]

const places = ['村委会会议室', '党员活动室', '村口广场', '小学操场'] as const
const wordsInMinutes = 500
const daysToCarryOut = 30
const day = 86_400_000

/** When the meetings were held, the last one yesterday evening. */
const startsOf = (nowMs: number): readonly string[] =>
  Array.from({ length: meetingsInAll }, (_none, back) => {
    const daysAgo = 1 + (back * years * 365.25) / meetingsInAll
    return instantOf(localDay(new Date(nowMs - daysAgo * day).toISOString()), '19:30')
  }).reverse()

/** In the order in which they were written. */
export function tenYearsOf(branch: LongBranch, nowMs: number): readonly Note[] {
  const chance = makeChance(`ten years of ${branch.id}`)
  return startsOf(nowMs)
    .flatMap((startsAt, index) => recorded(branch, startsAt, index, chance))
    .filter(({ at }) => at <= nowMs)
    .sort((left, right) => left.at - right.at)
}

function recorded(
  branch: LongBranch,
  startsAt: string,
  index: number,
  chance: Chance,
): readonly Note[] {
  const id = idOf(`ten years ${branch.id} ${index}`)
  const by = branch.secretaryId
  const kinds = kindsInTurn[index % kindsInTurn.length] ?? []
  const at = Date.parse(startsAt) + chance.between(2, 20) * 3_600_000
  const subject = chance.pick(themeDayTopics)
  const due = dayAfter(localDay(startsAt), daysToCarryOut)
  const doneOn = dayAfter(due, -7)
  const said = {
    branchId: branch.id,
    kinds: [...kinds],
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + 90 * 60_000).toISOString(),
    place: chance.pick(places),
    topic: `${subject.topic}（第${index + 1}次）`,
    chairId: by,
    recorderId: chance.pick(branch.members),
    ...agendaOf(subject.agenda),
    minutes: { text: minutesOf(chance) },
    'resolutions/k1': {
      order: 0,
      text: subject.resolution,
      personId: chance.pick(branch.members),
      due,
    },
  }
  // A few are forgotten; the last ones are not due yet.
  const carriedOut = chance.falls(0.02)
    ? []
    : [
        {
          ...{ by, type: 'meeting', id, at: Date.parse(instantOf(doneOn, '20:00')) },
          fields: { 'followUps/k1': { doneOn, byId: by } },
        },
      ]
  return [
    { by, type: 'meeting', id, at, fields: said },
    ...branch.members.map((personId) => ({
      ...{ by, type: 'attendance', at: at + 60_000 },
      id: derivedId('attendance', [id, personId]),
      fields: {
        ...{ meetingId: id, personId, branchId: branch.id, heldAt: startsAt },
        ...presenceOf(personId === by, chance),
      },
    })),
    ...carriedOut,
  ]
}

const agendaOf = (
  items: (typeof committeeAgenda)[number][] | (typeof themeDayTopics)[number]['agenda'],
) =>
  Object.fromEntries(
    items.map((item, order): [string, Json] => [`agenda/k${order + 1}`, { order, ...item }]),
  )

const sentences = [...themeDayTopics.flatMap(({ agenda }) => agenda), ...committeeAgenda].map(
  ({ title, notes }) => `${title}：${notes}`,
)

function minutesOf(chance: Chance): string {
  let text = ''
  while (text.length < wordsInMinutes) text += `${chance.pick(sentences)}\n`
  return text.trimEnd()
}

function presenceOf(isSecretary: boolean, chance: Chance): Readonly<Record<string, Json>> {
  if (isSecretary || chance.falls(0.86)) return { status: 'present' }
  if (chance.falls(0.25)) return { status: 'madeUp' }
  return chance.falls(0.8)
    ? { status: 'excused', reason: chance.pick(absenceReasons) }
    : { status: 'absent' }
}
