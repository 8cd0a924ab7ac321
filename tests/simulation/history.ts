/** Histories: random lists of commands, and what it takes to run one and judge it. */
import fc from 'fast-check'
import { checkConvergence, checkLastWords, checkNothingLost, checkReplays, heal } from './laws.ts'
import { branches, forbidden } from '../../sync/example-township.ts'
import type { Command, Fault } from './world.ts'
import { World, faults } from './world.ts'

export type History = { readonly devices: number; readonly commands: readonly Command[] }

const day = 86_400_000
const word = fc.constantFrom('a', 'b', 'c', 'd', null)

const fields = fc
  .oneof(
    {
      weight: 6,
      arbitrary: fc.dictionary(fc.constantFrom('title', 'place', 'items/x', 'items/y'), word, {
        minKeys: 1,
        maxKeys: 3,
      }),
    },
    { weight: 1, arbitrary: fc.constant({ title: forbidden }) },
    { weight: 1, arbitrary: fc.record({ branchId: fc.constantFrom(...branches) }) },
  )
  .map((written) =>
    Object.fromEntries(
      Object.entries(written).map(([path, value]) => [
        path,
        path.startsWith('items/') && value !== null
          ? { order: String(value).charCodeAt(0) - 90 }
          : value,
      ]),
    ),
  )

const device = fc.nat({ max: 4 })

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      device,
      row: fc.nat({ max: 3 }),
      fields,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('sync' as const),
      device,
      faults: fc.array(fc.constantFrom<Fault>(...faults), { maxLength: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1_000, 3_600_000, 21 * day),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('setClock' as const),
      device,
      aheadMs: fc.constantFrom(0, 90_000, -2 * day, 2 * day, 11 * 365 * day, -7 * 365 * day),
    }),
  },
)

export const histories: fc.Arbitrary<History> = fc.record({
  devices: fc.integer({ min: 1, max: 5 }),
  commands: fc.array(command, { minLength: 1, maxLength: 40 }),
})

/** Runs a history and checks every law. Throws the first that is broken. */
export async function judge(history: History): Promise<World> {
  const world = await new World(history.devices).open()
  for (const each of history.commands) {
    await world.perform(each)
    await checkNothingLost(world)
  }
  await heal(world)
  await checkNothingLost(world)
  await checkConvergence(world)
  await checkLastWords(world)
  await checkReplays(world)
  return world
}
