/** Who may do what with which record where: asked of the definitions, cell by cell (P4, P6). */
import type { Actor } from '../../schema/access.ts'
import { mayRead } from '../../schema/bucket.ts'
import type { Definition } from '../../schema/define-record.ts'
import { idFrom } from '../../schema/define-record.ts'
import { mayWrite } from '../../schema/derive/may-write.ts'
import { barrier, stepFields } from '../../schema/derive/workflow.ts'
import type { Field, Words } from '../../schema/field.ts'
import { words } from '../../schema/field.ts'
import { registry } from '../../schema/records/index.ts'
import type { NewRow } from '../../server/accounts/founding.ts'
import { found } from '../../server/accounts/founding.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import { MemoryStore } from '../../sync/authority/memory-store.ts'
import type { Standing } from './standing.ts'
import { storedBody } from './standing.ts'
import type { Target, Variant } from './targets.ts'
import { isNamedRightly, sampleField, targetAt, written } from './targets.ts'
import type { Place, Role } from './world.ts'
import { everyPlace, everyRole, ground, now, places } from './world.ts'

const moment = new Date(now).toISOString()

/** What is tried: the fields an edit would write over what is stored. */
export type Action = {
  readonly name: string
  readonly words: Words
  readonly standing: Standing
  /** The same of a row as it begins: this one is worth a line where it is allowed more. */
  readonly beside?: string
  /** Undefined where it makes no sense there. `read` writes nothing. */
  readonly fields?: (target: Target, role: Role, place: Place) => Target['fields'] | undefined
  /** Rows that have to say something else before it can be tried. */
  readonly first?: (target: Target) => readonly NewRow[]
}

const beginnings: readonly Action[] = [
  { name: 'read', words: words('查看', 'read'), standing: 'begun' },
  {
    name: 'create',
    words: words('新增', 'create'),
    standing: 'nothing',
    fields: ({ another, definition }, _role, place) =>
      definition.name === 'person' && place === 'self' ? undefined : another,
  },
]

const endings: readonly Action[] = [
  {
    name: 'remove',
    words: words('删除', 'remove'),
    standing: 'begun',
    fields: () => ({ removedAt: moment }),
  },
  {
    name: 'restore',
    words: words('恢复', 'restore'),
    standing: 'removed',
    // Who was removed is nobody, and asks nothing any more.
    fields: ({ definition }, _role, place) =>
      definition.name === 'person' && place === 'self' ? undefined : { removedAt: null },
  },
]

const branches = [places.own, places.next, places.away]
const committees = [
  places.town,
  { organisation: 'hill', words: words('外镇党委', 'the committee of another township') },
  places.county,
]

type Destination = (typeof committees)[number]

/** Into another organisation. */
const move = (
  definition: Definition,
  name: string,
  { organisation, words: to }: Destination,
): Action => {
  const label = definition.fields[name]?.words ?? words(name, name)
  return {
    name: `${name} → ${organisation}`,
    words: words(`${label.zh}改为${to.zh}`, `${label.en} becomes ${to.en}`),
    standing: 'begun',
    fields: ({ id, body }) =>
      body[name] === organisation ||
      (definition.under && !mayLieUnder(definition, organisation, { id, body }))
        ? undefined
        : { [name]: organisation },
    // What must say the same as the row it names follows it there.
    first: ({ body }) =>
      Object.entries(definition.agrees ?? {})
        .filter(([, shared]) => shared === name)
        .map(([ref]) => ({
          id: String(body[ref]),
          type: definition.fields[ref]?.kind.refersTo ?? '',
          fields: { [name]: organisation },
        })),
  }
}

/** Groups under branches, everything else under committees. */
const mayLieUnder = (
  definition: Definition,
  above: string,
  { id, body }: Pick<Target, 'id' | 'body'>,
): boolean =>
  !liesAtOrBelow(above, id) &&
  (body['kind'] === 'group') === branches.some(({ organisation }) => organisation === above) &&
  isNamedRightly(definition, definition.under ?? '', { ...body, parentId: above })

function liesAtOrBelow(id: string, above: string): boolean {
  const parent = ground.find((row) => row.id === id)?.fields['parentId']
  return id === above || (typeof parent === 'string' && liesAtOrBelow(parent, above))
}

const change = (name: string, field: Field): Action => ({
  name,
  words: field.words,
  standing: 'begun',
  fields: ({ definition, body }, role) =>
    sampleField(
      definition,
      name,
      {
        idFor: (type) => (type === 'person' ? role : 'sample'),
        person: role,
        text: 'sample',
      },
      body,
    ),
})

/** The same in every state that it comes to. */
const changesLater = (definition: Definition, first: Action): readonly Action[] =>
  Object.entries(definition.workflows).flatMap(([field, { begins }]) =>
    Object.entries(definition.fields[field]?.kind.choices ?? {})
      .filter(([state]) => state !== begins)
      .map(([state]) => ({
        ...first,
        name: `${first.name} in ${field}: ${state}`,
        standing: { field, state },
        beside: first.name,
      })),
  )

/** A step, and the same step where all is said that may be left out: some need a word. */
function takeStep(definition: Definition, name: string, to: string): readonly Action[] {
  const label = definition.fields[name]?.kind.choices?.[to] ?? words(to, to)
  const signature = definition.workflows[name]?.signatures[to]
  const bare: Action = {
    name: `${name}: ${to}`,
    words: words(`办理：${label.zh}`, `step: ${label.en}`),
    standing: 'begun',
    fields: (_target, role) => ({
      [name]: to,
      ...(signature && { [signature.by]: role, [signature.at]: moment }),
    }),
  }
  const worded = {
    ...bare,
    name: `${bare.name}, with words`,
    words: words(`${bare.words.zh}（写明了的）`, `${bare.words.en} (with words)`),
    standing: 'worded',
    beside: bare.name,
  } as const
  return [bare, worded]
}

export function actionsOf(definition: Definition): readonly Action[] {
  const bySteps = stepFields(definition)
  const changes = Object.entries(definition.fields).flatMap(([name, field]): readonly Action[] => {
    if (field.merge === 'once' || bySteps.has(name) || name === 'removedAt') return []
    const isPlace =
      !field.kind.formerOf && (definition.under === name || !definition.mayName?.[name])
    if (field.kind.refersTo !== 'organisation' || !isPlace) {
      const first = change(name, field)
      return [first, ...changesLater(definition, first)]
    }
    const to = definition.under === name ? [...committees, ...branches] : branches
    return to.map((destination) => move(definition, name, destination))
  })
  const steps = Object.entries(definition.workflows).flatMap(([name, workflow]) =>
    workflow.steps.flatMap(({ to }) => takeStep(definition, name, to)),
  )
  return [...beginnings, ...changes, ...steps, ...endings]
}

/** The id of a row that is nowhere yet, where ids are random. */
export const newRowId = 'fresh'

export type Cell = {
  readonly role: Role
  readonly place: Place
  readonly action: Action
  readonly target: Target
  /** What an edit writes; of reading, undefined. */
  readonly fields: Target['fields'] | undefined
  readonly allowed: boolean
}

/** Everybody as he is on the ground, after these rows were written besides. */
async function actorsAfter(rows: readonly NewRow[]): Promise<ReadonlyMap<Role, Actor>> {
  const store = new MemoryStore()
  await store.write((transaction) => found(registry, transaction, [...ground, ...rows], now))
  const all = new Map<Role, Actor>()
  for (const role of everyRole) {
    const account = { id: `account-${role}`, personId: role }
    const actor = await store.read((view) => actorOf(view, account, now))
    if (!actor) throw new Error(`${role} is on no record`)
    all.set(role, actor)
  }
  return all
}

const onTheGround = actorsAfter([])
/** Rights reach as far down as there are organisations; where one is removed, so are those of who holds office in it. */
const withOrganisation = new Map<string, ReturnType<typeof actorsAfter>>()

function actorsFor(
  { definition, id, fields }: Target,
  { standing }: Action,
): Promise<ReadonlyMap<Role, Actor>> {
  if (definition.name !== 'organisation' || standing === 'nothing') return onTheGround
  const isRemoved = standing === 'removed'
  const known = withOrganisation.get(`${id} ${String(isRemoved)}`)
  const said = { ...fields, ...(isRemoved && { removedAt: moment }) }
  const made = known ?? actorsAfter([{ id, type: 'organisation', fields: said }])
  withOrganisation.set(`${id} ${String(isRemoved)}`, made)
  return made
}

export async function cellsOf(definition: Definition, variant: Variant): Promise<readonly Cell[]> {
  const cells: Cell[] = []
  for (const action of actionsOf(definition))
    for (const role of everyRole)
      for (const place of everyPlace) {
        const target = targetAt(definition, place, role, variant)
        const fields = target && action.fields?.(target, role, place)
        if (!target || (action.fields && !fields)) continue
        const actor = (await actorsFor(target, action)).get(role)
        if (!actor) throw new Error(role)
        const allowed = isAllowed(actor, action, target, fields)
        cells.push({ role, place, action, target, fields, allowed })
      }
  return worthALine(cells)
}

/** Without what is allowed nowhere but where a row as it begins allows it too. */
function worthALine(cells: readonly Cell[]): readonly Cell[] {
  const allowed = new Set(cells.filter((cell) => cell.allowed).map(said))
  const isMore = (cell: Cell) =>
    cell.allowed && !allowed.has(said({ ...cell, action: { name: cell.action.beside ?? '' } }))
  const more = new Set(cells.filter(isMore).map(({ action }) => action.name))
  return cells.filter(({ action }) => action.beside === undefined || more.has(action.name))
}

const said = ({
  role,
  place,
  action,
}: Pick<Cell, 'role' | 'place'> & { action: { name: string } }) => `${role} ${place} ${action.name}`

function isAllowed(
  actor: Actor,
  { standing }: Action,
  target: Target,
  fields: Cell['fields'],
): boolean {
  const { definition, id, body } = target
  if (!fields) return definition.seenIn(body, id).some((bucket) => mayRead(actor, bucket))
  const before = storedBody(target, standing)
  const after = written(definition, before ?? {}, fields)
  if (!before) {
    const newId = idFrom(definition, after) ?? newRowId
    return mayWrite(definition, actor, { id: newId, before, after, fields })
  }
  return (
    !barrier(definition, before, fields) &&
    mayWrite(definition, actor, { id, before, after, fields })
  )
}
