// The house's own ESLint rules, through the real configuration: what they refuse and what they let pass.
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import { describe, expect, test } from 'vitest'

const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) })

/** Names of the rules that `text` would break as the file `path`; the file need not exist. */
async function brokenRules(path: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: path })
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? []
}

const screen = 'web/routes/(app)/home/Example.svelte'
const script = (line: string) => `<script lang="ts">\n  ${line}\n</script>\n`

const refused: [rule: string, path: string, text: string][] = [
  ['house/no-raw-text', screen, '<p>党费</p>'],
  ['house/no-raw-text', screen, '<p>Dues</p>'],
  ['house/no-raw-text', screen, '<button aria-label="Close"></button>'],
  ['house/no-raw-text', screen, `{'党费'}`],
  ['house/no-raw-text', screen, script(`let title = '党费'`)],
  ['house/arrows', screen, script(`import type { A } from '../../../../sync/device/a.ts'`)],
  ['house/arrows', screen, script(`import type { A } from '#sync/authority/a.ts'`)],
  ['house/arrows', screen, script(`import type { RxDatabase } from 'rxdb'`)],
  ['house/arrows', screen, script(`import type { A } from '../../../../server/a.ts'`)],
  ['no-restricted-properties', 'server/store/a.ts', 'export const now = Date.now()'],
  ['no-restricted-syntax', 'server/store/a.ts', 'export const now = new Date()'],
  ['no-restricted-syntax', screen, script('let now = new Date()')],
  [
    'house/no-string-built-sql',
    'server/store/a.ts',
    'export const q = (t: string) => `SELECT id FROM ${t}`',
  ],
  ['house/no-string-built-sql', 'server/store/a.ts', `export const q = 'SELECT * FROM rows'`],
  [
    'house/no-string-built-sql',
    'server/store/a.ts',
    `export const q = (t: string) => 'delete from ' + t`,
  ],
  ['no-console', 'server/store/a.ts', 'console.log(1)'],
  ['@typescript-eslint/no-explicit-any', 'server/store/a.ts', 'export let a: any'],
  ['max-lines', 'server/store/a.ts', `export const a = 1\n${'//\n'.repeat(300)}`],
  ['max-lines-per-function', 'server/a.ts', `export function a() {\n${'  a()\n'.repeat(60)}}\n`],
]

const accepted: [path: string, text: string][] = [
  [screen, `<p class="sub">{m.home_due()} · 3 %</p>`],
  [screen, '<p data-kind="due" class="sheet">{count}</p>'],
  [screen, script(`import { a } from '#lib/data/a.ts'\n  a()`)],
  ['server/clock.ts', 'export const now = () => Date.now()'],
  ['server/store/a.ts', 'export const date = (ms: number) => new Date(ms)'],
  ['server/store/a.ts', 'export const words = (n: number) => `Select ${n} rows`'],
  ['server/store/a.ts', `export const q = 'SELECT id, COUNT(*) FROM rows'`],
]

describe('house rules', () => {
  test.each(refused)('%s refuses, in %s: %j', async (rule, path, text) => {
    expect(await brokenRules(path, text)).toContain(rule)
  })

  test.each(accepted)('in %s passes: %j', async (path, text) => {
    const house = (await brokenRules(path, text)).filter((rule) =>
      /house|restricted/.test(rule ?? ''),
    )
    expect(house).toEqual([])
  })
})
