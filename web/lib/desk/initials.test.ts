import { expect, test } from 'vitest'
import { initialsOf } from './initials.ts'

test.each([
  ['石槽村党支部', 'sccdzb'],
  ['个体货运流动党员党支部', 'gthylddydzb'],
  ['平原镇中心小学党支部', 'pyzzxxxdzb'],
  ['第3党小组', 'd3dxz'],
  ['A 区（东）', 'aqd'],
])('the letters of %s are %s', (name, letters) => {
  expect(initialsOf(name)).toBe(letters)
})
