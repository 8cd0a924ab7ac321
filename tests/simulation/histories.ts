/** Random histories. Each has a weather of its own, so that some faults come alone and some all at once. */
import fc from 'fast-check'
import type { Command, History } from './commands.ts'
import type { DiskFault } from './faults.ts'
import {
  again,
  always,
  app,
  archive,
  arrive,
  authority,
  broken,
  calm,
  clock,
  composeExactly,
  day,
  diskFault,
  either,
  evict,
  forget,
  look,
  office,
  oldArchive,
  oldLook,
  oldWrite,
  onBadDisk,
  overBadLines,
  paperwork,
  sign,
  together,
  wait,
  write,
} from './happenings.ts'

type Weather = readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<Command> }[]

const usual: Weather = [
  { weight: 10, arbitrary: write },
  { weight: 5, arbitrary: calm },
  { weight: 1, arbitrary: wait },
  { weight: 1, arbitrary: again },
]
const badLines: Weather = [
  { weight: 5, arbitrary: overBadLines },
  { weight: 1, arbitrary: arrive },
  { weight: 1, arbitrary: clock },
]
const badDisks: Weather = [
  { weight: 4, arbitrary: onBadDisk },
  { weight: 1, arbitrary: app },
]
const movingPeople: Weather = [
  { weight: 3, arbitrary: office },
  { weight: 2, arbitrary: archive },
  { weight: 3, arbitrary: look },
  { weight: 1, arbitrary: wait },
]
const crowd: Weather = [{ weight: 4, arbitrary: together }]
const ruin: Weather = [
  { weight: 4, arbitrary: broken },
  { weight: 1, arbitrary: evict },
  { weight: 2, arbitrary: authority },
  { weight: 3, arbitrary: calm },
]

const archives: Weather = [
  { weight: 3, arbitrary: oldArchive },
  { weight: 5, arbitrary: oldLook },
  { weight: 4, arbitrary: oldWrite },
  { weight: 2, arbitrary: fc.record({ do: always('lookAway'), device: either }) },
  { weight: 2, arbitrary: fc.constant({ do: 'wait', ms: 4 * day }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: always('sync'), device: either, faults: fc.constant([]) }),
  },
]
const brokenPacks: Weather = [
  {
    weight: 6,
    arbitrary: fc.record({
      do: always('damage'),
      device: either,
      how: fc.constantFrom('packVanishes' as const, 'packGarbled' as const, 'noteOlder' as const),
      pick: fc.nat({ max: 7 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: always('sync'),
      device: either,
      faults: fc.constant([]),
      disk: fc.array(fc.oneof(fc.constant<DiskFault>({ kind: 'packsThrow', at: 1 }), diskFault), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
  },
]

/** Packs lie on the first device before anything happens to them. */
const packsKept: readonly Command[] = [
  { do: 'office', what: 'import', branch: 0, year: 2023, rows: 12 },
  { do: 'look', device: 0, branch: 0, part: 'public', year: 2023, keep: true },
  { do: 'sync', device: 0, faults: [] },
]
const papers: Weather = [
  { weight: 8, arbitrary: paperwork },
  { weight: 4, arbitrary: calm },
]
/** One paper that lies on every device, and everybody about to sign. */
const paperLies: readonly Command[] = [
  { do: 'compose', device: 0, paper: 0, yjs: true, at: 0, letters: 3, cut: 0, save: true },
  ...[0, 1, 2, 3, 4].map((device) => ({ do: 'sync' as const, device, faults: [] })),
]
/** Two have taken different steps from one state. */
const stepsMeet: readonly Command[] = [
  ...paperLies,
  { do: 'sign', device: 0, paper: 0, to: 'signed' },
  { do: 'sign', device: 1, paper: 0, to: 'ready' },
  { do: 'sync', device: 0, faults: [] },
  { do: 'sync', device: 1, faults: [] },
]
const ofLateSteps: Weather = [...usual, ...papers]
const ofSigning: Weather = [
  { weight: 4, arbitrary: sign },
  { weight: 4, arbitrary: composeExactly },
  { weight: 4, arbitrary: calm },
  ...movingPeople,
]
/** Offices were taken away and given back, so that what was held went and came again. */
const officesReturn: readonly Command[] = [
  { do: 'sync', device: 0, faults: [] },
  ...[0, 1, 2, 3].map((post) => ({ do: 'office' as const, what: 'postEnds' as const, post })),
  { do: 'sync', device: 0, faults: [] },
  { do: 'office', what: 'postBegins', who: 0, office: 'secretary', branch: 0 },
  { do: 'office', what: 'postBegins', who: 1, office: 'deputy', branch: 0 },
  { do: 'office', what: 'postBegins', who: 3, office: 'staff', branch: 0 },
  { do: 'sync', device: 0, faults: [] },
]
const ofOffices: Weather = [...usual, ...movingPeople, { weight: 4, arbitrary: calm }]
/** Rows lie on the first device that have been other rows before. */
const rowsChanged: readonly Command[] = ['a', 'b'].flatMap((title) => [
  { do: 'write' as const, device: 0, row: 0, fields: { title } },
  { do: 'write' as const, device: 0, row: 4, fields: { title } },
  { do: 'sync' as const, device: 0, faults: [] },
])
const ofDamage: Weather = [...usual, { weight: 6, arbitrary: broken }]
/** A closed year was looked into, and then by nobody for days. */
const yearLetGo: readonly Command[] = [
  { do: 'office', what: 'import', branch: 0, year: 2023, rows: 5 },
  { do: 'look', device: 0, branch: 0, part: 'public', year: 2023, keep: false },
  { do: 'sync', device: 0, faults: [] },
  { do: 'lookAway', device: 0 },
  { do: 'sync', device: 0, faults: [] },
  { do: 'wait', ms: 4 * day },
  { do: 'sync', device: 0, faults: [] },
]
const ofArchives: Weather = [...usual, ...archives]
const ofBrokenPacks: Weather = [...usual, ...archives, ...brokenPacks]

/** Everybody has Yjs, and few steps are taken before much is written. */
const minutes: Weather = [
  { weight: 10, arbitrary: composeExactly },
  { weight: 6, arbitrary: calm },
  { weight: 1, arbitrary: sign },
]

const weathers: readonly Weather[] = [
  [...usual, ...badLines],
  [...usual, ...badDisks],
  [...usual, ...movingPeople],
  [...usual, ...movingPeople, ...badLines],
  [...usual, ...movingPeople, ...badDisks],
  [...minutes, ...badLines],
  [...usual, ...papers, ...badLines],
  [...usual, ...papers, ...badDisks, ...movingPeople],
  [...papers, ...crowd, ...ruin],
  [...usual, ...crowd],
  [...usual, ...crowd, ...movingPeople],
  ofArchives,
  ofBrokenPacks,
  ofBrokenPacks,
  ofSigning,
  ofLateSteps,
  ofOffices,
  ofDamage,
  [...usual, ...archives, ...ruin],
  [...usual, ...ruin],
  [...usual, ...ruin, ...movingPeople],
  [
    ...usual,
    ...badLines,
    ...badDisks,
    ...movingPeople,
    ...crowd,
    ...ruin,
    ...papers,
    { weight: 1, arbitrary: forget },
  ],
]

/** What has happened before the weather sets in. */
const beginnings: ReadonlyMap<Weather, readonly Command[]> = new Map([
  [ofArchives, yearLetGo],
  [ofBrokenPacks, packsKept],
  [ofSigning, paperLies],
  [ofLateSteps, stepsMeet],
  [ofOffices, officesReturn],
  [ofDamage, rowsChanged],
])

const crew = fc.array(
  fc.record({
    // Secretary and township more often than the member, who may write nothing.
    who: fc.constantFrom(0, 0, 1, 2, 3, 3, 4),
    speaks: fc.constantFrom(2 as const, 2 as const, 2 as const, 1 as const),
  }),
  { minLength: 1, maxLength: 5, size: 'max' },
)

const page = fc.constantFrom(20, 100, 1_000, 50_000)

export const histories: fc.Arbitrary<History> = fc
  .nat({ max: weathers.length - 1 })
  .chain((index) =>
    fc.record({
      crew,
      page,
      commands: fc
        .array(fc.oneof(...(weathers[index] ?? usual)), {
          minLength: 1,
          maxLength: 40,
          size: 'max',
        })
        .map((commands) => [...(beginnings.get(weathers[index] ?? usual) ?? []), ...commands]),
    }),
  )
