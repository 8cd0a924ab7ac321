/** What happened in many histories, counted from the worlds they ended in. */
import type { Counts, FaultKind, Passage } from './faults.ts'
import { faultKinds, noneOf, passages } from './faults.ts'
import type { Fate } from './laws.ts'
import { fates, fatesIn } from './laws.ts'
import type { World } from './world.ts'

export class Tally {
  histories = 0
  devices = 0
  /** Of the devices, those that came to rest: had nothing more to say and nothing to learn. */
  quiet = 0
  exchanges = 0
  edits = 0
  /** Letters written into documents. */
  letters = 0
  readonly faults: Counts<FaultKind> = noneOf(faultKinds)
  readonly passages: Counts<Passage> = noneOf(passages)
  readonly fates: Counts<Fate> = noneOf(fates)

  async add(world: World): Promise<void> {
    this.histories += 1
    this.devices += world.devices.length
    this.quiet += world.quiet
    this.exchanges += world.exchanges
    this.edits += world.said.length
    const letters = world.said.flatMap(({ words }) => (words ? [...words.letters] : []))
    this.letters += new Set(letters).size
    addTo(this.faults, world.injected)
    addTo(this.passages, world.passed)
    for (const fate of await fatesIn(world)) this.fates[fate] += 1
  }

  get lost(): number {
    return this.fates.nowhere
  }

  get stalled(): number {
    return this.devices - this.quiet
  }

  /** Kinds that never befell anybody: of those the run has proved nothing. */
  get missing(): readonly string[] {
    const all: readonly (readonly [string, number])[] = [
      ...Object.entries(this.faults),
      ...Object.entries(this.passages),
    ]
    return all.filter(([, count]) => count === 0).map(([kind]) => kind)
  }
}

function addTo<Kind extends string>(sums: Counts<Kind>, more: Counts<Kind>): void {
  for (const kind of Object.keys(more) as Kind[]) sums[kind] += more[kind]
}
