/** What people write is shown as the words it is: no screen makes markup of it, and no reader of it can be led astray. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { matchesName } from '../../web/lib/ui/match-name.ts'
import { parseLesson, plainText } from '../../web/lib/lesson/markdown.ts'

const web = join(import.meta.dirname, '../../web')
const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter(
    (file) =>
      /\.(svelte|ts|html)$/.test(file) && !/generated|\.svelte-kit|build\/|\.test\.ts$/.test(file),
  )
  .map((file) => [file, readFileSync(join(web, file), 'utf8')] as const)

it('no source of the app turns words into markup or code', () => {
  const ways =
    /\{@html|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write\(|\bsrcdoc\b|createContextualFragment|DOMParser|\beval\(|new Function\(|javascript:/
  expect(sources.length).toBeGreaterThan(150)
  expect(sources.filter(([, text]) => ways.test(text)).map(([file]) => file)).toEqual([])
})

it('a script, an image or a link in a lesson is read as the letters it is made of', () => {
  for (const hostile of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[点这里](javascript:alert(1))',
    '![图](https://example.org/x.png)',
    '**<b onmouseover=alert(1)>**',
  ]) {
    const shown = parseLesson(hostile).map(plainText).join('')
    expect(shown.replaceAll('*', '')).toBe(hostile.replaceAll('*', ''))
  }
})

// What needs the square of its length would take minutes here; what is read once takes milliseconds.
it('no text, however made and however long, keeps a lesson or a search busy', () => {
  const hostile = [
    ' ',
    '#',
    '*',
    '**',
    '> ',
    '- ',
    '1.',
    '\n',
    '#\t',
    '* *',
    '1',
    '\r\n> ',
    '\n\n#',
  ]
  for (const each of hostile) expect(parseLesson(`${each.repeat(300_000)}x`)).toBeDefined()
  const name = { name: '王'.repeat(40), initials: 'w'.repeat(20) }
  expect(matchesName(`${'w'.repeat(1_000_000)}王`, name)).toBe(false)
})
