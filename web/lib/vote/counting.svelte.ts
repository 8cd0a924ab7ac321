import type { Records } from '#lib/data/types.ts'
import { exclusion } from '#schema/records/exclusion.ts'
import { person } from '#schema/records/person.ts'
import { personFile } from '#schema/records/person-file.ts'
import { post } from '#schema/records/post.ts'
import { committeeOn } from '#schema/rules/calls.ts'
import type { Electorate, Gathered } from '#schema/rules/electorate.ts'
import { electorateOf, gatheredOf, votersFrom } from '#schema/rules/electorate.ts'
import type { Matter } from '#schema/rules/matters.ts'
import type { RollLine } from '#lib/roll/roll.ts'
import { came, statusesOf } from '#lib/roll/roll.ts'

/** `cameWithVote`: by the roll alone, so that whoever left the branch since is among them. */
export type GatheredVoters = Gathered & { readonly cameWithVote: number }

/** Who has a vote in a branch on a day, from its roster, files, posts and exclusions. Construct it while a component begins. */
export class VoteCounting {
  readonly #branchId: () => string
  readonly #day: () => string
  readonly #called: () => ReadonlySet<string> | undefined
  readonly #people
  readonly #files
  readonly #posts
  readonly #exclusions

  /** `called`: who alone is called, where the meeting does not call everybody. */
  constructor(
    records: Pick<Records, 'list'>,
    branchId: () => string,
    day: () => string,
    called: () => ReadonlySet<string> | undefined,
  ) {
    this.#branchId = branchId
    this.#day = day
    this.#called = called
    this.#people = records.list(person, () => ({ of: branchId() }))
    this.#files = records.list(personFile)
    this.#posts = records.list(post)
    this.#exclusions = records.list(exclusion, () => ({ of: branchId() }))
  }

  readonly #voters = $derived.by(() => votersFrom(this.#people.current, this.#files.current))

  electorate(matter: Matter): Electorate {
    const [branchId, day] = [this.#branchId(), this.#day()]
    return electorateOf({
      branchId,
      matter,
      day,
      voters: this.#voters,
      exclusions: this.#exclusions.current,
      seats: committeeOn(this.#posts.current, branchId, day),
      called: this.#called(),
    })
  }

  /** Of a roll as it is being called. Whoever sat in without being called stands in it too, and has no vote. */
  gathered(matter: Matter, lines: readonly RollLine[]): GatheredVoters {
    const statuses = statusesOf(lines.filter(({ expected }) => expected))
    const electorate = this.electorate(matter)
    const without = electorate.without.map(({ personId }) => personId)
    return {
      ...gatheredOf(matter, electorate, statuses),
      cameWithVote: [...statuses].filter(([id, status]) => came(status) && !without.includes(id))
        .length,
    }
  }
}
