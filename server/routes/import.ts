/** Importing Excel files in two steps: a dry run, then exactly that: `/api/import`. */
import { Hono } from 'hono'
import type { Actor } from '../../schema/access.ts'
import { isOfCommittee } from '../../schema/access.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { Store, StoreView } from '../../sync/authority/store.ts'
import type { ImportKind } from '../../sync/wire/import.ts'
import { importFileLimit, importKinds, importKindsOf } from '../../sync/wire/import.ts'
import type { Bounds } from '../accounts/daily-bound.ts'
import { DailyBound, ledgerBounds } from '../accounts/daily-bound.ts'
import { newId } from '../accounts/random.ts'
import { apiFailureOf, applyPlan, planImport, refusedWorkbook } from '../import/index.ts'
import { admission } from '../middleware/admission.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import { answerJson } from '../middleware/answer-json.ts'
import type { Environment, Request } from '../middleware/environment.ts'
import { readBytes } from '../middleware/read-body.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'
import type { WaitingPlan } from './import-plans.ts'
import { ImportPlans } from './import-plans.ts'

/** Reading a large file takes seconds in which nobody else is served: few at once, and of one account no more than it can look at. */
const room = { arriving: 8, inWork: 2, perAccount: 2 }
const excelType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function importRoutes(parts: Parts, bounds: Bounds = ledgerBounds): Hono<Environment> {
  const routes = new Hono<Environment>()
  const plans = new ImportPlans()
  const bound = new DailyBound(bounds)
  routes.use('/api/import/*', signedIn(parts))

  routes.post('/api/import/plans/:id/apply', async (context) => {
    const account = context.get('session').account.id
    const waiting = plans.find(account, context.req.param('id'), parts.now())
    return waiting
      ? apply(parts, context, waiting, bound)
      : answerFailure(context, { error: 'expired' })
  })

  routes.get('/api/import/plans/:id/progress', (context) => {
    const account = context.get('session').account.id
    const waiting = plans.find(account, context.req.param('id'), parts.now())
    return waiting
      ? answerJson(context, waiting.progress ?? { done: 0, of: 0 })
      : answerFailure(context, { error: 'expired' })
  })

  routes.get('/api/import/plans/:id/refused.xlsx', async (context) => {
    const account = context.get('session').account.id
    const waiting = plans.find(account, context.req.param('id'), parts.now())
    return waiting ? refusedFile(context, waiting) : answerFailure(context, { error: 'expired' })
  })

  routes.post('/api/import/:kind', admission(room), async (context) => {
    const kind = importKinds.find((each) => each === context.req.param('kind'))
    if (!kind) return answerFailure(context, { error: 'notFound' })
    const actor = await importer(parts, context, kind)
    if (!actor) return answerFailure(context, { error: 'notAllowed' })
    const bytes = await readBytes(context, importFileLimit)
    if (!bytes.ok) return answerFailure(context, { error: bytes.failure })
    return plan(parts, plans, context, { kind, actor, bytes: bytes.value })
  })
  return routes
}

async function plan(
  parts: Parts,
  plans: ImportPlans,
  context: Request,
  file: { kind: ImportKind; actor: Actor; bytes: Uint8Array },
): Promise<Response> {
  const fileName = fileNameOf(context)
  const { store, identities, log, now } = parts
  const view = glances(store)
  const prepared = await planImport({ ...file, fileName, view, identities, newId, now })
  if (!prepared.ok) {
    log.info({ kind: file.kind, failure: prepared.failure }, 'a file was not read')
    return answerFailure(context, apiFailureOf(prepared.failure))
  }
  plans.keep(context.get('session').account.id, prepared.value, now())
  return answerJson(context, prepared.value.plan)
}

async function apply(
  parts: Parts,
  context: Request,
  waiting: WaitingPlan,
  bound: DailyBound,
): Promise<Response> {
  const { prepared, account } = waiting
  const actor = await importer(parts, context, prepared.plan.kind)
  if (!actor) return answerFailure(context, { error: 'notAllowed' })
  if (waiting.result) return answerJson(context, waiting.result)
  if (waiting.begun) return answerFailure(context, { error: 'busy', retryAfterMs: 3_000 })
  if (!isOfCommittee(actor)) {
    const retryAfterMs = bound.waitOf(account, parts.now())
    if (retryAfterMs > 0) return answerFailure(context, { error: 'tooManyTries', retryAfterMs })
    bound.add(account, prepared.amount, parts.now())
  }
  waiting.begun = true
  try {
    waiting.result = await applyPlan({
      ...parts,
      prepared,
      actor,
      newId,
      onError: (error, edit) =>
        parts.log.error({ err: error, row: edit.row }, 'an imported edit could not be judged'),
      onProgress: (progress) => void (waiting.progress = progress),
    })
  } finally {
    waiting.begun = false
  }
  return answerJson(context, waiting.result)
}

async function refusedFile(context: Request, { prepared, result }: WaitingPlan): Promise<Response> {
  const bytes = await refusedWorkbook(prepared, result)
  return context.body(Uint8Array.from(bytes), 200, {
    'content-type': excelType,
    'content-disposition': 'attachment; filename="refused.xlsx"',
    'cache-control': 'no-store',
  })
}

/** Whoever may bring such a file at all. Which rows he may write is judged row by row. */
async function importer(
  parts: Parts,
  context: Request,
  kind: ImportKind,
): Promise<Actor | undefined> {
  const { account } = context.get('session')
  const actor = await parts.store.read((view) => actorOf(view, account, parts.now()))
  return actor && importKindsOf(actor).includes(kind) ? actor : undefined
}

/** The name travels percent-encoded, for headers hold no Chinese. It is shown, never used as a path. */
function fileNameOf(context: Request): string {
  const header = context.req.header('x-file-name') ?? ''
  try {
    return decodeURIComponent(header).slice(0, 200)
  } catch {
    return header.slice(0, 200)
  }
}

/**
 * One look at a time: unpacking a large file takes seconds, and one state held so long would keep every other reader
 * waiting. A dry run that something overtakes is judged again when it is applied.
 */
const glances = (store: Store): StoreView => ({
  row: (id) => store.read((view) => view.row(id)),
  rows: (ids) => store.read((view) => view.rows(ids)),
  rowsOf: (type, of) => store.read((view) => view.rowsOf(type, of)),
  rowsOfType: (type) => store.read((view) => view.rowsOfType(type)),
  entriesSince: (...query) => store.read((view) => view.entriesSince(...query)),
  buckets: (names) => store.read((view) => view.buckets(names)),
  snapshot: (...query) => store.read((view) => view.snapshot(...query)),
  members: (bucket) => store.read((view) => view.members(bucket)),
  holds: (bucket, row) => store.read((view) => view.holds(bucket, row)),
  judged: (edit) => store.read((view) => view.judged(edit)),
  history: (row) => store.read((view) => view.history(row)),
  heads: () => store.read((view) => view.heads()),
  links: (...query) => store.read((view) => view.links(...query)),
})
