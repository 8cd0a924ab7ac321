/**
 * `/api/uploads`: bringing files by tus 1.0, so that a link that breaks costs what was on the way and no more. Our own words of
 * the protocol's core, because every step is authorised anew (docs/decisions).
 */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Result } from '../../sync/result.ts'
import { chunkType, largestChunk, readMetadata, tusVersion } from '../../sync/wire/files.ts'
import { uploadLastsMs } from '../../schema/rules/files.ts'
import type { Standing, UploadFailure } from '../files/uploads.ts'
import { Uploads } from '../files/uploads.ts'
import { admission } from '../middleware/admission.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import type { Environment, Request } from '../middleware/environment.ts'
import { accountHeader, signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

/** Chunks of photos, a few at a time: records go first, and they are small. */
const room = { arriving: 60, inWork: 8, perAccount: 3 }

const statuses = {
  badRequest: 400,
  notAllowed: 403,
  notYet: 409,
  offset: 409,
  gone: 410,
  version: 412,
  tooLarge: 413,
  wrongKind: 415,
  wrongContents: 422,
  carriesTraces: 422,
  busy: 429,
  noRoom: 507,
} as const satisfies Record<UploadFailure, number>

const busyForSeconds = '5'

export function uploadRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  const uploads = new Uploads(parts)
  const account = (context: Request) => context.get('session').account
  const who = [signedIn(parts), isMeant, admission(room)] as const

  routes.post('/api/uploads', ...who, async (context) => {
    const asked = wishIn(context)
    if (typeof asked === 'string') return refuse(context, asked)
    const begun = await uploads.begin(account(context), asked)
    if (!begun.ok || !begun.value.upload || !carriesChunk(context)) return tell(context, begun, 201)
    // Creation with upload: the first piece comes along.
    const { id } = begun.value.upload
    const { offset } = begun.value
    if (offset > 0) return tell(context, begun, 201)
    const extended = await uploads.extend(account(context), id, 0, piecesOf(context))
    return tell(context, extended, 201)
  })

  // Hono answers HEAD by it, and leaves the body out.
  routes.get('/api/uploads/:id', signedIn(parts), async (context) =>
    tell(context, await uploads.look(account(context), context.req.param('id')), 200),
  )

  routes.patch('/api/uploads/:id', ...who, async (context) => {
    const offset = numberIn(context, 'upload-offset')
    if (!speaksTus(context)) return refuse(context, 'version')
    if (offset === undefined || !carriesChunk(context)) return refuse(context, 'badRequest')
    if (Number(context.req.header('content-length') ?? 0) > largestChunk)
      return refuse(context, 'tooLarge')
    const id = context.req.param('id')
    return tell(context, await uploads.extend(account(context), id, offset, piecesOf(context)), 204)
  })

  routes.delete('/api/uploads/:id', signedIn(parts), async (context) => {
    const ended = await uploads.end(account(context), context.req.param('id'))
    if (!ended.ok) return refuse(context, ended.failure)
    return context.body(null, 204, tusHeaders)
  })
  return routes
}

/** Of two people on one phone the cookie is that of whoever signed in last: what the other took is not his to bring. */
const isMeant = createMiddleware<Environment>(async (context, next) => {
  const meant = context.req.header(accountHeader)
  if (meant !== undefined && meant !== context.get('session').account.id)
    return answerFailure(context, { error: 'signedOut' })
  await next()
  return undefined
})

const tusHeaders = { 'tus-resumable': tusVersion, 'cache-control': 'no-store' }

function refuse(context: Request, error: UploadFailure) {
  if (error === 'busy') context.header('retry-after', busyForSeconds)
  return context.json({ error }, statuses[error], { ...tusHeaders, 'tus-version': tusVersion })
}

function tell(
  context: Request,
  standing: Result<Standing, UploadFailure>,
  status: 200 | 201 | 204,
) {
  if (!standing.ok) return refuse(context, standing.failure)
  const { upload, offset } = standing.value
  return context.body(null, status, {
    ...tusHeaders,
    'upload-offset': String(offset),
    ...(upload && {
      'upload-length': String(upload.length),
      'upload-expires': new Date(upload.begunAt + uploadLastsMs).toUTCString(),
      ...(status === 201 && { location: `/api/uploads/${upload.id}` }),
    }),
  })
}

const speaksTus = (context: Request) => context.req.header('tus-resumable') === tusVersion

const carriesChunk = (context: Request) => context.req.header('content-type') === chunkType

function numberIn(context: Request, header: string): number | undefined {
  const text = context.req.header(header) ?? ''
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined
}

function wishIn(context: Request) {
  if (!speaksTus(context)) return 'version'
  const length = numberIn(context, 'upload-length')
  const pairs = readMetadata(context.req.header('upload-metadata') ?? '')
  const [row, digest] = [pairs.get('row'), pairs.get('digest')]
  if (length === undefined || length === 0 || row === undefined || digest === undefined)
    return 'badRequest'
  return /^[0-9a-f]{64}$/.test(digest) ? { row, digest, length } : 'badRequest'
}

/** Never more than one request may carry: whoever sends more is cut off, and what he sent until then is kept. */
async function* piecesOf(context: Request): AsyncGenerator<Uint8Array> {
  let length = 0
  for await (const piece of context.req.raw.body ?? []) {
    length += piece.byteLength
    if (length > largestChunk) return
    yield piece
  }
  context.get('hasArrived')?.()
}
