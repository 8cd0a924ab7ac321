// Every arrow between the rooms is broken once, in a tree made for it, and must be refused by name.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { afterAll, describe, expect, test } from 'vitest'
import rules from '../../.dependency-cruiser.mjs'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** A house in miniature in which every arrow points the right way. */
const soundHouse: Record<string, string> = {
  'package.json': '{ "type": "module", "dependencies": { "rxdb": "1" } }',
  'tsconfig.json':
    '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true } }',
  'node_modules/rxdb/package.json': '{ "name": "rxdb", "version": "1.0.0", "main": "index.js" }',
  'node_modules/rxdb/index.js': '',
  'node_modules/stowaway/package.json':
    '{ "name": "stowaway", "version": "1.0.0", "main": "index.js" }',
  'node_modules/stowaway/index.js': '',
  'schema/field.ts': 'export const field = 1',
  'sync/clock.ts': `import { field } from '../schema/field.ts'; export const clock = field`,
  'sync/wire/request.ts': `import { field } from '../../schema/field.ts'; export const request = field`,
  'sync/device/outbox.ts': `import { request } from '../wire/request.ts'; export const outbox = request`,
  'sync/text-document.ts': `import { clock } from './clock.ts'; export const text = clock`,
  'sync/authority/accept.ts': `import { request } from '../wire/request.ts'; export const accept = request`,
  'server/main.ts': `import { accept } from '../sync/authority/accept.ts'; export const main = accept`,
  'web/lib/data/records.ts': `import { outbox } from '../../../sync/device/outbox.ts'; import 'rxdb'; export const records = outbox`,
  'web/routes/(app)/home/+page.ts': `import { records } from '../../../lib/data/records.ts'; export const load = records`,
  'web/routes/(app)/study/words.ts': `import { records } from '../../../lib/data/records.ts'; export const words = records`,
  'scripts/build.ts': `import { field } from '../schema/field.ts'; export const build = field`,
  'tests/simulation/world.ts': `import { main } from '../../server/main.ts'; export const world = main`,
}

/** For each rule: the file that breaks it. Relative imports start at that file. */
const violations: Record<string, Record<string, string>> = {
  'schema-stands-alone': { 'schema/bad.ts': `import type {} from '../sync/clock.ts'` },
  'wire-knows-only-schema': { 'sync/wire/bad.ts': `import '../clock.ts'` },
  'device-not-authority': { 'sync/device/bad.ts': `import '../authority/accept.ts'` },
  'authority-not-device': { 'sync/authority/bad.ts': `import '../device/outbox.ts'` },
  'sync-without-yjs': { 'sync/device/bad.ts': `import '../text-document.ts'` },
  'sync-is-pure': { 'sync/bad.ts': `import '../server/main.ts'` },
  'server-not-web': { 'server/bad.ts': `import '../web/lib/data/records.ts'` },
  'web-not-server': { 'web/lib/bad.ts': `import type {} from '../../sync/authority/accept.ts'` },
  'records-through-lib-data': { 'web/lib/bad.ts': `import '../../sync/device/outbox.ts'` },
  'storage-behind-lib-data': { 'web/routes/(app)/home/bad.ts': `import 'rxdb'` },
  'screens-are-islands': { 'web/lib/bad.ts': `import '../routes/(app)/study/words.ts'` },
  'nothing-imports-tests': { 'server/bad.ts': `import '../tests/simulation/world.ts'` },
  'no-scripts-in-rooms': { 'server/bad.ts': `import '../scripts/build.ts'` },
  'one-screen-one-folder': { 'web/routes/(app)/home/bad.ts': `import '../study/words.ts'` },
  'no-cycles': {
    'server/bad.ts': `import { b } from './worse.ts'; export const a = b`,
    'server/worse.ts': `import { a } from './bad.ts'; export const b = a`,
  },
  'no-orphans': { 'server/bad.ts': `export const alone = 1` },
  'no-unresolvable': { 'server/bad.ts': `import './nowhere.ts'` },
  'no-undeclared-packages': { 'server/bad.ts': `import 'stowaway'` },
}

function build(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-arrows-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

async function brokenRules(files: Record<string, string>): Promise<string[]> {
  const { forbidden, options } = rules
  const baseDir = build(files)
  const { output } = await cruise(
    ['schema', 'sync', 'server', 'web', 'tests', 'scripts'],
    { ...options, baseDir, validate: true, ruleSet: { forbidden: forbidden ?? [] } },
    {},
    { tsConfig: extractTSConfig(join(baseDir, 'tsconfig.json')) },
  )
  if (typeof output === 'string') throw new Error(output)
  return [...new Set(output.summary.violations.map(({ rule }) => rule.name))]
}

describe('the arrows between the rooms', () => {
  test('a sound house breaks no rule', async () => {
    expect(await brokenRules(soundHouse)).toEqual([])
  })

  test('every rule has a violation here', () => {
    expect(Object.keys(violations).sort()).toEqual(rules.forbidden?.map(({ name }) => name).sort())
  })

  test.each(Object.entries(violations))('%s is refused', async (rule, files) => {
    expect(await brokenRules({ ...soundHouse, ...files })).toContain(rule)
  })
})
