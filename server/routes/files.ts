/**
 * `GET /api/files/<digest>?row=<row>`: the bytes of a file, for whoever may read a row that names it. The asker says which row;
 * whether it names the file, was brought it, and is his to read says the authority's own copy.
 */
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { mayRead } from '../../schema/bucket.ts'
import { mayWrite } from '../../schema/derive/may-write.ts'
import { fileForms } from '../../schema/rules/files.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import type { Environment } from '../middleware/environment.ts'
import { signedIn } from '../middleware/signed-in.ts'
import type { Parts } from '../parts.ts'

type Asked = { readonly row: string; readonly digest: string }
type Account = { readonly id: string; readonly personId: string }

export function fileRoutes(parts: Parts): Hono<Environment> {
  const routes = new Hono<Environment>()
  routes.get('/api/files/:digest', signedIn(parts), async (context) => {
    const digest = context.req.param('digest')
    const asked = { digest, row: context.req.query('row') ?? '' }
    const file = parts.fileBook.file(digest)
    const may = file && (await maySee(parts, context.get('session').account, asked))
    // What may not be read is answered like what does not exist.
    if (!may || !(await parts.files.has(digest)))
      return answerFailure(context, { error: 'notFound' })
    const { type, ending } = fileForms[file.kind]
    // A file of Node's is a stream of bytes, whatever its type says.
    const bytes = Readable.toWeb(parts.files.read(digest)) as ReadableStream<Uint8Array>
    return context.body(bytes, 200, {
      'content-type': type,
      'content-length': String(file.bytes),
      // Saved, never shown as a page of ours; and kept by no cache, for on the device it lies sealed.
      'content-disposition': `attachment; filename="${digest.slice(0, 16)}.${ending}"`,
      'content-security-policy': `default-src 'none'; sandbox`,
      'cache-control': 'no-store',
    })
  })
  return routes
}

const maySee = (parts: Parts, account: Account, { row: id, digest }: Asked): Promise<boolean> =>
  parts.store.read(async (view) => {
    const actor = await actorOf(view, account, parts.now())
    const row = await view.row(id)
    const definition = row && parts.registry.find(row.type)
    if (!actor || !definition) return false
    const { body } = row
    if (!definition.files?.(body).some((file) => file.digest === digest)) return false
    if (!parts.fileBook.isLinked(id, digest)) return false
    if (!definition.seenIn(body, id).some((bucket) => mayRead(actor, bucket))) return false
    // What was taken away is there for whoever may bring it back.
    return (
      body['removedAt'] === undefined ||
      mayWrite(definition, actor, { id, before: body, after: body, fields: {} })
    )
  })
