/**
 * Every cell of docs/permissions.md, tried on the real server by a request made by hand: taken where the page says so, and
 * everywhere else refused with a reason, kept nowhere, and noted in history (P4, P6, A1).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Definition } from '../../schema/define-record.ts'
import type { Field } from '../../schema/field.ts'
import type { Body } from '../../schema/json.ts'
import { idFrom, makeRegistry } from '../../schema/define-record.ts'
import { registry } from '../../schema/records/index.ts'
import type { NewRow } from '../../server/accounts/founding.ts'
import { found } from '../../server/accounts/founding.ts'
import { hashPassword } from '../../server/accounts/passwords.ts'
import { ExampleServer } from '../../server/example-server.ts'
import { sealOf } from '../../sync/seal.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { readReply } from '../../sync/wire/sync.ts'
import type { Cell } from './matrix.ts'
import { newRowId } from './matrix.ts'
import type { Standing } from './standing.ts'
import { besidesOf, keyOf, storedBody } from './standing.ts'
import type { Table } from './page.ts'
import { tables } from './page.ts'
import type { Target } from './targets.ts'
import { targetAt, variantsOf, written } from './targets.ts'
import type { Role } from './world.ts'
import { everyPlace, everyRole, ground, now } from './world.ts'

let all: readonly Table[] = []
let password = ''
const servers: ExampleServer[] = []
beforeAll(async () => {
  all = await tables()
  password = await hashPassword('a long password')
})
afterAll(async () => {
  for (const server of servers) await server.close()
})

/** Fields that go through a workflow are written like any other. */
function withoutSteps(fields: Definition['fields']): Definition['fields'] {
  const free = (field: Field): Field =>
    field.merge === 'workflow' ? { ...field, merge: 'latestWins' } : field
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, free(field)]))
}

let writes = 0
/** Rows are put where they shall stand, whoever took them there. */
const anyState = makeRegistry(
  registry.all.map((each) => ({ ...each, workflows: {}, fields: withoutSteps(each.fields) })),
)
/** Each later than the one before, and all of them long ago. */
const write = (server: ExampleServer, rows: readonly NewRow[]) =>
  server.parts.store.write((transaction) =>
    found(anyState, transaction, rows, now - 3_600_000 + (writes += 1)),
  )

function open(database?: Uint8Array): ExampleServer {
  const server = ExampleServer.open('/nowhere', database)
  server.clock.now = now
  return server
}

/** What there is before anybody asks, as a file: everybody and everything that records name. */
async function begin(role: Role): Promise<Uint8Array> {
  const server = open()
  await write(server, ground)
  await write(
    server,
    targetsOf(role).flatMap(({ context }) => context),
  )
  for (const name of everyRole)
    await server.parts.accounts.add({ id: `account-${name}`, name, personId: name, password }, now)
  const database = server.connections.lookup.serialize()
  await server.close()
  return database
}

const targetsOf = (role: Role): readonly Target[] =>
  registry.all.flatMap((definition) =>
    variantsOf(definition).flatMap((variant) =>
      everyPlace.flatMap((place) => targetAt(definition, place, role, variant) ?? []),
    ),
  )

const asRow = ({ id, definition, fields }: Target): NewRow => ({
  id,
  type: definition.name,
  fields,
})
const isOnGround = ({ id }: Target) => ground.some((row) => row.id === id)

/** What the row says besides, as it is asked about; nothing where it begins so. */
function standingRows(target: Target, standing: Standing): readonly NewRow[] {
  const fields = besidesOf(target, standing)
  return Object.keys(fields).length === 0
    ? []
    : [{ id: target.id, type: target.definition.name, fields }]
}

const rowOf = ({ target, action, fields = {} }: Cell): string =>
  action.standing === 'nothing'
    ? (idFrom(target.definition, written(target.definition, {}, fields)) ?? newRowId)
    : target.id

/** A signature stands for what its signer had before him. */
function sealed({ target, action, fields = {} }: Cell): Body {
  const before = storedBody(target, action.standing) ?? {}
  const workflows = Object.entries(target.definition.workflows)
  const seals = workflows.flatMap(([name, { signatures, freezes }]) => {
    const state = String(fields[name] ?? '')
    const signature = signatures[state]
    const after = written(target.definition, before, fields)
    return signature ? [[signature.seal, sealOf(after, freezes[state] ?? [])] as const] : []
  })
  return { ...fields, ...Object.fromEntries(seals) }
}

async function ask(server: ExampleServer, role: Role, wish: object): Promise<SyncReply> {
  const cookie = await server.signIn(role)
  const response = await server.post('/sync/v1', server.request(role, wish), { cookie })
  const reply = readReply(await response.json())
  if (!reply) throw new Error(`${role} got ${response.status}`)
  return reply
}

const send = (server: ExampleServer, role: Role, cells: readonly Cell[]) => {
  const edits = cells.map((cell) => ({
    ...server.edit(role, cell.target.definition.name, rowOf(cell), sealed(cell)),
    version: cell.target.definition.version,
  }))
  return ask(server, role, { edits }).then(({ verdicts }) => ({ edits, verdicts }))
}

const said = ({ target, action, place }: Cell) =>
  `${target.definition.name} ${action.name} ${place}`

/** All that is kept, history and what the server notes of devices left out. */
const kept = ({ connections: { lookup } }: ExampleServer) =>
  ['row', 'bucket', 'bucket_log', 'account', 'identity_number'].map((table) =>
    lookup.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
  )

describe.each(everyRole)('P6: what the %s sends by hand', (role) => {
  const cells = () =>
    all.flatMap(({ lines }) =>
      lines.flatMap((line) => line.cells.filter((cell) => cell.role === role)),
    )
  let bare: Uint8Array
  let full: Uint8Array
  beforeAll(async () => {
    bare = await begin(role)
    const server = open(bare)
    await write(
      server,
      targetsOf(role)
        .filter((each) => !isOnGround(each))
        .map(asRow),
    )
    full = server.connections.lookup.serialize()
    await server.close()
  })

  const isShared = ({ action, target, allowed }: Cell) =>
    !allowed && !(action.standing === 'removed' && isOnGround(target))

  it('is refused, with a reason, kept nowhere and noted, wherever the page does not name it', async () => {
    const tries = cells().filter((cell) => cell.fields && isShared(cell))
    expect(tries.length).toBeGreaterThan(60)
    for (const tried of Map.groupBy(tries, ({ action }) => keyOf(action.standing)).values()) {
      const standing = tried[0]?.action.standing ?? 'begun'
      const server = open(standing === 'nothing' ? bare : full)
      servers.push(server)
      const targets = new Map(tried.map(({ target }) => [target.id, target])).values()
      await write(
        server,
        [...targets].flatMap((each) => standingRows(each, standing)),
      )
      const before = kept(server)
      for (let start = 0; start < tried.length; start += 100) {
        const some = tried.slice(start, start + 100)
        const { edits, verdicts } = await send(server, role, some)
        for (const [index, cell] of some.entries()) {
          const edit = edits[index]?.id ?? ''
          expect(verdicts[index], said(cell)).toEqual({
            edit,
            result: 'refused',
            reason: 'notAllowed',
          })
          const noted = await server.parts.store.read((view) => view.judged(edit))
          expect(noted, said(cell)).toMatchObject({ result: 'refused', person: role })
        }
      }
      expect(kept(server)).toEqual(before)
    }
  })

  // Each on a database of its own, so that no cell changes what the next one asks.
  it('is taken wherever the page names it, and nothing else is', { timeout: 180_000 }, async () => {
    const tries = cells().filter((cell) => cell.fields && !isShared(cell))
    for (const cell of tries) {
      const { action, target, allowed } = cell
      const server = open(action.standing === 'nothing' ? bare : full)
      const prepared = [
        ...standingRows(target, action.standing),
        ...(allowed ? (action.first?.(target) ?? []) : []),
      ]
      if (prepared.length > 0) await write(server, prepared)
      const { verdicts } = await send(server, role, [cell])
      expect(verdicts[0]?.result, `${said(cell)} ${JSON.stringify(verdicts)}`).toBe(
        allowed ? 'accepted' : 'refused',
      )
      await server.close()
    }
  })

  it('P4: brings the rows the page lets him read and no others, whatever buckets he names', async () => {
    const server = open(full)
    servers.push(server)
    const buckets = targetsOf(role).flatMap(({ definition, body, id }) =>
      definition.seenIn(body, id),
    )
    const named = [...new Set(buckets)]
    const rows = new Set<string>()
    let positions = {}
    for (let more = true; more;) {
      const reply = await ask(server, role, { open: named, positions })
      for (const { id } of reply.rows) rows.add(id)
      positions = { ...positions, ...reply.positions }
      more = reply.more
    }
    const reads = cells().filter(({ fields }) => !fields)
    expect(reads.length).toBeGreaterThan(50)
    for (const cell of reads) expect(rows.has(cell.target.id), said(cell)).toBe(cell.allowed)
  })
})
