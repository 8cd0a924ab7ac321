/** The matrix as a page to read: docs/permissions.md. */
import { fileURLToPath } from 'node:url'
import type { Definition } from '../../schema/define-record.ts'
import { registry } from '../../schema/records/index.ts'
import type { Words } from '../../schema/field.ts'
import { words } from '../../schema/field.ts'
import type { Action, Cell } from './matrix.ts'
import { actionsOf, cellsOf } from './matrix.ts'
import type { Variant } from './targets.ts'
import { variantsOf } from './targets.ts'
import type { Place, Role } from './world.ts'
import { everyPlace, everyRole, places, roles } from './world.ts'

/** One line of a table: actions that everybody may do in the same places. */
export type Line = { readonly label: Words; readonly cells: readonly Cell[] }
export type Table = {
  readonly definition: Definition
  readonly variants: readonly Variant[]
  readonly lines: readonly Line[]
}

export const pagePath = fileURLToPath(new URL('../../docs/permissions.md', import.meta.url))

const fingerprint = (cells: readonly Cell[]): string =>
  cells.map(({ role, place, allowed }) => `${role} ${place} ${String(allowed)}`).join()

export async function tables(): Promise<readonly Table[]> {
  const all: Table[] = []
  for (const definition of registry.all) {
    const byVariant = new Map<string, Table & { readonly variants: Variant[] }>()
    for (const variant of variantsOf(definition)) {
      const cells = await cellsOf(definition, variant)
      const known = byVariant.get(fingerprint(cells))
      if (known) known.variants.push(variant)
      else
        byVariant.set(fingerprint(cells), {
          definition,
          variants: [variant],
          lines: linesOf(definition, cells),
        })
    }
    all.push(...byVariant.values())
  }
  return all
}

function linesOf(definition: Definition, cells: readonly Cell[]): readonly Line[] {
  const byAction = Map.groupBy(cells, ({ action }) => action.name)
  const cellsFor = (action: Action) => byAction.get(action.name) ?? []
  const actions = actionsOf(definition).filter(({ name }) => byAction.has(name))
  const isChange = ({ name }: Action) => Object.hasOwn(definition.fields, name)
  const isLater = ({ standing }: Action) => typeof standing !== 'string'
  const groups = [
    ...Map.groupBy(actions.filter(isChange), (each) => fingerprint(cellsFor(each))).values(),
  ]
  groups.sort((left, right) => right.length - left.length)
  const changes = groups.map((group, index): Line => ({
    label: labelOf(group, index === 0),
    cells: group.slice(0, 1).flatMap(cellsFor),
  }))
  const later = actions.filter(isLater).map((action): Line => ({
    label: laterLabelOf(definition, action),
    cells: cellsFor(action),
  }))
  const before = actions.findIndex(isChange)
  const needsWords = new Set(
    actions.flatMap(({ beside, standing }) => (standing === 'worded' ? [beside] : [])),
  )
  const plain = (action: Action): Line => ({
    label: needsWords.has(action.name) ? withoutWords(action.words) : action.words,
    cells: cellsFor(action),
  })
  return actions.flatMap((action, index) => [
    ...(index === before ? [...changes, ...later] : []),
    ...(isChange(action) || isLater(action) ? [] : [plain(action)]),
  ])
}

const withoutWords = ({ zh, en }: Words): Words =>
  words(`${zh}（没有写明的）`, `${en} (without a word)`)

/** Of the largest group no names are given: the others are the exceptions. */
const labelOf = (group: readonly Action[], isMost: boolean): Words =>
  isMost
    ? words('修改', 'change')
    : words(
        `修改${group.map((each) => each.words.zh).join('、')}`,
        `change ${group.map((each) => each.words.en.toLowerCase()).join(', ')}`,
      )

function laterLabelOf({ fields }: Definition, { words: name, standing }: Action): Words {
  if (typeof standing === 'string') return name
  const state = fields[standing.field]?.kind.choices?.[standing.state]
  return words(
    `修改${name.zh}（“${state?.zh ?? ''}”以后）`,
    `change ${name.en.toLowerCase()} (once “${state?.en ?? ''}”)`,
  )
}

/** What a state keeps as it is, so that nobody changes it any more whatever the table says. */
const freezingLines = ({ fields, workflows }: Definition): readonly string[] =>
  Object.entries(workflows).flatMap(([name, { freezes }]) =>
    [...Map.groupBy(Object.entries(freezes), ([, frozen]) => frozen.join())].flatMap(
      ([, states]) => {
        const said = joined(states.flatMap(([state]) => fields[name]?.kind.choices?.[state] ?? []))
        const frozen = joined((states[0]?.[1] ?? []).flatMap((each) => fields[each]?.words ?? []))
        return [
          `“${said.zh}”以后，谁也不能再改：${frozen.zh}。`,
          `Once “${said.en}”, nobody changes any more: ${frozen.en.toLowerCase()}.`,
          '',
        ]
      },
    ),
  )

const together: readonly (readonly [Words, readonly Place[]])[] = [
  [words('全县', 'the whole county'), ['self', 'own', 'next', 'town', 'away', 'county']],
  [words('本镇', 'the whole township'), ['self', 'own', 'next', 'town']],
  [words('本支部', 'own branch'), ['self', 'own']],
]

/** Where it is allowed, in as few words as possible. Places in which nobody can ask it do not count. */
function sayPlaces(cells: readonly Cell[], say: (words: Words) => string): string {
  const asked = new Set(cells.map(({ place }) => place))
  let left = everyPlace.filter((place) =>
    cells.some((each) => each.place === place && each.allowed),
  )
  const said: string[] = []
  for (const [name, all] of together) {
    const meant = all.filter((place) => asked.has(place))
    if (meant.length === 0 || !meant.every((place) => left.includes(place))) continue
    // One place alone is called by its own name.
    const [only] = meant
    said.push(say(meant.length === 1 && only ? places[only].words : name))
    left = left.filter((place) => !meant.includes(place))
  }
  said.push(...left.map((place) => say(places[place].words)))
  return said.length === 0 ? '—' : said.join('、')
}

/** Roles that may do the same everywhere share a column. */
function columnsOf(all: readonly Table[]): readonly (readonly Role[])[] {
  const cells = all.flatMap(({ lines }) => lines.flatMap((line) => line.cells))
  const rightsOf = (role: Role) =>
    cells
      .filter((cell) => cell.role === role)
      .map(({ place, allowed }) => `${place} ${String(allowed)}`)
      .join()
  return [...Map.groupBy(everyRole, rightsOf).values()]
}

const inBoth = (each: Words): string => `${each.zh}<br>${each.en}`
const joined = (all: readonly Words[]): Words =>
  words(all.map(({ zh }) => zh).join('、'), all.map(({ en }) => en).join(', '))

function titleOf({ definition, variants }: Table): string {
  // Where all sorts are alike none is named.
  const isEverySort = variants.length === variantsOf(definition).length
  const said = (isEverySort ? [] : variants).flatMap((variant) =>
    Object.entries(variant).flatMap(([name, values]) =>
      [values].flat().flatMap((value) => definition.fields[name]?.kind.choices?.[value] ?? []),
    ),
  )
  const { zh, en } = definition.words
  const which = joined(said)
  return said.length === 0 ? `${zh} · ${en}` : `${zh}（${which.zh}） · ${en} (${which.en})`
}

function tableLines(table: Table, columns: readonly (readonly Role[])[]): readonly string[] {
  const heads = columns.map((column) => inBoth(joined(column.map((role) => roles[role].words))))
  return [
    `### ${titleOf(table)}`,
    '',
    `| | ${heads.join(' | ')} |`,
    `|---|${columns.map(() => '---').join('|')}|`,
    ...table.lines.map(({ label, cells }) => {
      const said = columns.map(([role]) => {
        const own = cells.filter((cell) => cell.role === role)
        return sayPlaces(own, ({ zh }) => zh)
      })
      return `| ${inBoth(label)} | ${said.join(' | ')} |`
    }),
    '',
    ...freezingLines(table.definition),
  ]
}

const legend = (all: readonly Words[]) => [
  '| 表中的字 | in the tables |',
  '|---|---|',
  ...all.map(({ zh, en }) => `| ${zh} | ${en} |`),
  '',
]

export async function permissionsPage(): Promise<string> {
  const all = await tables()
  const columns = columnsOf(all)
  return [
    '# 谁可以看、可以写什么 · Who may see and write what',
    '',
    '本页由程序按记录类型的定义生成（`npm run permissions`），不手改。服务器对每一格都用手工拼出的请求试过：表里写着可以的才收下，',
    '没有写的一律不收、不存，并记入修改记录（`tests/permissions/by-hand.test.ts`）。',
    '',
    'This page is made from the definitions of the record types (`npm run permissions`) and never edited by hand. Every',
    'cell is tried against the real server with a request made by hand: only what is named here is taken; everything else is',
    'refused, stored nowhere and kept in history (`tests/permissions/by-hand.test.ts`).',
    '',
    '格子里写的是“哪里的记录”。“—”是哪里都不可以。党员、支部委员等都是东村党支部的党员，东村属于本镇。',
    'A cell names the records meant by where they lie; “—” is nowhere. Whoever asks is a member of one branch of the township.',
    '',
    ...legend([
      ...together.map(([name]) => name).slice(0, 2),
      ...everyPlace.map((place) => places[place].words),
    ]),
    '写着“……以后”的一行，问的是到了那一步的记录；到了别的步骤，能做的和刚开始时一样，或者更少。“写明了的”，是该写的话都写了。',
    'A line with “once” asks of records that came so far; in states that have none, no more is allowed than at the beginning. “With',
    'words” means that all was said which may be left out.',
    '',
    '任职从第一天零时到最后一天二十四时（北京时间）有效；没有写在表里的一项也没有。只能由服务器写的记录（到会人数、两处不同）谁也不能新增。',
    'Offices count from the first moment of their first day to the last of their last day, Beijing time. Records that the server',
    'alone keeps can be made by nobody.',
    '',
    ...all.flatMap((table) => tableLines(table, columns)),
  ].join('\n')
}
