/** The branches that a ledger may speak of, each with its people and the meetings it has on record. */
import type { Body } from '../../schema/json.ts'
import type { MeetingKind } from '../../schema/records/meeting.ts'
import { meeting } from '../../schema/records/meeting.ts'
import { meets } from '../../schema/records/organisation.ts'
import { localDay } from '../../schema/rules/calendar.ts'
import type { StoreView } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { BranchPeople } from './branch-people.ts'
import type { Importer } from './importer.ts'
import { OrganisationNames, namesIn } from './organisation-names.ts'

/** A gathering is known by its day and its kinds. */
type Met = { readonly day: string; readonly kinds: readonly MeetingKind[] }

/** The meetings of one branch: those on record, and those of the file so far, by line. */
export class Meetings {
  readonly #met: Met[]
  readonly #lines = new Map<string, number>()

  constructor(met: readonly Met[]) {
    this.#met = [...met]
  }

  add(met: Met, line: number): void {
    this.#met.push(met)
    this.#lines.set(keyOf(met), line)
  }

  /** The line of the file that said the same before. */
  lineOf(met: Met): number | undefined {
    return this.#lines.get(keyOf(met))
  }

  has(met: Met): boolean {
    return this.#met.some((each) => keyOf(each) === keyOf(met))
  }

  /** The kinds of another meeting of that day that may be the same one, told otherwise. */
  like({ day, kinds }: Met): readonly MeetingKind[] | undefined {
    return this.#met.find(
      (each) => each.day === day && each.kinds.some((kind) => kinds.includes(kind)),
    )?.kinds
  }
}

const keyOf = ({ day, kinds }: Met): string => `${day} ${[...kinds].sort().join(' ')}`

const metIn = (body: Body): Met => ({
  day: localDay(String(body['startsAt'])),
  // A stored meeting fits its definition.
  kinds: body['kinds'] as readonly MeetingKind[],
})

export type LedgerBranch = {
  readonly id: string
  readonly name: string
  readonly people: BranchPeople
  readonly meetings: Meetings
}

type NoBranch = 'noBranch' | 'otherBranch' | 'ambiguousBranch' | 'unknownBranch'

export class LedgerBranches {
  readonly #view: StoreView
  readonly #importer: Importer
  readonly #names: OrganisationNames
  readonly #own: readonly string[]
  /** The branch that the head of the list names, where it names one. */
  readonly #named: string | undefined
  readonly #loaded = new Map<string, LedgerBranch>()

  constructor(view: StoreView, importer: Importer, titles: readonly string[]) {
    this.#view = view
    this.#importer = importer
    const { organisations, above } = importer
    this.#names = new OrganisationNames([...organisations.values(), ...above.values()])
    const own = [...organisations.values()].filter(
      ({ body }) => !body['removedAt'] && meets.some((kind) => kind === body['kind']),
    )
    for (const { id, body } of own) this.#names.add(id, namesIn(body))
    this.#own = own.map(({ id }) => id)
    const named = new Set(titles.flatMap((title) => this.#namedIn(title)))
    this.#named = named.size === 1 ? [...named][0] : undefined
  }

  /** Where no other branch can be meant, nothing need say which. */
  get isOne(): boolean {
    return this.#own.length === 1
  }

  /** The branch that a row names. A branch's own ledger does not say on every line whose it is. */
  async find(written: string | undefined): Promise<Result<LedgerBranch, NoBranch>> {
    if (written === undefined) {
      const meant = this.isOne ? this.#own[0] : this.#named
      return meant === undefined ? fail('noBranch') : succeed(await this.#load(meant))
    }
    const found = this.#names.find(written)
    if (found.ok) return succeed(await this.#load(found.value))
    if (this.isOne) return fail('otherBranch')
    return fail(found.failure === 'ambiguous' ? 'ambiguousBranch' : 'unknownBranch')
  }

  /** 填报单位：枣林村党支部; 中共平原镇枣林村支部委员会“三会一课”台账 */
  #namedIn(title: string): readonly string[] {
    return title.split(/[\s：:，,、；;“”"（）()《》【】]+/).flatMap((part) => {
      const [name] = /^.+?(?:支部委员会|支部)/.exec(part) ?? []
      const found = name === undefined ? undefined : this.#names.find(name)
      return found?.ok ? [found.value] : []
    })
  }

  async #load(id: string): Promise<LedgerBranch> {
    const known = this.#loaded.get(id)
    if (known) return known
    const stored = await this.#view.rowsOf(meeting.name, id)
    const branch: LedgerBranch = {
      id,
      name: String(this.#importer.organisations.get(id)?.body['name'] ?? ''),
      people: await BranchPeople.load(this.#view, id),
      meetings: new Meetings(
        stored.flatMap(({ body }) => (body['removedAt'] ? [] : [metIn(body)])),
      ),
    }
    this.#loaded.set(id, branch)
    return branch
  }
}
