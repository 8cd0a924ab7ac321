/**
 * Edits of a request that did not become part of their row, refused or put off. What the device wrote over them was, as
 * the authority sees it, written over what they would have replaced.
 */
import type { Path } from '../../schema/derive/validate.ts'
import type { Edit, Stamp } from '../wire/edit.ts'

export class PassedOver {
  readonly #basis = new Map<string, Stamp>()

  /** `given` maps the stamps of this request to those the authority gave. */
  note({ row, stamp, basis }: Edit, given: ReadonlyMap<Stamp, Stamp>): void {
    for (const [path, replaced] of Object.entries(basis))
      this.#basis.set(keyOf(row, path, given.get(stamp) ?? stamp), given.get(replaced) ?? replaced)
  }

  /** What really lay under a write of this field that says it replaced `basis`. */
  under(row: string, path: Path, basis: Stamp): Stamp {
    const seen = new Set<Stamp>()
    let found = basis
    // A forged request may name itself as its own basis.
    while (!seen.has(found)) {
      seen.add(found)
      found = this.#basis.get(keyOf(row, path, found)) ?? found
    }
    return found
  }
}

const keyOf = (row: string, path: Path, stamp: Stamp): string => `${row} ${path} ${stamp}`
