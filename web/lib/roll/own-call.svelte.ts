import type { Records } from '#lib/data/types.ts'
import { person } from '#schema/records/person.ts'
import { post } from '#schema/records/post.ts'
import { membersCalled } from '#schema/rules/calls.ts'
import { BranchGroups } from '#lib/people/branch-groups.svelte.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'

type Gathering = Pick<MeetingBody, 'branchId' | 'kinds' | 'groupIds' | 'startsAt'>

/** Whether somebody is called to a gathering of his branch, by the rule of its roll. Construct it while a component begins. */
export class OwnCall {
  readonly #personId: () => string
  readonly #self
  readonly #posts
  readonly #groups

  constructor(
    records: Pick<Records, 'one' | 'list'>,
    whose: () => { readonly personId: string; readonly branchId: string },
  ) {
    this.#personId = () => whose().personId
    this.#self = records.one(person, this.#personId)
    this.#posts = records.list(post)
    this.#groups = new BranchGroups(records, () => whose().branchId)
  }

  get ready(): boolean {
    return this.#self.ready && this.#posts.ready && this.#groups.ready
  }

  /** Before he is held here, nobody calls him who does not call everybody. */
  readonly isFor = (gathering: Gathering): boolean => {
    const self = this.#self.current
    const called = membersCalled(gathering, {
      people: self ? [self] : [],
      groups: this.#groups.current,
      posts: this.#posts.current,
    })
    return called?.has(this.#personId()) ?? true
  }
}
