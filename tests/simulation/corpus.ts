/** Histories that once showed a fault. They are run first, for ever. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { History } from './commands.ts'

const folder = join(import.meta.dirname, 'corpus')

export type Kept = { readonly name: string; readonly history: History }

export const keptHistories = (): readonly Kept[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({
      name,
      history: JSON.parse(readFileSync(join(folder, name), 'utf8')) as History,
    }))

/** Keeps a history under the law it broke; its file wants a better name. */
export function keepHistory(law: string, seed: number, { crew, page, commands }: History): string {
  const path = join(folder, `${law}-${seed}.json`)
  const lines = (values: readonly unknown[]) =>
    values.map((value) => `    ${JSON.stringify(value)}`).join(',\n')
  writeFileSync(
    path,
    `{\n  "crew": [\n${lines(crew)}\n  ],\n  "page": ${page},\n  "commands": [\n${lines(commands)}\n  ]\n}\n`,
  )
  return path
}
