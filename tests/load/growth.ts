/** What the server pays for one request as the devices it knows become more: asking when nothing is new, and sending one record. */
import { atOnce } from './at-once.ts'
import type { County, PlainRow } from './county.ts'
import { accountHolders, lessonIds } from './county.ts'
import type { Answers } from './figures.ts'
import { countAnswers, quantiles } from './figures.ts'
import type { Answered } from './link.ts'
import { Phone, draftOf } from './phone.ts'
import type { ServerProcess } from './server-process.ts'
import { derivedId } from '../../schema/define-record.ts'

export type Load = {
  readonly requestsPerSecond: number
  readonly cpuMsPerRequest: number
  readonly latencyMs: ReturnType<typeof quantiles>
  readonly answers: Answers
  readonly unconfirmed: number
}

export type Growth = {
  readonly devices: number
  readonly firstContact: Load
  readonly polling: Load
  readonly pushing: Load
  /** As the last request ends. */
  readonly rssMiB: number
}

/** A phone whose app is on the screen asks every 60 to 90 seconds (web/lib/data/sync/schedule.ts). */
export const pollSeconds = 75

const hands = 8
const fewestRequests = 2_000

export async function growth(
  server: ServerProcess,
  county: County,
  devices: number,
): Promise<Growth> {
  let answers: Answered[] = []
  const holders = accountHolders(county).slice(0, devices)
  const phones = holders.map(
    (holder) => new Phone(holder, server.origin, (answered) => answers.push(answered)),
  )
  const rounds = Math.ceil(fewestRequests / devices)
  const everyPhone = (times: number) => Array.from({ length: times }, () => phones).flat()
  const measure = async (
    work: readonly Phone[],
    before: (phone: Phone, index: number) => Promise<void>,
  ): Promise<Load> => {
    answers = []
    let unconfirmed = 0
    const cpu = server.cpuMs
    const start = performance.now()
    await atOnce(work.entries(), hands, async ([index, phone]) => {
      await before(phone, index)
      const outcome = await phone.run()
      if (outcome.kind !== 'confirmed') unconfirmed += 1
    })
    const seconds = (performance.now() - start) / 1_000
    return {
      requestsPerSecond: answers.length / seconds,
      cpuMsPerRequest: (server.cpuMs - cpu) / answers.length,
      latencyMs: quantiles(answers.map(({ ms }) => ms)),
      answers: countAnswers(answers),
      unconfirmed,
    }
  }
  const nothing = () => Promise.resolve()
  const firstContact = await measure(phones, nothing)
  const polling = await measure(everyPhone(rounds), nothing)
  const pushing = await measure(everyPhone(rounds), (phone, index) =>
    phone.write([draftOf(studyOf(phone, index))]),
  )
  return { devices, firstContact, polling, pushing, rssMiB: server.rssMiB }
}

/** Something everybody may write: what he noted about a lesson. */
const studyOf = ({ holder }: Phone, index: number): PlainRow => {
  const lessonId = lessonIds[0] ?? ''
  return {
    id: derivedId('study', [holder.id, lessonId]),
    type: 'study',
    body: {
      personId: holder.id,
      lessonId,
      branchId: holder.branchId,
      openedAt: '2026-11-05T01:00:00.000Z',
      notes: `第${index}次的学习心得：联系实际，认真整改。`,
    },
  }
}
