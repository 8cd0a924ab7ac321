/** The people a roster could mean: those on record in its branches, those with its numbers, and its own earlier rows. */
import { derivedId } from '../../schema/define-record.ts'
import { personFile } from '../../schema/records/person-file.ts'
import type { Row, StoreView } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { birthdayIn } from './cells.ts'
import type { IdentityNumbers } from './contract.ts'
import type { Importer } from './importer.ts'
import type { Flaw, TableRow } from './table.ts'

/** What a row or a record says of a person, to compare the two. */
type Traits = {
  readonly name: string
  readonly branchId: string
  readonly number: string | undefined
  /** Known to the day, the month, the year, or not at all. */
  readonly born: string | undefined
}

type Known = Traits & { readonly row: Row }
type Taken = Traits & { readonly line: number }

const bornAgree = (left: string | undefined, right: string | undefined): boolean =>
  left === undefined || right === undefined || left.startsWith(right) || right.startsWith(left)

const keyOf = ({ name, branchId }: Traits): string => `${branchId}|${name}`

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

const traitsOf = ({ values }: TableRow, branchId: string): Traits => {
  const number = textIn(values['identity'])
  const born = textIn(values['bornOn']) ?? (number && birthdayIn(number))
  return { name: String(values['name']), branchId, number, born }
}

const grouped = <Value>(values: Iterable<Value>, key: (value: Value) => string) =>
  Map.groupBy(values, key)

export class Members {
  readonly #files: ReadonlyMap<string, Row>
  readonly #numbers: ReadonlyMap<string, string>
  readonly #owners: ReadonlyMap<string, readonly string[]>
  readonly #known: ReadonlyMap<string, Known>
  readonly #knownByKey: ReadonlyMap<string, readonly Known[]>
  readonly #lineByPerson = new Map<string, number>()
  readonly #lineByNumber = new Map<string, number>()
  readonly #takenByKey = new Map<string, Taken[]>()

  private constructor(
    people: readonly Row[],
    files: ReadonlyMap<string, Row>,
    numbers: ReadonlyMap<string, string>,
    owners: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#files = files
    this.#numbers = numbers
    this.#owners = owners
    const known = people.map((row): Known => {
      const number = numbers.get(row.id)
      const bornOn = textIn(this.fileOf(row.id)?.body['bornOn'])
      return {
        row,
        name: String(row.body['name']),
        branchId: String(row.body['branchId']),
        number,
        born: bornOn ?? (number && birthdayIn(number)),
      }
    })
    this.#known = new Map(known.map((each) => [each.row.id, each]))
    this.#knownByKey = grouped(
      known.filter(({ row }) => !row.body['removedAt']),
      keyOf,
    )
  }

  /** Everybody in these branches, and whoever in the importer's other branches holds a number of the file. */
  static async load(
    view: StoreView,
    { organisations }: Importer,
    identities: IdentityNumbers,
    branchIds: ReadonlySet<string>,
    rows: readonly TableRow[],
  ): Promise<Members> {
    const inFile = rows.flatMap(({ values }) => textIn(values['identity']) ?? [])
    const owners = await identities.personsOf([...new Set(inFile)])
    const people = new Map<string, Row>()
    for (const branchId of branchIds) {
      for (const row of await view.rowsOf('person', branchId)) people.set(row.id, row)
    }
    const elsewhere = [...owners.values()].flat().filter((id) => !people.has(id))
    for (const row of (await view.rows(elsewhere)).values()) {
      if (organisations.has(String(row.body['branchId']))) people.set(row.id, row)
    }
    const ids = [...people.keys()]
    const files = await view.rows(ids.map((id) => derivedId(personFile.name, [id])))
    return new Members([...people.values()], files, await identities.byPerson(ids), owners)
  }

  fileOf(personId: string): Row | undefined {
    return this.#files.get(derivedId(personFile.name, [personId]))
  }

  numberOf(personId: string): string | undefined {
    return this.#numbers.get(personId)
  }

  /** The person on record, undefined for a new one, or why it cannot be said. */
  match(row: TableRow, branchId: string): Result<Row | undefined, Flaw> {
    const traits = traitsOf(row, branchId)
    const found = this.#onRecord(traits)
    if (!found.ok) return fail({ reason: 'ambiguousPerson' })
    const line =
      this.#lineByPerson.get(found.value?.id ?? '') ??
      this.#lineByNumber.get(traits.number ?? '') ??
      this.#likeTaken(traits)
    return line === undefined ? found : fail({ reason: 'duplicateInFile', firstLine: line })
  }

  /** Only rows that are accepted count as a first entry; a refused one must not shut out its repetition. */
  take(row: TableRow, branchId: string, personId: string): void {
    const traits = traitsOf(row, branchId)
    this.#lineByPerson.set(personId, row.line)
    if (traits.number) this.#lineByNumber.set(traits.number, row.line)
    const key = keyOf(traits)
    this.#takenByKey.set(key, [...(this.#takenByKey.get(key) ?? []), { ...traits, line: row.line }])
  }

  /** Two people of one name with two numbers are two people; where a number is lacking, the birthday must tell. */
  #likeTaken(traits: Traits): number | undefined {
    return (this.#takenByKey.get(keyOf(traits)) ?? []).find(
      (each) =>
        (traits.number === undefined || each.number === undefined) &&
        bornAgree(traits.born, each.born),
    )?.line
  }

  #onRecord(traits: Traits): Result<Row | undefined, 'ambiguous'> {
    const owners = (traits.number === undefined ? [] : this.#owners.get(traits.number)) ?? []
    const holders = owners.flatMap((id) => this.#known.get(id) ?? [])
    if (holders.length > 1) return fail('ambiguous')
    if (holders[0]) return succeed(holders[0].row)
    const alike = (this.#knownByKey.get(keyOf(traits)) ?? []).filter((each) =>
      bornAgree(each.born, traits.born),
    )
    const free = alike.filter(({ number }) => number === undefined || traits.number === undefined)
    if (free.length > 1) return fail('ambiguous')
    if (free[0]) return succeed(free[0].row)
    // Same name, branch and day of birth under another number: a mended number or a second person. People decide.
    const suspicious = alike.some(
      ({ number }) => number && traits.number && birthdayIn(number) === birthdayIn(traits.number),
    )
    return suspicious ? fail('ambiguous') : succeed(undefined)
  }
}
