/**
 * The morning of the theme day: every branch of the county sends a meeting and thirty attendances. First at a steady pace,
 * each phone at its moment whether or not the server has kept up (a queue would show in the latency), then as fast as
 * the server takes them.
 */
import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { databaseName } from '../../server/store/open-database.ts'
import { atOnce, later } from './at-once.ts'
import type { County } from './county.ts'
import { accountHolders } from './county.ts'
import type { Answers, Memory } from './figures.ts'
import { countAnswers, memoryOf, quantiles } from './figures.ts'
import { gathering, rowsEach } from './gathering.ts'
import type { Answered } from './link.ts'
import { Phone, draftOf } from './phone.ts'
import type { Sample, ServerProcess } from './server-process.ts'

export type Wave = {
  readonly what: string
  readonly branches: number
  readonly edits: number
  readonly seconds: number
  readonly editsPerSecond: number
  readonly latencyMs: ReturnType<typeof quantiles>
  readonly answers: Answers
  /** Runs of a phone that did not end confirmed. */
  readonly unconfirmed: number
  readonly serverCpuMsPerEdit: number
  /** Of one processor. */
  readonly serverCpuShare: number
  readonly generatorCpuShare: number
}

export type ThemeDay = {
  readonly firstContact: { readonly branches: number; readonly seconds: number }
  readonly waves: readonly Wave[]
  readonly memory: Memory
  readonly samples: readonly Sample[]
  /** Edits sent that history does not hold as accepted, once each. */
  readonly lost: number
}

export type ThemeDayWish = {
  readonly branches: number
  readonly editsPerSecond: number
}

const startsAt = (number: number) => `2026-11-${String(5 + number).padStart(2, '0')}T01:00:00.000Z`

export async function themeDay(
  server: ServerProcess,
  dataFolder: string,
  county: County,
  { branches, editsPerSecond }: ThemeDayWish,
): Promise<ThemeDay> {
  let answers: Answered[] = []
  const secretaries = accountHolders(county).slice(0, branches)
  const phones = secretaries.map(
    (holder) => new Phone(holder, server.origin, (answered) => answers.push(answered)),
  )
  const began = performance.now()
  await atOnce(phones, 16, async (phone) => void (await phone.run()))
  const firstContact = { branches, seconds: (performance.now() - began) / 1_000 }
  const waves: Wave[] = []
  const wave = async (
    what: string,
    number: number,
    pace: (work: (phone: Phone, dueAt: number) => Promise<void>) => Promise<void>,
  ) => {
    answers = []
    const latencies: number[] = []
    let unconfirmed = 0
    const cpu = server.cpuMs
    const ownCpu = process.cpuUsage()
    const start = performance.now()
    await pace(async (phone, dueAt) => {
      await phone.write(gathering(phone.holder.branchId, number, startsAt(number)).map(draftOf))
      const outcome = await phone.run()
      latencies.push(performance.now() - dueAt)
      if (outcome.kind !== 'confirmed') unconfirmed += 1
    })
    const ms = performance.now() - start
    const used = process.cpuUsage(ownCpu)
    const edits = phones.length * rowsEach
    waves.push({
      what,
      branches,
      edits,
      seconds: ms / 1_000,
      editsPerSecond: edits / (ms / 1_000),
      latencyMs: quantiles(latencies),
      answers: countAnswers(answers),
      unconfirmed,
      serverCpuMsPerEdit: (server.cpuMs - cpu) / edits,
      serverCpuShare: (server.cpuMs - cpu) / ms,
      generatorCpuShare: (used.user + used.system) / 1_000 / ms,
    })
  }
  await wave(`at ${editsPerSecond} edits/s`, 0, (work) =>
    steadily(phones, editsPerSecond / rowsEach, work),
  )
  await wave('as fast as it goes, 32 phones at once', 1, (work) =>
    atOnce(phones, 32, (phone) => work(phone, performance.now())),
  )
  return {
    firstContact,
    waves,
    memory: memoryOf(server.samples),
    samples: [...server.samples],
    lost: lostOf(dataFolder, phones.length, waves.length),
  }
}

/** Starts each phone at its own moment, never waiting for those before. */
async function steadily(
  phones: readonly Phone[],
  perSecond: number,
  work: (phone: Phone, dueAt: number) => Promise<void>,
): Promise<void> {
  const start = performance.now()
  const running: Promise<void>[] = []
  for (const [index, phone] of phones.entries()) {
    const dueAt = start + (index / perSecond) * 1_000
    await later(dueAt - performance.now())
    running.push(work(phone, dueAt))
  }
  await Promise.all(running)
}

/** Asks the database itself: every row sent must stand, with one accepted edit in history. */
function lostOf(dataFolder: string, branches: number, waves: number): number {
  const database = new Sqlite(join(dataFolder, databaseName), { readonly: true })
  try {
    const accepted = database
      .prepare<[], number>(
        `SELECT count(*) FROM (
           SELECT history.row FROM history JOIN row ON row.id = history.row
           WHERE history.type IN ('meeting', 'attendance') AND history.result = 'accepted'
           GROUP BY history.row HAVING count(*) = 1)`,
      )
      .pluck()
      .get()
    return branches * rowsEach * waves - (accepted ?? 0)
  } finally {
    database.close()
  }
}
