/**
 * Runs of the sync that mind the room on the disk: with none left nothing more comes in, but what was written here still goes
 * out. Of a reply then only the verdicts are taken, and the positions stay where they are (D2): what moved meanwhile
 * comes when there is room.
 */
import type { Transport } from '#sync/device/loop.ts'
import { succeed } from '#sync/result.ts'
import { limits } from '#sync/wire/sync.ts'
import type { Room } from '../disk/room.svelte.ts'
import type { Outcome } from './schedule.ts'
import type { SyncRunParts } from './run.ts'
import { SyncRuns } from './run.ts'

export class SparingRuns {
  readonly #room: Room
  readonly #runs: SyncRuns
  readonly #transport: Transport
  #downloads = true
  /** By the authority's own word. */
  #isOutdated = false

  constructor(room: Room, parts: SyncRunParts) {
    this.#room = room
    this.#transport = parts.transport
    this.#runs = new SyncRuns({
      ...parts,
      transport: (request) => (this.#downloads ? this.#transport : this.#sparing)(request),
    })
  }

  /** Whether the last run also took what others wrote. */
  get downloaded(): boolean {
    return this.#downloads
  }

  /** `filled`: before the first sync has ended there is nothing to work with, and the disk alone says when it is full. */
  async run(filled: boolean): Promise<Outcome> {
    const room = this.#room
    this.#downloads = await room.hasRoom(filled)
    const outcome = await this.#runs.run()
    if (outcome.kind !== 'storage' || !outcome.full) return this.#meant(outcome)
    room.noteFull()
    // Writing down that something has arrived takes little, and is worth the reserve.
    if (!this.#downloads && !(await room.giveWay())) return outcome
    this.#downloads = false
    return this.#meant(await this.#runs.run())
  }

  #meant(outcome: Outcome): Outcome {
    const isOurs = outcome.kind === 'outdated' && !this.#downloads && !this.#isOutdated
    return isOurs ? { kind: 'confirmed' } : outcome
  }

  /** To the loop it is the answer to a device that is served no news: edits are settled, and nothing else is touched. */
  readonly #sparing: Transport = async (request) => {
    const answer = await this.#transport({ ...request, open: [], page: limits.pageBytes.least })
    if (!answer.ok) return answer
    const { protocol, now, verdicts, actor, outdated } = answer.value
    this.#isOutdated = outdated === true
    return succeed({
      protocol,
      now,
      verdicts,
      actor,
      outdated: true,
      rows: [],
      packs: [],
      unpack: [],
      gone: [],
      positions: {},
      digests: {},
      repairs: [],
      scope: request.scope,
      more: false,
    })
  }
}
