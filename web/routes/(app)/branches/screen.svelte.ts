import { SvelteSet } from 'svelte/reactivity'
import type { App } from '#lib/app-context.svelte.ts'
import { dayOf } from '#lib/record/months.ts'
import type { OrganisationNode } from '#lib/desk/tree.ts'
import {
  branchesOf,
  countMembers,
  flatten,
  organisationTree,
  rootsOf,
  searchTree,
} from '#lib/desk/tree.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'

/** Above this many, a tree opens with its first level only. */
const openedAtOnce = 80

/** The tree of organisations: what is open in it, and what is found. */
export class BranchesScreen {
  readonly #app: App
  readonly #now: () => number
  readonly #organisations
  readonly #people
  /** Those that differ from how the tree opens by itself. */
  readonly #turned = new SvelteSet<string>()
  query = $state('')

  constructor(app: App, now: () => number) {
    this.#app = app
    this.#now = now
    this.#organisations = app.records.list(organisation)
    this.#people = app.records.list(person)
  }

  readonly today = $derived.by(() => dayOf(this.#now()))
  readonly ready = $derived.by(() => this.#organisations.ready && this.#people.ready)
  readonly tree = $derived.by(() => {
    const { actor } = this.#app.session
    return organisationTree(
      // Groups stand on the page of their branch.
      this.#organisations.current.filter(({ body }) => body.kind !== 'group'),
      actor ? rootsOf(actor) : [],
      countMembers(this.#people.current),
    )
  })
  readonly found = $derived.by(() => searchTree(this.tree, this.query))
  readonly branches = $derived.by(() => branchesOf(this.tree).length)
  readonly members = $derived.by(() => this.tree.reduce((sum, { members }) => sum + members, 0))
  readonly #opensWide = $derived.by(() => flatten(this.tree).length <= openedAtOnce)

  isOpen(node: OrganisationNode, depth: number): boolean {
    if (this.query.trim() !== '') return true
    const byItself = depth === 0 || this.#opensWide
    return byItself !== this.#turned.has(node.id)
  }

  turn(node: OrganisationNode): void {
    if (!this.#turned.delete(node.id)) this.#turned.add(node.id)
  }
}
