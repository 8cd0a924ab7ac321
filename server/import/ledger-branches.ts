/** The branches that a ledger may speak of, each with its people and the meetings it has on record. */
import type { Body } from '../../schema/json.ts'
import type { MeetingKind } from '../../schema/records/meeting.ts'
import { meeting } from '../../schema/records/meeting.ts'
import { isGroupOfBranch, meets, organisation } from '../../schema/records/organisation.ts'
import { localDay } from '../../schema/rules/calendar.ts'
import { recordNumber } from '../../schema/rules/record-number.ts'
import type { Row, StoreView } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { BranchPeople } from './branch-people.ts'
import type { Importer } from './importer.ts'
import { OrganisationNames, namesIn } from './organisation-names.ts'

/** A gathering is known by its day and its kinds; of groups, where both say whose it was, by that as well. */
type Met = {
  readonly day: string
  readonly kinds: readonly MeetingKind[]
  readonly groupIds?: readonly string[] | undefined
}

/** The meetings of one branch: those on record, and those of the file so far, by line. */
export class Meetings {
  readonly #booked: readonly (Met & { readonly row: Stored })[]
  readonly #records: ReadonlyMap<string, Stored>
  readonly #told: (Met & { readonly line: number })[] = []

  constructor(rows: readonly Stored[]) {
    this.#booked = rows.map((row) => ({ ...metIn(row.body), row }))
    this.#records = new Map(
      rows.map((row) => [
        recordNumber({ id: row.id, startsAt: String(row.body['startsAt']) }),
        row,
      ]),
    )
  }

  add(met: Met, line: number): void {
    this.#told.push({ ...met, line })
  }

  /** The line of the file that said the same before. */
  lineOf(met: Met): number | undefined {
    return this.#told.find((each) => isSame(each, met))?.line
  }

  /** The meeting on record whose number this is. */
  numbered(record: string | undefined): Stored | undefined {
    return record === undefined ? undefined : this.#records.get(record)
  }

  /** The one on record that is the same gathering. */
  on(met: Met): Stored | undefined {
    return this.#booked.find((each) => isSame(each, met))?.row
  }

  /** The kinds of another meeting of that day that may be the same one, told otherwise. */
  like(met: Met): readonly MeetingKind[] | undefined {
    return [...this.#booked, ...this.#told].find(
      (each) =>
        each.day === met.day &&
        each.kinds.some((kind) => met.kinds.includes(kind)) &&
        ofSameGroups(each, met),
    )?.kinds
  }
}

type Stored = Pick<Row, 'id' | 'body'>

const sorted = (words: readonly string[] = []): string => [...words].sort().join(' ')

function isSame(one: Met, other: Met): boolean {
  if (one.day !== other.day || sorted(one.kinds) !== sorted(other.kinds)) return false
  return ofSameGroups(one, other)
}

function ofSameGroups(one: Met, other: Met): boolean {
  const [ofOne, ofOther] = [sorted(one.groupIds), sorted(other.groupIds)]
  return ofOne === ofOther || ofOne === '' || ofOther === ''
}

const metIn = (body: Body): Met => ({
  day: localDay(String(body['startsAt'])),
  // A stored meeting fits its definition.
  kinds: body['kinds'] as readonly MeetingKind[],
  groupIds: body['groupIds'] as readonly string[] | undefined,
})

export type LedgerBranch = {
  readonly id: string
  readonly name: string
  readonly people: BranchPeople
  readonly meetings: Meetings
  readonly groups: readonly LedgerGroup[]
}

export type LedgerGroup = { readonly id: string; readonly name: string }

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
    const below = await this.#view.rowsOf(organisation.name, id)
    const branch: LedgerBranch = {
      id,
      name: String(this.#importer.organisations.get(id)?.body['name'] ?? ''),
      people: await BranchPeople.load(this.#view, id),
      meetings: new Meetings(stored.filter(({ body }) => !body['removedAt'])),
      groups: below.flatMap(({ id: groupId, body }) =>
        body['removedAt'] || !isGroupOfBranch({ branchId: id }, body)
          ? []
          : [{ id: groupId, name: String(body['name']) }],
      ),
    }
    this.#loaded.set(id, branch)
    return branch
  }
}
