import { expect, test } from 'vitest'
import { givenTemplates, templateOf, templatesFor } from './meeting-templates.ts'

const row = (organisationId: string, title: string, only?: readonly ['jointBranch']) => ({
  id: `${organisationId} ${title}`,
  body: {
    organisationId,
    title,
    kinds: ['themeDay'] as const,
    ...(only && { only }),
    items: {
      k2: { order: 1, title: '集中学习' },
      k1: { order: 0, title: '升国旗', kind: 'themeDay' as const, sentence: '全体党员……。' },
    },
  },
})
const titles = (...given: Parameters<typeof templatesFor>) =>
  templatesFor(...given).map(({ title }) => title.zh)

test('items come in their order', () => {
  expect(templateOf(row('town', '甲')).items.map(({ title }) => title.zh)).toEqual([
    '升国旗',
    '集中学习',
  ])
})

test('what those above a branch give comes first, and stands in place of what comes with the app', () => {
  const rows = [
    row('town', '村主题党日“5+X”'),
    row('hill', '乙'),
    row('county', '丙', ['jointBranch']),
  ]
  const lineage = new Set(['east', 'town', 'county'])
  const given = givenTemplates.map(({ title }) => title.zh)
  expect(titles('branch', lineage, [])).toEqual(given)
  expect(titles('branch', lineage, rows)).toEqual(['村主题党日“5+X”', ...given.slice(1)])
  expect(titles('jointBranch', lineage, rows).slice(0, 2)).toEqual(['村主题党日“5+X”', '丙'])
})

test('every item of a gathering of several kinds says which it belongs to', () => {
  for (const { kinds, items } of givenTemplates) {
    expect(items.filter(({ kind }) => kind === undefined || !kinds.includes(kind))).toEqual([])
  }
})
