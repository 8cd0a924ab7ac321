/** `/api/history/:row`: the edits of a row, and of those under it where they are asked for, with both clocks, for whoever may read them. */
import { Hono } from 'hono'
import type { Actor } from '../../schema/access.ts'
import { mayRead } from '../../schema/bucket.ts'
import type { Registry } from '../../schema/define-record.ts'
import { textOf } from '../../schema/json.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import { readableHistory } from '../../sync/authority/readable-history.ts'
import type { HistoryEntry, Row, StoreView } from '../../sync/authority/store.ts'
import { readStamp } from '../../sync/clock.ts'
import type { HistoryLine } from '../../sync/wire/history.ts'
import { admission } from '../middleware/admission.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment } from '../middleware/environment.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

/** A long history is read in one piece: few at once, so that nobody waits for the curious. */
const room = { arriving: 16, inWork: 16, perAccount: 4 }

export function historyRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  routes.get('/api/history/:row', signedIn(parts), admission(room), async (context) => {
    const { account } = context.get('session')
    const now = parts.now()
    const lines = await parts.store.read(async (view) => {
      const reader = await actorOf(view, account, now)
      const row = await view.row(context.req.param('row'))
      // What may not be read is answered like what does not exist.
      if (!reader || !row || !mayReadRow(parts.registry, reader, row)) return undefined
      const under = context.req.query('under')
      const rows = under === undefined ? [] : await view.rowsOf(under, row.id)
      const read = rows.filter((each) => mayReadRow(parts.registry, reader, each))
      const entries = await Promise.all(
        [row, ...read].map((each) => {
          const definition = parts.registry.find(each.type)
          return definition ? readableHistory({ view, reader, now }, definition, each) : []
        }),
      )
      return linesOf(view, row.id, entries.flat().sort(byArrival))
    })
    return lines ? answerJson(context, lines) : answerFailure(context, { error: 'notFound' })
  })
  return routes
}

const mayReadRow = (registry: Registry, actor: Actor, row: Row): boolean =>
  (registry.find(row.type)?.seenIn(row.body, row.id) ?? []).some((bucket) => mayRead(actor, bucket))

const byArrival = (left: HistoryEntry, right: HistoryEntry): number =>
  left.receivedAt - right.receivedAt

async function linesOf(
  view: StoreView,
  rowId: string,
  entries: readonly HistoryEntry[],
): Promise<readonly HistoryLine[]> {
  const ids = entries.flatMap(({ person, carrier }) => [person, ...(carrier ? [carrier] : [])])
  const people = await view.rows([...new Set(ids)])
  const nameOf = (id: string) => textOf(people.get(id)?.body, 'name')
  return entries.flatMap((entry) =>
    lineOf(entry, nameOf).map((line) => ({
      ...line,
      ...(entry.row !== rowId && { row: entry.row }),
    })),
  )
}

/** No line for an erasure: what it took away is missing from the line of the edit. */
const lineOf = (entry: HistoryEntry, nameOf: (person: string) => string): readonly HistoryLine[] =>
  entry.result === 'erased'
    ? []
    : [
        {
          edit: entry.edit,
          personName: nameOf(entry.person),
          device: entry.device,
          ...(entry.carrier !== undefined && { carriedBy: nameOf(entry.carrier) }),
          madeAt: entry.madeAt,
          receivedAt: entry.receivedAt,
          trueAt: readStamp(entry.given).ms,
          clockCorrected: entry.given !== entry.stamp,
          result: entry.result,
          ...(entry.reason && { reason: entry.reason }),
          fields: Object.entries(entry.after).map(([path, after]) => ({
            path,
            before: entry.before[path] ?? null,
            after,
          })),
        },
      ]
