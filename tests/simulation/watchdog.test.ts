import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const watchdog = pathToFileURL(join(import.meta.dirname, 'watchdog.ts')).href
const folder = mkdtempSync(join(tmpdir(), 'branchbook-watchdog-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A campaign in a process of its own, which does `after` once the dog watches. */
function campaign(after: string) {
  const script = join(folder, 'campaign.mjs')
  const begins = `import { watch } from '${watchdog}'; const dog = watch(1_000); dog.moved();`
  writeFileSync(script, `${begins} ${after}`)
  return spawnSync(process.execPath, [script], { encoding: 'utf8', timeout: 60_000 })
}

it('L1: a campaign that spins for ever is ended, and says why', () => {
  const { signal, stderr } = campaign('for (;;);')
  expect(stderr).toContain('L1: nothing has moved for 1 s, after 1 histories')
  expect(signal).toBe('SIGKILL')
})

it('L1: a campaign that waits for ever is ended', () => {
  expect(campaign('setInterval(() => {}, 1_000)').signal).toBe('SIGKILL')
})

it('lets a campaign go that comes to its end', () => {
  const { signal, status, stderr } = campaign('await dog.end()')
  expect([signal, status, stderr]).toEqual([null, 0, ''])
})
