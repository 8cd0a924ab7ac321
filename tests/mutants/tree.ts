/** A copy of the tree to plant faults in. The working tree is never touched. */
import { spawnSync, execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Patch } from './mutant.ts'

const root = join(import.meta.dirname, '../..')
/** What the simulation and the tests of both halves need. */
const copied = [
  'schema',
  'sync',
  'server',
  'scripts',
  'tests/simulation',
  'tests/released',
  'tests/result-page.ts',
]
const files = ['package.json', 'tsconfig.json', 'vitest.config.ts']

/** Where one simulation hangs, its own watchdog ends it long before. */
const limitMs = 1_800_000

export type Ran = {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export class Tree {
  readonly #folder = mkdtempSync(join(tmpdir(), 'branchbook-mutants-'))

  constructor() {
    const listed = execFileSync(
      'git',
      ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...copied, ...files],
      {
        cwd: root,
      },
    )
    for (const path of listed.toString().split('\0').filter(Boolean)) {
      mkdirSync(join(this.#folder, dirname(path)), { recursive: true })
      cpSync(join(root, path), join(this.#folder, path))
    }
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'))
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Does the work with the patches in place, and takes them out again. */
  with<Value>(patches: readonly Patch[], work: () => Value): Value {
    const before = new Map<string, string>()
    try {
      for (const { file, find, replace } of patches) {
        const path = join(this.#folder, file)
        const text = readFileSync(path, 'utf8')
        if (!before.has(path)) before.set(path, text)
        const places = text.split(find).length - 1
        if (places !== 1) throw new Error(`${file} holds ${places} times:\n${find}`)
        writeFileSync(
          path,
          text.replace(find, () => replace),
        )
      }
      return work()
    } finally {
      for (const [path, text] of before) writeFileSync(path, text)
    }
  }

  /** Reads a file that was written into the tree, and takes it away. */
  take(file: string): string | undefined {
    const path = join(this.#folder, file)
    if (!existsSync(path)) return undefined
    const text = readFileSync(path, 'utf8')
    rmSync(path)
    return text
  }

  /** Runs Node in the tree. */
  node(...words: readonly string[]): Ran {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...words], {
      cwd: this.#folder,
      timeout: limitMs,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    return { status, stdout, stderr }
  }
}
