/** F1, F3, F4: which steps papers took, what was signed, and that it stays so. */
import { sameJson } from '../../schema/json.ts'
import type { HistoryEntry, Row } from '../../sync/authority/store.ts'
import { holds } from './faults.ts'
import { judged } from './laws.ts'
import { leadsOn, pageOf, sealedBy } from './paper.ts'
import type { World } from './world.ts'

type Entries = ReadonlyMap<string, HistoryEntry>

/** F3, F4: the first time a paper is seen signed, the signature is looked at; from then on the page never changes. */
export async function checkSigned(world: World, entries: Entries): Promise<void> {
  const papers = await world.authority.store.read((view) => view.rows(['paper-0', 'paper-1']))
  for (const row of papers.values()) {
    if (row.body['stage'] !== 'signed') continue
    const page = JSON.stringify([pageOf(row.body), signatureOf(row)])
    const before = world.signed.get(row.id)
    if (before === undefined) {
      checkSignature(world, row, entries)
      world.signed.set(row.id, page)
    } else holds(page === before, 'F4', () => `${row.id} changed after it was signed`)
  }
}

const signatureOf = ({ body }: Row) => [body['signedById'], body['signedAt'], body['seal']]

function checkSignature(world: World, row: Row, entries: Entries): void {
  // A refused first edit may go along, and lose its author to another's.
  const [signed] =
    [...entries].find(
      ([, { row: of, after, result }]) =>
        of === row.id && after['stage'] === 'signed' && result !== 'refused',
    ) ?? []
  const said = world.said.find(({ id, page }) => page !== undefined && id === signed)
  const page = pageOf(row.body)
  holds(said !== undefined, 'F1', () => `nobody signed ${row.id}`)
  holds(
    sameJson(said.page, page),
    'F3',
    () => `what was signed in ${said.id} is not what stands in ${row.id}`,
  )
  holds(row.body['seal'] === sealedBy(page), 'F3', () => `the seal of ${row.id} is another’s`)
  holds(
    row.body['signedById'] === entries.get(said.id)?.person,
    'F3',
    () => `${row.id} is signed in the name of somebody else`,
  )
  holds(row.body['minutes.document'] === undefined, 'F4', () => `${row.id} still merges`)
  world.pass('signed')
}

/** F1: the steps that history holds lead, one by one, from where papers begin to where they stand. */
export async function checkSteps(world: World): Promise<void> {
  const stages = new Map<string, string>()
  for (const { edit, row, result, after } of (await judged(world)).values()) {
    const to = after['stage']
    if (result === 'refused' || typeof to !== 'string') continue
    const from = stages.get(row) ?? 'open'
    if (to === from) continue
    holds(leadsOn[from]?.includes(to) === true, 'F1', () => `${edit} led ${row} ${from} → ${to}`)
    stages.set(row, to)
    world.pass('stepTaken')
  }
  const rows = await world.authority.store.read((view) => view.rows(['paper-0', 'paper-1']))
  for (const { id, body } of rows.values())
    holds(
      (body['stage'] ?? 'open') === (stages.get(id) ?? 'open'),
      'F1',
      () => `${id} stands at ${String(body['stage'])}, where nobody led it`,
    )
}
