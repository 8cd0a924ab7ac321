import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLesson, plainText } from './markdown.ts'

const say = (source: string) => parseLesson(source).map((block) => [block.kind, plainText(block)])

test('headings, paragraphs, lists and tips become blocks', () => {
  expect(
    say(
      '## 开多久必须歇\n\n货车重、\n惯性大。\n\n- 轮胎\n- 制动\n1. 靠边\n2. 报警\n> 请说一句\n>\n> 我困了',
    ),
  ).toEqual([
    ['heading', '开多久必须歇'],
    ['paragraph', '货车重、惯性大。'],
    ['list', '轮胎\n制动'],
    ['list', '靠边\n报警'],
    ['tip', '请说一句\n我困了'],
  ])
})

test('bold stands between two pairs of stars, anything else stays as it is written', () => {
  const wordsOf = (source: string) => {
    const [block] = parseLesson(source)
    return block?.kind === 'paragraph' ? block.words : []
  }
  expect(wordsOf('请**停车**睡觉')).toEqual([
    { text: '请', strong: false },
    { text: '停车', strong: true },
    { text: '睡觉', strong: false },
  ])
  for (const plain of ['一颗*星*', '没有**收尾', '空的****星', '2 ** 3', '<b>不是标记</b>']) {
    expect(wordsOf(plain)).toEqual([{ text: plain, strong: false }])
  }
})

test('lines of one paragraph join without a space in Chinese and with one in English', () => {
  expect(say('打122\n报警\n\nstop the\ntruck')).toEqual([
    ['paragraph', '打122报警'],
    ['paragraph', 'stop the truck'],
  ])
})

test('a year at the start of a line is no numbered list', () => {
  expect(say('2026. 年度总结')[0]?.[0]).toBe('paragraph')
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('*', '#', '>', '-', '1', '.', ' ', '\n', '\r', '党', '<', '&', '"'),
    maxLength: 400,
  }),
  fc.constantFrom('<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '**'.repeat(20_000)),
)

/** Signs may be swallowed, and white space; letters never. */
const letters = (text: string) => text.replace(/[\s\u0085#>*+\-\d.)、]/g, '')

test('whatever is written, every letter is shown once, in order, and as words', () => {
  fc.assert(
    fc.property(hostile, (source) => {
      const blocks = parseLesson(source)
      expect(letters(blocks.map(plainText).join('\n'))).toBe(letters(source))
    }),
    { numRuns: 500 },
  )
})

test('a very long lesson of nothing but signs is parsed at once', () => {
  for (const sign of ['**a', '> ', '- x\n', '#', '> > > ']) {
    expect(() => parseLesson(sign.repeat(10_000))).not.toThrow()
  }
})

const lessons = new URL('../../../server/demo/content/lessons/', import.meta.url)

test.each(readdirSync(lessons))('%s uses only what can be shown', (file) => {
  const text = readFileSync(new URL(file, lessons), 'utf8').replace(/^---[\s\S]*?\n---\n/, '')
  const blocks = parseLesson(text)
  expect(blocks.filter(({ kind }) => kind === 'heading').length).toBeGreaterThan(2)
  expect(blocks.map(plainText).join('')).not.toMatch(/\*\*|^#|`|\]\(/m)
})
