/** Once a run: an app built from today's sources, and a demonstration township that every story begins with a copy of. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sourceVersion } from '../../../scripts/source-version.mjs'
import { root, StoryServer } from './server.ts'

const templateVariable = 'BRANCHBOOK_STORY_TEMPLATE'

/** The data folder of the demonstration township, for copying. */
export function templateOf(): string {
  const folder = process.env[templateVariable]
  if (!folder) throw new Error('Playwright runs the global set-up first')
  return folder
}

export default async function setUp(): Promise<() => Promise<void>> {
  build()
  const server = await StoryServer.start({ data: 'demo' })
  await server.stop()
  // Workers inherit it.
  process.env[templateVariable] = server.dataFolder
  return () => server.forget()
}

function build(): void {
  if (builtVersion() === sourceVersion()) return
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root })
  if (status !== 0) throw new Error(`The app could not be built:\n${stdout}\n${stderr}`)
}

function builtVersion(): string | undefined {
  try {
    const text = readFileSync(join(root, 'build/web/_app/version.json'), 'utf8')
    return (JSON.parse(text) as { version: string }).version
  } catch {
    // There is no build, or half of one.
    return undefined
  }
}
