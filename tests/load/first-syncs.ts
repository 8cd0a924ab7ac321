/** A hundred people of a hundred branches open the app for the first time in the same moment, each with two thousand records to fetch. */
import { nextRunInMs } from '#lib/data/sync/schedule.ts'
import { later } from './at-once.ts'
import type { Branch, County, PlainRow } from './county.ts'
import { accountHolders } from './county.ts'
import type { Answers, Memory } from './figures.ts'
import { countAnswers, memoryOf, quantiles } from './figures.ts'
import { gathering, rowsEach } from './gathering.ts'
import type { Answered } from './link.ts'
import { Phone } from './phone.ts'
import type { ServerProcess } from './server-process.ts'

export type FirstSyncs = {
  readonly users: number
  /** Records held by the least filled phone in the end, and by all together. */
  readonly fewestRows: number
  readonly rows: number
  readonly seconds: number
  readonly eachMs: ReturnType<typeof quantiles>
  readonly answers: Answers
  readonly serverCpuMsEach: number
  readonly generatorCpuShare: number
  readonly memory: Memory
}

/** Records of this and last year, so many in each of the first branches. */
export function* pastOf(
  branches: readonly Branch[],
  recordsEach: number,
  nowMs: number,
): Iterable<PlainRow> {
  const gatherings = Math.ceil(recordsEach / rowsEach)
  const earliest = Date.UTC(new Date(nowMs).getUTCFullYear() - 1, 0, 2)
  for (const { id } of branches) {
    for (let number = 0; number < gatherings; number += 1) {
      const at = new Date(earliest + ((nowMs - earliest) * number) / gatherings)
      yield* gathering(id, 1_000 + number, at.toISOString())
    }
  }
}

const patienceMs = 300_000

export async function firstSyncs(
  server: ServerProcess,
  county: County,
  users: number,
): Promise<FirstSyncs> {
  const answers: Answered[] = []
  const phones = accountHolders(county)
    .slice(0, users)
    .map((holder) => new Phone(holder, server.origin, (answered) => answers.push(answered)))
  const cpu = server.cpuMs
  const ownCpu = process.cpuUsage()
  const start = performance.now()
  const times = await Promise.all(
    phones.map(async (phone) => {
      for (let failures = 1; ; failures += 1) {
        const outcome = await phone.run()
        const ms = performance.now() - start
        if (outcome.kind === 'confirmed') return ms
        if (ms > patienceMs) throw new Error(`a phone gave up: ${JSON.stringify(outcome)}`)
        // As the app does: it comes back when the server said, or when its own patience says.
        const situation = { outcome, failures, visible: true, waiting: false }
        await later(nextRunInMs({ ...situation, chance: Math.random() }) ?? 0)
      }
    }),
  )
  const seconds = (performance.now() - start) / 1_000
  const used = process.cpuUsage(ownCpu)
  const rows = await Promise.all(phones.map((phone) => phone.held()))
  return {
    users,
    fewestRows: Math.min(...rows),
    rows: rows.reduce((sum, each) => sum + each, 0),
    seconds,
    eachMs: quantiles(times),
    answers: countAnswers(answers),
    serverCpuMsEach: (server.cpuMs - cpu) / users,
    generatorCpuShare: (used.user + used.system) / 1_000_000 / seconds,
    memory: memoryOf(server.samples),
  }
}
