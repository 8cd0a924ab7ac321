import { expect, test } from 'vitest'
import { audiencesOf, lessonsFor } from './audience.ts'

const member = { offices: [] } as const
const secretary = {
  offices: [{ office: 'secretary', organisationId: 'b1', covers: ['b1'] }],
} as const

test('a lesson for drivers is meant for who drives, wherever that is written', () => {
  const audiences = [
    audiencesOf({ ...member, file: { job: '货运司机' } }),
    audiencesOf({ ...member, file: { floatingTo: '全国各地(货运)' } }),
    audiencesOf({ ...member, branch: { name: '平原镇个体货运流动党员党支部' } }),
    audiencesOf({ ...member, file: { job: '教师' }, branch: { name: '小学党支部' } }),
  ]
  expect(audiences.map((each) => each.has('drivers'))).toEqual([true, true, true, false])
})

test('farmers are known by their work or their branch, secretaries by their post', () => {
  expect([...audiencesOf({ ...member, branch: { name: '石槽', sector: '农村' } })]).toEqual([
    'all',
    'farmers',
  ])
  expect(audiencesOf({ ...secretary }).has('secretaries')).toBe(true)
  expect(audiencesOf({ ...member }).has('secretaries')).toBe(false)
})

test('mine come first, each part in the order of the publisher', () => {
  const lessons = [
    { id: 'c', body: { audience: 'drivers', order: 1 } },
    { id: 'b', body: { audience: 'all', order: 9 } },
    { id: 'a', body: { audience: 'all', order: 2 } },
  ] as const
  const { mine, others } = lessonsFor(lessons, { ...member })
  expect([...mine, ...others].map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})
