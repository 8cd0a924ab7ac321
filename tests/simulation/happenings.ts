/** What may happen in a history, each thing at random. */
import fc from 'fast-check'
import type { Command, Compose, Office, Sign, Sync, Write } from './commands.ts'
import type { DiskFault } from './faults.ts'
import { damages, diskFaults, networkFaults } from './faults.ts'
import { branches, dateIn, forbidden, people } from './township.ts'

export const day = 86_400_000
const word = fc.constantFrom('a', 'b', 'c', 'd', null)
const year = fc.constantFrom(2023, 2023, 2024, 2025, 2026, 2027)
const branch = fc.nat({ max: 1 })
const device = fc.nat({ max: 4 })
export const always = <Value extends string>(value: Value) => fc.constant(value)

const fields = fc
  .oneof(
    {
      weight: 12,
      arbitrary: fc.dictionary(fc.constantFrom('title', 'place', 'items/x', 'items/y'), word, {
        minKeys: 1,
        maxKeys: 3,
      }),
    },
    { weight: 2, arbitrary: fc.constant({ title: forbidden }) },
    { weight: 2, arbitrary: fc.record({ branchId: fc.constantFrom(...branches) }) },
    { weight: 2, arbitrary: fc.record({ heldAt: year.map(dateIn) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        helperId: fc.constantFrom(...people.map(({ personId }) => personId), null),
      }),
    },
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

export const write: fc.Arbitrary<Write> = fc.record({
  do: always('write'),
  device,
  row: fc.nat({ max: 9 }),
  fields,
})

const paper = fc.constantFrom(0, 0, 1)
const compose: fc.Arbitrary<Compose> = fc.record(
  {
    do: always('compose'),
    device,
    paper,
    yjs: fc.constantFrom(true, true, true, false),
    at: fc.nat({ max: 30 }),
    letters: fc.nat({ max: 3 }),
    cut: fc.nat({ max: 4 }),
    save: fc.constantFrom(true, true, true, false),
    title: fc.constantFrom(forbidden, 'a', 'b'),
  },
  { requiredKeys: ['do', 'device', 'paper', 'yjs', 'at', 'letters', 'cut', 'save'] },
)
/** Only with Yjs: then every letter can be told of. */
export const composeExactly: fc.Arbitrary<Compose> = compose.map((each) => ({
  ...each,
  yjs: true,
}))
export const sign: fc.Arbitrary<Sign> = fc.record(
  {
    do: always('sign'),
    device,
    paper,
    to: fc.constantFrom('ready' as const, 'ready' as const, 'open' as const, 'signed' as const),
    flaw: fc.constantFrom('anothersName' as const, 'wrongSeal' as const),
  },
  { requiredKeys: ['do', 'device', 'paper', 'to'] },
)
const writePaper = fc.record({
  do: always('write'),
  device,
  row: fc.integer({ min: 8, max: 9 }),
  fields,
})
export const paperwork: fc.Arbitrary<Compose | Sign | Write> = fc.oneof(
  { weight: 6, arbitrary: compose },
  { weight: 2, arbitrary: sign },
  { weight: 1, arbitrary: writePaper },
)

export const calm: fc.Arbitrary<Sync> = fc.record({
  do: always('sync'),
  device,
  faults: fc.constant([]),
})

export const overBadLines: fc.Arbitrary<Sync> = fc.record({
  do: always('sync'),
  device,
  faults: fc.array(fc.constantFrom('' as const, ...networkFaults), { maxLength: 4 }),
})

const deaths = ['diesBefore', 'diesAfter'] as const
export const diskFault: fc.Arbitrary<DiskFault> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      ...diskFaults.filter(
        (kind) => kind.endsWith('Throw') || kind.endsWith('Throws') || kind === 'commitUnknown',
      ),
    ),
    at: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constantFrom(...deaths), at: fc.integer({ min: 1, max: 20 }) }),
)

export const onBadDisk: fc.Arbitrary<Sync> = fc.record({
  do: always('sync'),
  device,
  faults: fc.constant([]),
  disk: fc.array(diskFault, { minLength: 1, maxLength: 2 }),
})

export const office: fc.Arbitrary<Office> = fc.oneof(
  fc.record({
    do: always('office'),
    what: always('memberMoves'),
    who: fc.nat({ max: 4 }),
    branch,
  }),
  fc.record({
    do: always('office'),
    what: fc.constantFrom('postEnds' as const, 'postEndsLater' as const),
    post: fc.nat({ max: 5 }),
  }),
  fc.record({
    do: always('office'),
    what: always('postBegins'),
    who: fc.constantFrom(0, 0, 1, 2, 3, 3, 4),
    office: fc.constantFrom('secretary' as const, 'deputy' as const, 'staff' as const),
    branch,
  }),
)

export const archive: fc.Arbitrary<Office> = fc.record({
  do: always('office'),
  what: always('import'),
  branch,
  year,
  rows: fc.integer({ min: 1, max: 12 }),
})

const lookAway: fc.Arbitrary<Command> = fc.record({ do: always('lookAway'), device })
export const look: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: always('look'),
      device,
      branch,
      part: fc.constantFrom(
        'public' as const,
        'public' as const,
        'work' as const,
        'files' as const,
      ),
      year,
      keep: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: lookAway },
)

/** One branch's years that are over: brought in, looked into, written in, let go. */
const closedYear = fc.constantFrom(2023, 2023, 2023, 2024)
export const oldArchive: fc.Arbitrary<Office> = fc.record({
  do: always('office'),
  what: always('import'),
  branch: fc.constant(0),
  year: closedYear,
  rows: fc.integer({ min: 3, max: 12 }),
})
/** Few, so that things meet on one of them. */
export const either = fc.nat({ max: 1 })
export const oldLook: fc.Arbitrary<Command> = fc.record({
  do: always('look'),
  device: either,
  branch: fc.constant(0),
  part: always('public'),
  year: closedYear,
  keep: fc.boolean(),
})
export const oldWrite: fc.Arbitrary<Write> = fc.record({
  do: always('write'),
  device: either,
  row: fc.integer({ min: 6, max: 7 }),
  fields,
})

const tab = fc.constantFrom(0 as const, 1 as const)
export const together: fc.Arbitrary<Command> = fc.record({
  do: always('together'),
  parts: fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ do: always('sync'), device, tab, faults: fc.constant([]) }),
      },
      { weight: 1, arbitrary: overBadLines },
      { weight: 2, arbitrary: write },
      { weight: 2, arbitrary: paperwork },
      { weight: 1, arbitrary: office },
    ),
    { minLength: 2, maxLength: 4 },
  ),
  order: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 24 }),
})

export const wait: fc.Arbitrary<Command> = fc.record({
  do: always('wait'),
  ms: fc.constantFrom(1_000, 3_600_000, 4 * day, 21 * day, 320 * day),
})

export const clock: fc.Arbitrary<Command> = fc.record({
  do: always('setClock'),
  device,
  aheadMs: fc.constantFrom(0, 90_000, -2 * day, 2 * day, 11 * 365 * day, -7 * 365 * day),
  driftMs: fc.constantFrom(0, 0, 2_000, -2_000),
})

export const again: fc.Arbitrary<Command> = fc.record({
  do: fc.constantFrom('takeBack' as const, 'sendAgain' as const),
  device,
})

export const broken: fc.Arbitrary<Command> = fc.record({
  do: always('damage'),
  device,
  how: fc.constantFrom(...damages),
  pick: fc.nat({ max: 7 }),
})

export const app: fc.Arbitrary<Command> = fc.record({
  do: fc.constantFrom('fill' as const, 'makeRoom' as const, 'restart' as const, 'update' as const),
  device,
})
export const evict: fc.Arbitrary<Command> = fc.record({ do: always('evict'), device })

export const authority: fc.Arbitrary<Command> = fc.record({
  do: always('authority'),
  what: fc.constantFrom('restart' as const, 'backUp' as const, 'restore' as const),
})
export const forget: fc.Arbitrary<Command> = fc.constant({
  do: 'authority',
  what: 'forgetProtocol1',
})
export const arrive: fc.Arbitrary<Command> = fc.constant({ do: 'arrive' })
