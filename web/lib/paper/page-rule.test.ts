import { expect, it } from 'vitest'
import { cssString, pageRule } from './page-rule.ts'

it('numbers pages in the words of the language, and lies as the paper lies', () => {
  const rule = pageRule({ landscape: true, running: '编号 20261015-1', mark: '打印人：崔新' })
  expect(rule).toContain('size: A4 landscape')
  expect(rule).toContain('"第 " counter(page) " 页 共 " counter(pages) " 页"')
  expect(rule).toContain('content: "编号 20261015-1"')
  expect(pageRule({ landscape: false, running: '', mark: '' })).toContain('size: A4 portrait')
})

it('is ended by nothing that somebody is called', () => {
  expect(cssString('崔"}\\新\n')).toBe('"崔\\22 }\\5c 新\\a "')
})
