import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { pagePath, permissionsPage } from './page.ts'

it('P6: docs/permissions.md says what the definitions say', async () => {
  const told =
    'Rights changed: look at what changed, then write the page anew by `npm run permissions`.'
  expect(readFileSync(pagePath, 'utf8') === (await permissionsPage()), told).toBe(true)
})
