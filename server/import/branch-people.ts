/**
 * The members of a branch as a ledger knows them: by name alone, and so only where one of them answers to it. Who was one
 * on a day long ago is known as far as the files say when he joined.
 */
import { derivedId } from '../../schema/define-record.ts'
import type { Body } from '../../schema/json.ts'
import { person } from '../../schema/records/person.ts'
import { personFile } from '../../schema/records/person-file.ts'
import type { StoreView } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'

type Member = { readonly id: string; readonly name: string; readonly file: Body | undefined }

export type Unnamed = 'unknown' | 'ambiguous'

export class BranchPeople {
  readonly #members: readonly Member[]
  readonly #byName: ReadonlyMap<string, readonly Member[]>

  constructor(members: readonly Member[]) {
    this.#members = members
    this.#byName = Map.groupBy(members, ({ name }) => name)
  }

  static async load(view: StoreView, branchId: string): Promise<BranchPeople> {
    const rows = await view.rowsOf(person.name, branchId)
    const files = await view.rows(rows.map(({ id }) => derivedId(personFile.name, [id])))
    return new BranchPeople(
      rows.flatMap(({ id, body }) =>
        body['removedAt']
          ? []
          : [
              {
                id,
                name: String(body['name']),
                file: files.get(derivedId(personFile.name, [id]))?.body,
              },
            ],
      ),
    )
  }

  /** Those of them who were members by that day: of a name that only a later one has, nobody answers to it. */
  on(day: string): BranchPeople {
    return new BranchPeople(this.#members.filter(({ file }) => hasJoined(file, day)))
  }

  find(name: string): Result<string, Unnamed> {
    const [only, ...others] = this.#byName.get(name) ?? []
    if (!only) return fail('unknown')
    return others.length === 0 ? succeed(only.id) : fail('ambiguous')
  }

  /** The longest name that the words begin with. */
  nameBefore(words: string): string | undefined {
    return [...this.#byName.keys()]
      .filter((name) => words.startsWith(name))
      .sort((left, right) => right.length - left.length)
      .at(0)
  }

  /**
   * Who, of those on the roster now, should have come on that day. Whether a ledger counted who was out of contact it says
   * itself: he is one of them where it names him, and is never taken for one who came.
   */
  calledOn(day: string, named: ReadonlySet<string>): readonly string[] {
    return this.#members
      .filter(
        ({ id, file }) =>
          hasJoined(file, day) &&
          (file?.['standing'] ?? 'normal') === 'normal' &&
          (named.has(id) || !isLostOn(file, day)),
      )
      .map(({ id }) => id)
  }
}

const isLater = (partial: unknown, day: string): boolean =>
  typeof partial === 'string' && partial > day

const hasJoined = (file: Body | undefined, day: string): boolean =>
  !isLater(file?.['joinedOn'], day)

const isLostOn = (file: Body | undefined, day: string): boolean =>
  file?.['lost'] === true && !isLater(file['lostSince'], day)
