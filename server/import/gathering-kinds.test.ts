import fc from 'fast-check'
import { expect, it } from 'vitest'
import { meetingKinds } from '../../schema/records/meeting.ts'
import { readMeetingKinds } from './gathering-kinds.ts'

const kinds = (text: string | null) => {
  const reading = readMeetingKinds(text)
  return reading.ok ? (reading.value ?? []).join(' ') : `!${reading.failure}`
}

it('knows each kind by what it is called', () => {
  const words: Readonly<Record<string, string>> = {
    主题党日活动: 'themeDay',
    支部主题党日: 'themeDay',
    '3月份主题党日': 'themeDay',
    支部党员大会: 'memberMeeting',
    党支部党员大会: 'memberMeeting',
    支部大会: 'memberMeeting',
    全体党员大会: 'memberMeeting',
    党员会议: 'memberMeeting',
    '2024年第一季度党员大会': 'memberMeeting',
    支部委员会: 'committee',
    党支部委员会会议: 'committee',
    支部委员会议: 'committee',
    支委会议: 'committee',
    第12次支委会: 'committee',
    党小组会议: 'group',
    党小组会: 'group',
    书记讲党课: 'lecture',
    专题党课: 'lecture',
    '党 课': 'lecture',
    专题组织生活会: 'lifeMeeting',
    '2024年度组织生活会': 'lifeMeeting',
    民主评议党员: 'evaluation',
    民主评议党员会议: 'evaluation',
    谈心谈话: 'talk',
  }
  expect(Object.keys(words).map((word) => [word, kinds(word)])).toEqual(Object.entries(words))
})

it('takes several kinds of one gathering, in whatever order', () => {
  expect(kinds('党课、主题党日')).toBe('themeDay lecture')
  expect(kinds('主题党日＋党课')).toBe('themeDay lecture')
  expect(kinds('主题党日 党课')).toBe('themeDay lecture')
  expect(kinds('组织生活会暨民主评议党员')).toBe('lifeMeeting evaluation')
  expect(kinds('支部党员大会，党课；党课')).toBe('memberMeeting lecture')
  const all = Object.entries(meetingKinds)
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: 1 }), (some) => {
      const here = new Set(some.map(([kind]) => kind))
      expect(kinds(some.map(([, { zh }]) => zh).join('、'))).toBe(
        all.flatMap(([kind]) => (here.has(kind) ? [kind] : [])).join(' '),
      )
    }),
  )
})

it('refuses what may be any of them, or one of them and something else', () => {
  const words = [
    '集体学习',
    '支部会议',
    '三会一课',
    '党支部',
    '党课、观影',
    '会议',
    '志愿服务',
    '、',
  ]
  expect(words.map(kinds)).toEqual(words.map(() => '!badMeetingKind'))
  expect([null, '', '无', '/'].map(kinds)).toEqual(['', '', '', ''])
})
