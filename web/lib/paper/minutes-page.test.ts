import { expect, it } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import type { BookedMeeting } from './booked-meeting.ts'
import { booked, nameOf, noted } from './example-meetings.ts'
import { minutesPage } from './minutes-page.ts'

const kept = { branch: '东村党支部', nameOf }

const meeting = booked(
  'm',
  '2026-10-15',
  {
    kinds: ['themeDay', 'memberMeeting'],
    endsAt: instantOf('2026-10-15', '11:00'),
    place: '村委会会议室',
    chairId: 'chair',
    recorderId: 'recorder',
    agenda: {
      b: { order: 1, title: '接收预备党员', kind: 'memberMeeting' },
      a: { order: 0, title: '传达学习', notes: '学了第一段。\n\n学了第二段。', kind: 'themeDay' },
      c: { order: 2, title: '交纳党费' },
    },
    minutes: '崔建国：先修路。\n李秀英不同意。',
    resolutions: {
      r1: { order: 0, text: '先修学校门口', personId: 'recorder', due: '2026-10-31' },
      r2: { order: 1, text: '账目张贴' },
    },
    votes: {
      v: {
        order: 0,
        matter: 'ordinary',
        subject: '先修路',
        entitled: 27,
        there: 24,
        yes: 20,
        no: 3,
        abstained: 1,
      },
    },
    stage: 'signed',
    signedById: 'chair',
    signedAt: '2026-10-15T04:00:00.000Z',
    seal: 'ab'.repeat(32),
    followUps: { r2: { doneOn: '2026-10-20', byId: 'recorder', note: '贴在公开栏' } },
    amendments: {
      later: { text: '实到是 24 人', byId: 'recorder', at: '2026-10-17T01:00:00.000Z' },
      first: { text: '地点是大队部', byId: 'chair', at: '2026-10-16T01:00:00.000Z' },
    },
  },
  [
    noted('chair', 'present'),
    noted('far', 'remote'),
    noted('recorder', 'excused', '外出务工'),
    noted('gone', 'absent'),
  ],
)

it('says who was there and who was not and why, guests apart', () => {
  const guests = [
    { name: '王芳', from: '西村党支部' },
    { name: '孙二', from: '' },
  ]
  const { facts } = minutesPage({ ...meeting, guests }, kept)
  expect(Object.fromEntries(facts.map(({ name, value }) => [name, value]))).toEqual({
    when: '2026年10月15日 09:30 至 11:00',
    place: '村委会会议室',
    chair: '崔建国',
    recorder: '李秀英',
    counts: '应到\u00a04\u00a0人，实到\u00a01\u00a0人，到会率\u00a025%',
    came: '崔建国、阿卜杜热合曼·买买提明（远程参加）',
    missed: '李秀英（请假：外出务工）、已不在本支部的党员（未到，原因未记）',
    guests: '王芳（西村党支部）、孙二',
  })
})

it('says of which groups it was', () => {
  const { facts } = minutesPage({ ...meeting, groups: ['第一党小组', '第二党小组'] }, kept)
  expect(facts.find(({ name }) => name === 'groups')).toEqual({
    name: 'groups',
    label: '党小组',
    value: '第一党小组、第二党小组',
  })
})

it('has no name of who came for whoever does not see names', () => {
  const { facts } = minutesPage({ ...meeting, lines: [], guests: [] }, kept)
  expect(facts.map(({ name }) => name)).toEqual(['when', 'place', 'chair', 'recorder', 'counts'])
})

it('has all that was written, in its order, the votes as numbers', () => {
  const page = minutesPage(meeting, kept)
  expect(page.title).toBe('东村党支部主题党日、党员大会记录')
  expect(page.agenda).toEqual([
    { key: 'a', title: '传达学习（主题党日）', lines: ['学了第一段。', '学了第二段。'] },
    { key: 'b', title: '接收预备党员（党员大会）', lines: [] },
    { key: 'c', title: '交纳党费', lines: [] },
  ])
  expect(page.minutes).toEqual(['崔建国：先修路。', '李秀英不同意。'])
  expect(page.votes).toEqual([
    {
      key: 'v',
      title: '先修路（一般事项）',
      lines: [
        '应到会有表决权 27 人，实到 24 人',
        '表决方式：举手表决',
        '赞成 20，反对 3，弃权 1',
        '通过：赞成 20，需要 14',
      ],
    },
  ])
  expect(page.resolutions.map(({ lines }) => lines)).toEqual([
    ['先修学校门口', '负责人：李秀英　期限：2026年10月31日'],
    ['账目张贴'],
  ])
})

it('prints one of several kinds by itself: its title, and of the agenda what is its own or nobody’s', () => {
  const page = minutesPage(meeting, { ...kept, kind: 'memberMeeting' })
  expect(page.title).toBe('东村党支部党员大会记录')
  expect(page.agenda.map(({ title }) => title)).toEqual(['接收预备党员', '交纳党费'])
  expect(page.record).toBe(minutesPage(meeting, kept).record)
})

it('prints votes and resolutions with the kind that decides, and says of another kind where they are', () => {
  const gathering = { ...meeting, body: { ...meeting.body, kinds: ['lecture', 'memberMeeting'] } }
  const lecture = minutesPage(gathering as typeof meeting, { ...kept, kind: 'lecture' })
  expect([lecture.votes, lecture.resolutions, lecture.followUps]).toEqual([[], [], []])
  expect(lecture.elsewhere).toEqual([
    '会议记录各类会议共用一份。',
    `表决、决议见本次党员大会记录，编号 ${lecture.record}。`,
  ])
  const decided = minutesPage(gathering as typeof meeting, { ...kept, kind: 'memberMeeting' })
  expect([decided.votes.length, decided.resolutions.length, decided.followUps.length]).toEqual([
    1, 2, 1,
  ])
  expect(decided.elsewhere).toEqual(['会议记录各类会议共用一份。'])
  expect(minutesPage(gathering as typeof meeting, kept).elsewhere).toEqual([])
})

it('keeps a vote of the committee with the committee, also where a member meeting sat the same day', () => {
  const votes = {
    a: {
      order: 0,
      matter: 'committee' as const,
      subject: '提交大会的名单',
      entitled: 5,
      there: 5,
      yes: 5,
    },
    b: {
      order: 1,
      matter: 'admission' as const,
      subject: '接收李强',
      entitled: 27,
      there: 24,
      yes: 20,
    },
  }
  const kinds = ['committee', 'memberMeeting'] as const
  const both = { ...meeting, body: { ...meeting.body, kinds, votes } }
  const subjects = (kind: 'committee' | 'memberMeeting') =>
    minutesPage(both, { ...kept, kind }).votes.map(({ key }) => key)
  expect([subjects('committee'), subjects('memberMeeting')]).toEqual([['a'], ['b']])
  const said = minutesPage(both, kept).votes.map(({ lines }) => lines[1])
  expect(said).toEqual(['表决方式：举手表决', '表决方式：无记名投票'])
})

it('says plainly where more voted than came by the roll, instead of what would have been decided', () => {
  const lines = minutesPage({ ...meeting, cameWithVote: 12 }, kept).votes[0]?.lines ?? []
  expect(lines.at(-1)).toBe('表决人数和点名对不上：点名实到有表决权的 12 人，表决 24 人。请核对。')
  expect(lines.join()).not.toContain('通过')
})

it('says beside the numbers of a vote who is not counted in it, else beside who came', () => {
  const notCounted = [
    { scope: 'all' as const, line: '甲：卧床，所有表决不计入。' },
    { scope: 'elections' as const, line: '乙：出国，只在选举时不计入。' },
  ]
  const page = minutesPage({ ...meeting, notCounted }, kept)
  expect(page.votes[0]?.lines.slice(0, 3)).toEqual([
    '应到会有表决权 27 人，实到 24 人',
    '批准不计入应到的 1 人：',
    '甲：卧床，所有表决不计入。',
  ])
  expect(page.facts.some(({ name }) => name === 'notCounted')).toBe(false)
  const unvoted = { ...meeting, notCounted, body: { ...meeting.body, votes: {} } }
  expect(minutesPage(unvoted, kept).facts.find(({ name }) => name === 'notCounted')?.value).toBe(
    '甲：卧床，所有表决不计入。\n乙：出国，只在选举时不计入。',
  )
})

it('says what an older ledger said of who came, where no roll was called here', () => {
  const told = { ledgerExpected: 28, ledgerPresent: 26 }
  const factsOf = (meeting: BookedMeeting) =>
    minutesPage(meeting, kept).facts.filter(({ name }) => name === 'counts')
  expect(factsOf(booked('m', '2026-03-20', told))).toMatchObject([
    { value: '往年台账：应到 28 人，实到 26 人' },
  ])
  const called = booked('m', '2026-03-20', told, [noted('chair', 'present')])
  expect(factsOf(called)[0]?.value).toMatch(/^应到\s1\s人/)
})

it('says the day alone where nobody noted the hour', () => {
  const body = { ...meeting.body, startsAt: instantOf('2026-10-15', '00:00') }
  const when = ({ endsAt: _none, ...rest }: typeof body) =>
    minutesPage({ ...meeting, body: rest }, kept).facts[0]?.value
  expect(when(body)).toBe('2026年10月15日')
})

it('keeps what came after the signature apart, in the order it came', () => {
  const page = minutesPage(meeting, kept)
  expect(page.signed).toBe(
    '崔建国 签字 · 2026年10月15日 12:00。签字内容的校验码：abababababababab…',
  )
  expect(page.amendments.map(({ lines }) => lines)).toEqual([
    ['地点是大队部', '崔建国 更正 · 2026年10月16日 09:00'],
    ['实到是 24 人', '李秀英 更正 · 2026年10月17日 09:00'],
  ])
  expect(page.followUps.map(({ lines }) => lines)).toEqual([
    ['第 2 条：2026年10月20日落实，李秀英 记', '贴在公开栏'],
  ])
  const unsigned = { ...meeting, body: { ...meeting.body, stage: 'open' } as const }
  expect(minutesPage(unsigned, kept).signed).toBe('')
})

it('prints of what was not held nothing that says that it was', () => {
  const page = minutesPage({ ...meeting, body: { ...meeting.body, notHeld: '下雪封路' } }, kept)
  expect(page.facts.map(({ name }) => name)).toEqual(['when', 'notHeld', 'place'])
  expect([page.agenda, page.minutes, page.votes, page.resolutions, page.followUps]).toEqual([
    [],
    [],
    [],
    [],
    [],
  ])
})

it('says of what was not held when it should have been and why, and nobody who led it', () => {
  const off = booked('m', '2026-06-15', { notHeld: '农忙', chairId: 'chair', place: '村部' })
  expect(minutesPage(off, kept).facts.map(({ label, value }) => [label, value])).toEqual([
    ['原定时间', '2026年6月15日 09:30'],
    ['未召开的原因', '农忙'],
    ['地点', '村部'],
  ])
  const none = booked('m', '2026-06-15', { notHeld: '农忙', noneInstead: true })
  expect(
    minutesPage(none, kept)
      .facts.map(({ label, value }) => [label, value])
      .at(-1),
  ).toEqual(['后面还开不开', '不再补开'])
})
