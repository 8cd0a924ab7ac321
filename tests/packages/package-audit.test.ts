import { describe, expect, it } from 'vitest'
import {
  holesIn,
  isAllowed,
  licenceFlaw,
  mustBeMended,
  shippedPaths,
} from '../../scripts/package-audit.ts'

const lock = {
  '': {},
  'node_modules/hono': { dependencies: { split: '1' } },
  'node_modules/hono/node_modules/split': {},
  'node_modules/split': { dev: true },
  'node_modules/svelte': { dev: true, dependencies: { clsx: '2', '@a/b': '1' } },
  'node_modules/clsx': { dev: true },
  'node_modules/@a/b': { dev: true, dependencies: { clsx: '1' } },
  'node_modules/@a/b/node_modules/clsx': { dev: true },
  'node_modules/eslint': { dev: true, dependencies: { split: '2' } },
}

describe('the audit of packages', () => {
  it.each(['MIT', '(MIT OR GPL-3.0)', 'GPL-3.0 OR Apache-2.0', 'MIT AND ISC', '0BSD'])(
    'allows %s',
    (licence) => expect(isAllowed(licence)).toBe(true),
  )

  it.each([
    'GPL-3.0',
    'AGPL-3.0-only',
    'MIT AND GPL-2.0',
    'UNLICENSED',
    'SEE LICENSE IN x',
    '',
    'BUSL-1.1',
    '(MIT AND (GPL-2.0 OR ISC))',
  ])('does not allow %o', (licence) => expect(isAllowed(licence)).toBe(false))

  it('knows what ships: dependencies, and what the app is built of, each as Node finds it', () => {
    expect([...shippedPaths(lock)].sort()).toEqual([
      'node_modules/@a/b',
      'node_modules/@a/b/node_modules/clsx',
      'node_modules/clsx',
      'node_modules/hono',
      'node_modules/hono/node_modules/split',
      'node_modules/svelte',
    ])
  })

  it('takes a licence read by hand only of what does not ship', () => {
    const path = 'node_modules/sqlite-wasm-kysely'
    expect(licenceFlaw(path, { ships: false, licence: undefined })).toBeUndefined()
    expect(licenceFlaw(path, { ships: true, licence: undefined })).toContain('names no licence')
    expect(licenceFlaw('node_modules/x', { ships: false, licence: { type: 'MIT' } })).toContain('x')
    expect(licenceFlaw('node_modules/x', { ships: false, licence: 'GPL-3.0' })).toBe('x: GPL-3.0')
  })

  it('fails on grave holes in what ships, and tells no answer from no holes', () => {
    const hole = (severity: string, path: string) => ({ severity, nodes: [path] })
    const report = {
      vulnerabilities: {
        hono: hole('critical', 'node_modules/hono'),
        clsx: hole('high', 'node_modules/clsx'),
        svelte: hole('moderate', 'node_modules/svelte'),
        eslint: hole('critical', 'node_modules/eslint'),
      },
    }
    const holes = holesIn(report, shippedPaths(lock))
    expect(holes?.filter(mustBeMended).map(({ name }) => name)).toEqual(['hono', 'clsx'])
    expect(holesIn({ vulnerabilities: {} }, new Set())).toEqual([])
    expect(holesIn({ message: '405 Method Not Allowed' }, new Set())).toBeUndefined()
    expect(holesIn(undefined, new Set())).toBeUndefined()
  })
})
