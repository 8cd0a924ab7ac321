/** One theme day of a branch as its secretary records it: the meeting and thirty people, words as long as real ones. */
import { derivedId } from '../../schema/define-record.ts'
import { idOf } from '../../server/demo/chance.ts'
import type { PlainRow } from './county.ts'

const peopleEach = 30
export const rowsEach = peopleEach + 1

export function gathering(branchId: string, number: number, startsAt: string): readonly PlainRow[] {
  const meetingId = idOf(`load meeting ${branchId} ${number}`)
  const people = Array.from({ length: peopleEach }, (_none, place) =>
    idOf(`load guest ${branchId} ${place}`),
  )
  return [
    {
      id: meetingId,
      type: 'meeting',
      body: {
        branchId,
        kinds: ['themeDay', 'memberMeeting'],
        startsAt,
        place: '村委会会议室',
        topic: `秋冬防火和秸秆管理（第${number}次）`,
        chairId: people[number % peopleEach] ?? '',
        recorderId: people[(number + 7) % peopleEach] ?? '',
        agenda: {
          k1: { order: 0, title: '传达学习', notes: '传达镇里工作安排，逐条说明办法。' },
          k2: { order: 1, title: '分片包户', notes: '每名党员联系5到8户，把明白纸送到户。' },
        },
      },
    },
    ...people.map((personId, place): PlainRow => {
      const isAway = (place * 7 + number * 3) % 10 === 0
      return {
        id: derivedId('attendance', [meetingId, personId]),
        type: 'attendance',
        body: {
          meetingId,
          personId,
          branchId,
          heldAt: startsAt,
          status: isAway ? 'excused' : 'present',
          ...(isAway && { reason: '外出务工' }),
        },
      }
    }),
  ]
}
