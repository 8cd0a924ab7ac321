import { expect, it } from 'vitest'
import { booked, noted } from './example-meetings.ts'
import { recordNumber } from '#schema/rules/record-number.ts'
import { signInPage } from './sign-in-page.ts'

const meeting = booked('m', '2026-12-15', { place: '村委会会议室' })
const branch = '东村党支部'

it('has a line for everybody expected, two beside each other, and the number of the record', () => {
  const expected = ['chair', 'recorder', 'far'].map((id) => ({
    ...noted(id, 'present'),
    status: undefined,
  }))
  const page = signInPage(meeting, { branch, expected, guests: [] })
  expect(page.title).toBe('东村党支部主题党日签到表')
  expect(page.record).toBe(recordNumber({ id: 'm', startsAt: meeting.body.startsAt }))
  expect(page.rows.map((row) => row.map((cell) => cell && `${cell.number} ${cell.name}`))).toEqual([
    ['1 崔建国', '2 李秀英'],
    ['3 阿卜杜热合曼·买买提明', undefined],
  ])
  expect(page.facts.at(-1)?.value).toBe('应到 3 人，实到＿＿＿人')
})

it('says of whom leave or a call from afar is known, and never why: the sheet goes from hand to hand', () => {
  const expected = [
    noted('chair', 'excused', '住院'),
    noted('recorder', 'remote', '在呼和浩特'),
    noted('far', 'absent', '没说'),
  ]
  const page = signInPage(meeting, { branch, expected, guests: [] })
  expect(page.rows.flat().map((cell) => cell?.remark)).toEqual(['请假', '远程参加', '', undefined])
  expect(JSON.stringify(page)).not.toMatch(/住院|呼和浩特|没说/)
})

it('leaves room for guests, also where some are known', () => {
  const guests = [{ name: '王芳', from: '西村党支部' }]
  const page = signInPage(meeting, { branch, expected: [], guests })
  expect(page.guests).toEqual([
    guests[0],
    ...Array.from({ length: 2 }, () => ({ name: '', from: '' })),
  ])
  const many = Array.from({ length: 9 }, () => ({ name: '王芳', from: '' }))
  expect(signInPage(meeting, { branch, expected: [], guests: many }).guests).toHaveLength(9)
})
