import { expect, it } from 'vitest'
import { compareNames } from './compare-names.ts'

it('has names by their sound, whatever their strokes', () => {
  expect(['周丽峰', '徐志', '阿依古丽', '马兰', '崔建国'].sort(compareNames)).toEqual([
    '阿依古丽',
    '崔建国',
    '马兰',
    '徐志',
    '周丽峰',
  ])
})
