/** The list of organisations. A superior may stand anywhere in the same file, also below what hangs under it. */
import type { Actor } from '../../schema/access.ts'
import { organisation, organisationKinds } from '../../schema/records/organisation.ts'
import type { Row } from '../../sync/authority/store.ts'
import type { Importer } from './importer.ts'
import { overseeing } from './importer.ts'
import { OrganisationNames, namesIn } from './organisation-names.ts'
import type { PlannedRow, Planning } from './proposal.ts'
import { plannedRow, propose, proposeAll, refusedRow } from './proposal.ts'
import type { Flaw, Table, TableRow } from './table.ts'

const plainFields = [
  'kind',
  'sector',
  'secretaryName',
  'phone',
  'termEnds',
  'hasCommittee',
] as const

type Entry = {
  readonly row: TableRow
  /** The organisation's id, as stored or as it will be. */
  readonly id: string
  readonly before: Row | undefined
  /** Known before anything is looked up: the row cannot be used. */
  readonly flaw: Flaw | undefined
}

export function planBranches(importer: Importer, table: Table, newId: () => string): Planning {
  return { rows: new BranchPlan(importer, table, newId).settle() }
}

class BranchPlan {
  readonly #importer: Importer
  readonly #table: Table
  readonly #entries: readonly Entry[]
  readonly #byId: ReadonlyMap<string, Entry>
  readonly #names: OrganisationNames
  readonly #nameById = new Map<string, string>()
  readonly #settled = new Map<Entry, PlannedRow>()
  /** Entries whose superior is being settled: meeting one again closes a circle. */
  readonly #open = new Set<Entry>()
  #actor: Actor

  constructor(importer: Importer, table: Table, newId: () => string) {
    this.#importer = importer
    this.#table = table
    this.#actor = importer.actor
    const all = [...importer.organisations.values(), ...importer.above.values()]
    this.#names = new OrganisationNames(all)
    for (const { id, body } of all) {
      this.#names.add(id, namesIn(body))
      this.#nameById.set(id, String(body['name']))
    }
    this.#entries = this.#enter(newId)
    this.#byId = new Map(
      this.#entries.filter(({ flaw }) => !flaw).map((entry) => [entry.id, entry]),
    )
  }

  /** Superiors first. */
  settle(): readonly PlannedRow[] {
    for (const entry of this.#entries) this.#settle(entry)
    return [...this.#settled.values()]
  }

  #enter(newId: () => string): readonly Entry[] {
    const lines = new Map<string, number>()
    return this.#table.rows.map((row): Entry => {
      const name = String(row.values['name'] ?? '')
      const found = this.#names.find(name)
      const id = found.ok ? found.value : newId()
      const before = this.#importer.organisations.get(id)
      const first = lines.get(id)
      const flaw =
        row.flaw ??
        (first === undefined
          ? undefined
          : { reason: 'duplicateInFile' as const, firstLine: first }) ??
        (!found.ok && found.failure === 'ambiguous'
          ? this.#table.flawAt(row.line, 'name', 'ambiguousBranch')
          : undefined) ??
        (this.#importer.above.has(id) ? { reason: 'notAllowed' as const } : undefined)
      if (!flaw) lines.set(id, row.line)
      if (!flaw && !before) {
        this.#names.add(id, [name])
        this.#nameById.set(id, name)
      }
      return { row, id, before, flaw }
    })
  }

  #settle(entry: Entry): void {
    if (this.#settled.has(entry) || this.#open.has(entry)) return
    this.#open.add(entry)
    const planned = this.#plan(entry)
    this.#open.delete(entry)
    this.#settled.set(entry, planned)
  }

  #plan({ row, id, before, flaw }: Entry): PlannedRow {
    const { line, values } = row
    const kind = values['kind'] as keyof typeof organisationKinds | undefined
    const titles = {
      line,
      title: before ? String(before.body['name']) : String(values['name'] ?? ''),
      subtitle: String(values['superior'] ?? (kind ? organisationKinds[kind].zh : '')),
    }
    if (flaw) return refusedRow(titles, flaw)
    const parentId = this.#superior(row, before)
    if (parentId === undefined) {
      return refusedRow(titles, this.#table.flawAt(line, 'superior', 'unknownSuperior'))
    }
    const wanted = Object.fromEntries(
      plainFields.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])),
    )
    // A branch found by another of its names keeps the one on record: lists disagree, and each would rename it.
    const name = before ? {} : { name: String(values['name']) }
    const proposal = propose(this.#actor, organisation, id, before, {
      ...name,
      ...wanted,
      ...(parentId !== '' && { parentId }),
      removedAt: null,
    })
    const writes = proposeAll([proposal], this.#table, line)
    if (!writes.ok) return refusedRow(titles, writes.failure)
    if (!before) this.#actor = overseeing(this.#actor, parentId, id)
    return plannedRow(titles, writes.value, (each) => this.#nameById.get(each) ?? '')
  }

  /** The superior's id; '' leaves it as it is; undefined where the file names nobody we know. */
  #superior(row: TableRow, before: Row | undefined): string | undefined {
    const name = row.values['superior']
    if (typeof name !== 'string') return before ? '' : this.#importer.organisationId
    const found = this.#names.find(name)
    if (!found.ok) {
      // The importer's own organisation hangs under one that he may not see.
      return before?.id === this.#importer.organisationId ? '' : undefined
    }
    const superior = this.#byId.get(found.value)
    if (superior) {
      this.#settle(superior)
      const planned = this.#settled.get(superior)
      if (!planned || (planned.row.verdict === 'refused' && !superior.before)) return undefined
    }
    return found.value
  }
}
