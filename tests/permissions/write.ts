/** Writes docs/permissions.md anew: `npm run permissions`. */
import { writeFileSync } from 'node:fs'
import { pagePath, permissionsPage } from './page.ts'

writeFileSync(pagePath, await permissionsPage())
