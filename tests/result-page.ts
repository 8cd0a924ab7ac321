/** What a long run showed, written beside its date and commit: figures for machines, a page for people. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** The commit that is checked out, short. */
export const commitNow = (): string =>
  execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).toString().trim()

/** When, on what and by which commit something was measured. */
export const circumstances = () => ({
  date: new Date().toISOString().slice(0, 10),
  commit: commitNow(),
  machine: {
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  },
})

/** Writes `<folder>/<name>.json` and `.md`; `page` is told when and where it ran. */
export function keepResult(
  folder: string,
  name: string,
  result: object,
  page: (when: string) => string,
): void {
  const { date, commit, machine } = circumstances()
  const path = join(root, folder, name)
  mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(
    `${path}.json`,
    `${JSON.stringify({ date, commit, machine, ...result }, null, 2)}\n`,
  )
  writeFileSync(`${path}.md`, page(`${date} at ${commit}`))
}
