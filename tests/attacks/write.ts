/** Writes docs/proof/attacks.md anew: `npm run attacks`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { attacksPage, pagePath } from './catalogue.ts'

mkdirSync(dirname(pagePath), { recursive: true })
writeFileSync(pagePath, attacksPage())
