import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { attacks, attacksPage, pagePath, readFrom } from './catalogue.ts'

it('every attack that docs/proof/attacks.md tells of is tried by a test that is there', () => {
  const missing = attacks.filter(({ test: [file, title] }) => !readFrom(file).includes(title))
  expect(missing.map(({ test }) => test)).toEqual([])
  const isToday = readFileSync(pagePath, 'utf8') === attacksPage()
  expect(isToday, 'Write the page anew by `npm run attacks`.').toBe(true)
})
