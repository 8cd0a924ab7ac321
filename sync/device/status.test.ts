import { expect, test } from 'vitest'
import type { SyncFacts } from './status.ts'
import { chipOf } from './status.ts'

const flags = [true, false]
const counts = [0, 1]
const ends = [
  undefined,
  'confirmed',
  'unreachable',
  'signedOut',
  'outdated',
  'busy',
  'storage',
] as const

/** Every state of affairs there is. */
const all: readonly SyncFacts[] = flags.flatMap((known) =>
  flags.flatMap((broken) =>
    counts.flatMap((waiting) =>
      counts.flatMap((refused) =>
        flags.flatMap((running) =>
          flags.flatMap((tried) =>
            ends.flatMap((last) =>
              flags.map((storageFull) => ({
                known,
                broken,
                waiting,
                refused,
                running,
                tried,
                last,
                storageFull,
              })),
            ),
          ),
        ),
      ),
    ),
  ),
)

test('T1: 已送达 only where nothing waits or was refused, by what was read from the disk and confirmed', () => {
  const said = all.filter((facts) => chipOf(facts) === 'confirmed')
  const meant = all.filter(
    ({ known, broken, waiting, refused, last, storageFull }) =>
      known && !broken && !storageFull && waiting + refused === 0 && last === 'confirmed',
  )
  expect(said).toEqual(meant)
  expect(new Set(said.map(({ running }) => running))).toEqual(new Set(flags))
})

test('T1: what waits is never called 离线可用, which says that nothing does', () => {
  const said = all.filter((facts) => chipOf(facts) === 'offline')
  expect(said.filter(({ waiting, refused, broken }) => waiting + refused > 0 || broken)).toEqual([])
})

test('T1: 离线可用 only once the outbox was read and a try has ended, or is not made now', () => {
  const said = all.filter((facts) => chipOf(facts) === 'offline')
  expect(said.filter(({ known, tried, last }) => !known || (last === undefined && !tried))).toEqual(
    [],
  )
  // And once it has ended without an answer, nothing else where nothing waits.
  const ended = all.filter(
    ({ known, last, waiting, refused, broken, storageFull }) =>
      known && last === 'unreachable' && waiting + refused === 0 && !broken && !storageFull,
  )
  expect(ended.filter((facts) => chipOf(facts) !== 'offline')).toEqual([])
})
