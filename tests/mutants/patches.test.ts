import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { authorityMutants } from './authority-mutants.ts'
import { deviceMutants } from './device-mutants.ts'

const root = join(import.meta.dirname, '../..')

it.each([...deviceMutants, ...authorityMutants].map((mutant) => [mutant.name, mutant] as const))(
  'can still be planted: %s',
  (_name, { patches }) => {
    for (const { file, find, replace } of patches) {
      expect(readFileSync(join(root, file), 'utf8').split(find), file).toHaveLength(2)
      expect(replace).not.toBe(find)
    }
  },
)
