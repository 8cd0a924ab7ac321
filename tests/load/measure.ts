/** The parts of the benchmark, each on a server of its own with the same county. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { County } from './county.ts'
import { makeCounty, wholeCounty } from './county.ts'
import { firstSyncs, pastOf } from './first-syncs.ts'
import type { Growth } from './growth.ts'
import { growth } from './growth.ts'
import { costsIn } from './profile.ts'
import { seedCounty } from './seed.ts'
import { ServerProcess } from './server-process.ts'
import { themeDay } from './theme-day.ts'

const users = 100
const recordsEach = 2_000
/** Meetings and attendance alone: what else a branch has comes on top. */
const pastEach = 1_900
const devices = [100, 300, 1_000, 3_000, 10_000]
const pace = { branches: wholeCounty.branches, editsPerSecond: 1_100 }

export class Bench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'branchbook-load-'))
  readonly county: County = makeCounty(wholeCounty)
  #rows = 0

  get rows(): number {
    return this.#rows
  }

  async seed(): Promise<void> {
    const more = pastOf(this.county.branches.slice(0, users), pastEach, Date.now())
    this.#rows = await seedCounty(join(this.#folder, 'county'), { county: this.county, more })
  }

  /** On a server of its own, with the county's data as they were. */
  async measure<Result>(
    work: (server: ServerProcess, dataFolder: string) => Promise<Result>,
    options: { readonly profileInto?: string } = {},
  ): Promise<Result & { readonly loadAverage: number }> {
    const data = join(this.#folder, 'run')
    rmSync(data, { recursive: true, force: true })
    cpSync(join(this.#folder, 'county'), data, { recursive: true })
    const loadAverage = loadavg()[0] ?? NaN
    const server = await ServerProcess.start(data, options)
    try {
      return { ...(await work(server, data)), loadAverage }
    } finally {
      await server.stop()
    }
  }

  async profile() {
    const profileInto = join(this.#folder, 'profile')
    mkdirSync(profileInto)
    const wish = { ...pace, branches: 400 }
    const measured = await this.measure(
      (server, data) => themeDay(server, data, this.county, wish),
      { profileInto },
    )
    return { loadAverage: measured.loadAverage, costs: costsIn(profileInto, 15) }
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

export async function measureAll(bench: Bench) {
  const day = await bench.measure((server, data) => themeDay(server, data, bench.county, pace))
  const first = await bench.measure((server) => firstSyncs(server, bench.county, users))
  const grown: (Growth & { readonly loadAverage: number })[] = []
  for (const count of devices)
    grown.push(await bench.measure((server) => growth(server, bench.county, count)))
  return {
    rows: bench.rows,
    recordsEach,
    day,
    first,
    growth: grown,
    profile: await bench.profile(),
  }
}

export type Measured = Awaited<ReturnType<typeof measureAll>>

/** One of the parts, for a quick look. */
export async function measurePart(bench: Bench, part: string): Promise<unknown> {
  if (part === 'day')
    return bench.measure((server, data) => themeDay(server, data, bench.county, pace))
  if (part === 'first') return bench.measure((server) => firstSyncs(server, bench.county, users))
  if (part === 'growth') return bench.measure((server) => growth(server, bench.county, 300))
  if (part === 'profile') return bench.profile()
  throw new Error('--only day|first|growth|profile')
}
