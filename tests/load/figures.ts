/** Many measurements as few figures. */
import type { Answered } from './link.ts'
import type { Sample } from './server-process.ts'

export const sumOf = (numbers: readonly number[]): number =>
  numbers.reduce((sum, each) => sum + each, 0)

/** The value below which so large a part of all lies. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
}

export const quantiles = (numbers: readonly number[]) => ({
  p50: quantile(numbers, 0.5),
  p95: quantile(numbers, 0.95),
  p99: quantile(numbers, 0.99),
  longest: Math.max(...numbers),
})

export type Answers = {
  readonly requests: number
  /** 429: asked to come back at a moment of its own. */
  readonly putOff: number
  /** Any other answer than 200. */
  readonly failed: number
  readonly bytesUp: number
  readonly bytesDown: number
}

export const countAnswers = (answers: readonly Answered[]): Answers => ({
  requests: answers.length,
  putOff: answers.filter(({ status }) => status === 429).length,
  failed: answers.filter(({ status }) => status !== 200 && status !== 429).length,
  bytesUp: sumOf(answers.map(({ bytesUp }) => bytesUp)),
  bytesDown: sumOf(answers.map(({ bytesDown }) => bytesDown)),
})

export type Memory = {
  readonly firstMiB: number
  readonly highestMiB: number
  /** Of the third and the last quarter: what grows without end shows here. */
  readonly thirdQuarterMiB: number
  readonly lastQuarterMiB: number
}

export function memoryOf(samples: readonly Sample[]): Memory {
  const sizes = samples.map(({ rssMiB }) => rssMiB)
  const quarter = (number: number) =>
    Math.max(
      ...sizes.slice(
        Math.floor((sizes.length * number) / 4),
        Math.floor((sizes.length * (number + 1)) / 4),
      ),
    )
  return {
    firstMiB: sizes[0] ?? NaN,
    highestMiB: Math.max(...sizes),
    thirdQuarterMiB: quarter(2),
    lastQuarterMiB: quarter(3),
  }
}
