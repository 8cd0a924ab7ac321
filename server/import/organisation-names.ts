/**
 * Finding an organisation by what people call it. One branch is 石槽村党支部, 平原镇石槽村党支部, 中共平原镇石槽村支部委员会
 * and 石槽党支部 in four lists. The forms are tried from strict to loose, and a form counts only where exactly one
 * organisation answers to it: a list entered under the wrong branch costs more than a refused row.
 */
import type { Row } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { foldCode } from './cells.ts'

export type NotFound = 'unknown' | 'ambiguous'

type Rank = 'committee' | 'general' | 'branch' | 'group' | ''

const ranks: readonly (readonly [Rank, RegExp])[] = [
  ['general', /(党?总支部委员会|党?总支委员会|党总支部?)$/],
  ['branch', /(党?支部委员会|党?支部)$/],
  ['group', /党小组$/],
  ['committee', /(党?工作委员会|党工委|党?委员会|党委|县委|市委|区委)$/],
]

const plain = (name: string): string =>
  foldCode(name)
    .replace(/\s+/g, '')
    .replace(/^(中国共产党|中共)/, '')

function split(name: string): { readonly rank: Rank; readonly core: string } {
  const text = plain(name)
  const [rank = '', suffix] = ranks.find(([, ending]) => ending.test(text)) ?? []
  const core = suffix ? text.replace(suffix, '') : text
  // 流动党员党支部, 流动党员支部委员会 and 联合党支部 keep what tells them apart.
  return { rank, core: core || text }
}

/** 平原镇 from 中共平原镇委员会 or 平原镇党委: the place before the names of what lies below. */
const placeOf = (name: string): string => {
  const { rank, core } = split(name)
  return rank === 'committee' ? core : ''
}

function withoutPlaces(core: string, places: readonly string[]): string {
  const place = places.find((each) => core.startsWith(each) && core.length > each.length)
  return place ? withoutPlaces(core.slice(place.length), places) : core
}

type Index = Map<string, Set<string>>

const note = (index: Index, key: string, id: string): void => {
  index.set(key, (index.get(key) ?? new Set<string>()).add(id))
}

export class OrganisationNames {
  readonly #places: readonly string[]
  readonly #exact: Index = new Map()
  readonly #strict: Index = new Map()
  readonly #loose: Index = new Map()

  /** `organisations` give places to leave out; only those that are added can be found. */
  constructor(organisations: Iterable<Row>) {
    const names = [...organisations].flatMap(({ body }) => namesIn(body))
    this.#places = [...new Set(names.map(placeOf))].filter((place) => place.length > 1)
  }

  add(id: string, names: readonly string[]): void {
    for (const name of names) {
      note(this.#exact, plain(name), id)
      note(this.#strict, this.#strictKey(name), id)
      note(this.#loose, this.#looseKey(name), id)
    }
  }

  find(name: string): Result<string, NotFound> {
    const forms = [
      this.#exact.get(plain(name)),
      this.#strict.get(this.#strictKey(name)),
      this.#loose.get(this.#looseKey(name)),
    ]
    const found = forms.find((ids) => ids !== undefined)
    if (!found) return fail('unknown')
    const [only, ...others] = found
    return only !== undefined && others.length === 0 ? succeed(only) : fail('ambiguous')
  }

  #strictKey(name: string): string {
    const { rank, core } = split(name)
    return `${rank}|${withoutPlaces(core, this.#places)}`
  }

  /** Without 村 and 社区, which everyday speech leaves out: 石槽支部. */
  #looseKey(name: string): string {
    const { rank, core } = split(name)
    return `${rank}|${withoutPlaces(core, this.#places).replace(/(?<=.)(行政村|村民?|社区)$/, '')}`
  }
}

/** The full name and the aliases. */
export const namesIn = (body: Row['body']): readonly string[] => {
  const aliases = Array.isArray(body['aliases']) ? body['aliases'].map(String) : []
  return [String(body['name']), ...aliases]
}
