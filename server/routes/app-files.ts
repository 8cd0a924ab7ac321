/** The app itself. Whatever is no file and no interface is a screen: the shell answers, and finds its way on the device. */
import { extname } from 'node:path'
import { Hono } from 'hono'
import type { AppBuild, AppFile } from '../app-files/read-build.ts'
import type { Releases } from '../app-files/releases.ts'
import type { Encoding } from '../middleware/answer-json.ts'
import { compress, encodingFor } from '../middleware/answer-json.ts'
import { answerFailure } from '../middleware/answer-failure.ts'
import type { Environment, Request } from '../middleware/environment.ts'

const year = 'public, max-age=31536000, immutable'
const compressible = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/

export function appFileRoutes(build: AppBuild, releases: Releases): Hono<Environment> {
  const routes = new Hono<Environment>()
  const packed = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

  const pack = (file: AppFile, encoding: Encoding) => {
    const key = `${encoding}:${file.etag}`
    const known = packed.get(key)
    if (known) return known
    // Once a file and start; 9 is within 2 % of brotli's 11 and ten times as fast.
    const made = compress(file.bytes, encoding, 9)
    packed.set(key, made)
    return made
  }

  const answer = async (context: Request, file: AppFile): Promise<Response> => {
    context.header('cache-control', file.immutable ? year : 'no-cache')
    context.header('etag', file.etag)
    context.header('vary', 'accept-encoding')
    if (context.req.header('if-none-match') === file.etag) return context.body(null, 304)
    context.header('content-type', file.type)
    const encoding = compressible.test(file.type) ? encodingFor(context) : undefined
    if (!encoding) return context.body(file.bytes)
    context.header('content-encoding', encoding)
    return context.body(await pack(file, encoding))
  }

  routes.get('*', (context) => {
    const address = new URL(context.req.url).pathname
    const file = build.files.get(address) ?? releases.find(address)
    if (file) return answer(context, file)
    // `/sync` is a screen; what lies below it is the sync endpoint's.
    const isScreen = !/^\/(api\/|sync\/|_app\/)/.test(address) && extname(address) === ''
    const shell = build.files.get('/index.html')
    if (!isScreen) return answerFailure(context, { error: 'notFound' })
    return shell ? answer(context, shell) : context.text(noBuild, 503)
  })
  return routes
}

const noBuild = 'The app has not been built: npm run build\n应用尚未构建，请先运行 npm run build\n'
