/** What the server counts of itself since its start, in Prometheus' text form. Numbers and routes: nobody's name, id or address. */
import type { Verdict } from '../../sync/wire/sync.ts'
import { labelsOf } from './labels.ts'

/** Seconds; a phone on 2G gives up after 60. */
const durations = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

/** What is measured at the moment somebody asks. */
export type Measured = {
  readonly databaseBytes: number
  readonly devicesInADay: number
  readonly residentBytes: number
  /** In the time since it was asked last, seconds. */
  readonly eventLoopLag: { readonly mean: number; readonly p99: number }
}

export class Metrics {
  readonly #requests = new Map<string, number>()
  readonly #durations = new Map<string, { counts: number[]; sum: number }>()
  readonly #edits = new Map<Verdict['result'], number>(
    (['accepted', 'merged', 'duplicate', 'refused', 'later'] as const).map((each) => [each, 0]),
  )

  /** `route` as it was declared, never an address. */
  answered(method: string, route: string, status: number, seconds: number): void {
    const key = labelsOf({ method, route, status: String(status) })
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1)
    const at = labelsOf({ route })
    const held = this.#durations.get(at) ?? { counts: durations.map(() => 0), sum: 0 }
    this.#durations.set(at, {
      counts: held.counts.map(
        (count, index) => count + (seconds <= (durations[index] ?? 0) ? 1 : 0),
      ),
      sum: held.sum + seconds,
    })
    this.#all.set(at, (this.#all.get(at) ?? 0) + 1)
  }

  readonly #all = new Map<string, number>()

  judged(verdicts: readonly Pick<Verdict, 'result'>[]): void {
    for (const { result } of verdicts) this.#edits.set(result, (this.#edits.get(result) ?? 0) + 1)
  }

  text(measured: Measured): string {
    return `${[
      ...family('requests_total', 'counter', 'Requests answered.', this.#requestLines()),
      ...family('request_seconds', 'histogram', 'From head to answer.', this.#durationLines()),
      ...family('edits_total', 'counter', 'Edits judged, by verdict.', this.#editLines()),
      ...gauges(measured),
    ].join('\n')}\n`
  }

  #requestLines(): readonly string[] {
    return [...this.#requests].map(([labels, count]) => line('requests_total', labels, count))
  }

  #editLines(): readonly string[] {
    return [...this.#edits].map(([result, count]) =>
      line('edits_total', labelsOf({ result }), count),
    )
  }

  #durationLines(): readonly string[] {
    return [...this.#durations].flatMap(([labels, { counts, sum }]) => {
      const all = this.#all.get(labels) ?? 0
      const bucket = (le: string, count: number) =>
        line('request_seconds_bucket', `${labels},le="${le}"`, count)
      return [
        ...counts.map((count, index) => bucket(String(durations[index]), count)),
        bucket('+Inf', all),
        line('request_seconds_sum', labels, sum),
        line('request_seconds_count', labels, all),
      ]
    })
  }
}

const prefix = 'branchbook_'

const line = (name: string, labels: string, value: number): string =>
  `${prefix}${name}${labels && `{${labels}}`} ${value}`

function family(name: string, type: string, help: string, lines: readonly string[]) {
  return [`# HELP ${prefix}${name} ${help}`, `# TYPE ${prefix}${name} ${type}`, ...lines]
}

function gauges({ databaseBytes, devicesInADay, residentBytes, eventLoopLag }: Measured) {
  const gauge = (name: string, help: string, value: number) =>
    family(name, 'gauge', help, [line(name, '', value)])
  return [
    ...gauge('database_bytes', 'The database file and its log.', databaseBytes),
    ...gauge('devices_seen_in_a_day', 'Devices heard of in the last 24 hours.', devicesInADay),
    ...gauge('resident_bytes', 'Memory of the process.', residentBytes),
    ...gauge('event_loop_lag_mean_seconds', 'Since it was asked last.', eventLoopLag.mean),
    ...gauge('event_loop_lag_p99_seconds', 'Since it was asked last.', eventLoopLag.p99),
  ]
}
