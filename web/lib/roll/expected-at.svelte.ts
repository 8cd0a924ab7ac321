import type { Records } from '#lib/data/types.ts'
import { exclusion } from '#schema/records/exclusion.ts'
import { person } from '#schema/records/person.ts'
import { post } from '#schema/records/post.ts'
import { localDay } from '#schema/rules/calendar.ts'
import { callsOf, membersCalled } from '#schema/rules/calls.ts'
import type { ExclusionRow } from '#schema/rules/exclusions.ts'
import { excludes, leftOutOn } from '#schema/rules/exclusions.ts'
import type { Matter } from '#schema/rules/matters.ts'
import { BranchGroups } from '#lib/people/branch-groups.svelte.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'

export type Gathering = Pick<MeetingBody, 'kinds' | 'groupIds' | 'startsAt'>

/** Whom the gatherings of a branch expect, by the rule of their rolls: for whoever notes somebody one by one. Construct it while a component begins. */
export class ExpectedAt {
  readonly #branchId: () => string
  readonly #people
  readonly #posts
  readonly #groups
  readonly #exclusions

  constructor(records: Pick<Records, 'list'>, branchId: () => string) {
    this.#branchId = branchId
    this.#people = records.list(person, () => ({ of: branchId() }))
    this.#posts = records.list(post)
    this.#groups = new BranchGroups(records, branchId)
    this.#exclusions = records.list(exclusion, () => ({ of: branchId() }))
  }

  get ready(): boolean {
    const lists = [this.#people, this.#posts, this.#groups, this.#exclusions]
    return lists.every(({ ready }) => ready)
  }

  /** Of what this device does not know, that he is. */
  readonly isExpected = (gathering: Gathering | undefined, personId: string): boolean => {
    // To a talk nobody is called: whoever is noted took part.
    if (!gathering || callsOf(gathering).whom === 'nobody') return true
    const branchId = this.#branchId()
    const leftOut = leftOutOn(this.#exclusions.current, branchId, localDay(gathering.startsAt))
    return this.#called(gathering)?.has(personId) !== false && !leftOut.has(personId)
  }

  /** Who would be called and is left out of the count of this, by approval. */
  readonly leftOut = (gathering: Gathering, matter: Matter): readonly ExclusionRow[] => {
    if (gathering.startsAt === '') return []
    const called = this.#called(gathering)
    const day = localDay(gathering.startsAt)
    return this.#exclusions.current.filter(
      ({ body }) => called?.has(body.personId) !== false && excludes(body, matter, day),
    )
  }

  #called(gathering: Gathering): ReadonlySet<string> | undefined {
    return membersCalled(
      { ...gathering, branchId: this.#branchId() },
      { people: this.#people.current, groups: this.#groups.current, posts: this.#posts.current },
    )
  }
}
