/**
 * Immutable files of earlier releases. A phone that opened the app yesterday may ask today for a chunk of yesterday's
 * build; it gets it, and updates when its user is ready.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { AppBuild, AppFile } from './read-build.ts'
import { immutableFolder, readAppFile } from './read-build.ts'

/** A phone that has not been online for longer has nothing newer to lose. */
const keptMs = 120 * 86_400_000

export class Releases {
  readonly #folder: string

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'releases')
  }

  /** Keeps this build's immutable files and drops those that no build has had for long. */
  keep(buildFolder: string, build: AppBuild, now: number): void {
    const seconds = now / 1_000
    for (const [address, { immutable }] of build.files) {
      if (!immutable) continue
      const kept = join(this.#folder, address)
      if (!existsSync(kept)) {
        mkdirSync(dirname(kept), { recursive: true })
        copyFileSync(join(buildFolder, address), kept)
      }
      utimesSync(kept, seconds, seconds)
    }
    for (const path of this.#paths()) if (statSync(path).mtimeMs < now - keptMs) rmSync(path)
  }

  find(address: string): AppFile | undefined {
    // Only plain names below the one folder: no dot-dot, no encoded slash, no link elsewhere.
    if (!/^\/_app\/immutable\/([\w-]+\/)*[\w-][\w.-]*$/.test(address)) return undefined
    const path = join(this.#folder, address)
    return existsSync(path) ? readAppFile(path, address) : undefined
  }

  #paths(): readonly string[] {
    const folder = join(this.#folder, immutableFolder)
    if (!existsSync(folder)) return []
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  }
}
