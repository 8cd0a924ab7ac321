// What the finished web build consists of, read from Vite's manifest and Kit's route table. The size budget
// and the service worker must agree on what "the shell" is, so both ask here.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'

type Chunk = {
  file: string
  src?: string
  imports?: string[]
  dynamicImports?: string[]
  css?: string[]
}
type Manifest = Record<string, Chunk>
/** Kit's form: the page's node (complemented when it has a server load), then its layouts, then its error pages. */
type RouteTable = Record<string, [page: number, layouts?: (number | undefined)[]]>

export type WebBuild = {
  /** Files, relative to build/web, that opening the home screen loads without being asked. */
  homeFiles: string[]
  /** Files of the data layer, fetched at the same time as the first screen. */
  dataFiles: string[]
  /** Files that some screen loads by itself: what is precached before the app counts as installed. */
  shellFiles: string[]
  /** Files that only desk screens load or an `import()` of ours asks for: precached afterwards, in quiet moments. */
  onDemandFiles: string[]
}

/**
 * Screens of the desk, of the door of a meeting, those that do nothing without a network, and those one seldom comes to: a
 * phone on 2G does not wait for them to be installed, and gets them right after.
 */
const laterScreens =
  /^\/(overview|branches|import|rules|log|templates|calendar|attend|account|devices|conflicts|setup|welcome|enrol|people|groups|privacy|follow-ups|papers|switch|sign-in|me\/pin|sync\/file)(\/|$)|^\/meetings\/\[id\]\/notice$/

export const webBuildFolder = fileURLToPath(new URL('../build/web/', import.meta.url))
const kitFolder = fileURLToPath(new URL('../web/.svelte-kit/', import.meta.url))
const generated = '.svelte-kit/generated/build/client-optimized'
/** What the root layout loads beside every screen: without it no screen shows a record. */
const dataLayer = 'lib/create-app.svelte.ts'
/** What a locked phone opens by: it must be there without a network, also right after an update. */
const lock = [
  'lib/lock/LockScreen.svelte',
  'lib/session/lock-deeds.ts',
  'lib/session/device-keys-client.ts',
]
const kitClient = '@sveltejs/kit/src/runtime/client/'

export function readWebBuild(): WebBuild {
  const manifest = readManifest()
  const keys = Object.keys(manifest)
  const nodeKey = (node: number) => `${generated}/nodes/${node}.js`
  const frame = keys.filter((key) => key.includes(kitClient) || key === `${generated}/app.js`)
  const nodes = keys.filter((key) => key.startsWith(`${generated}/nodes/`))
  const kitParts = keys.filter((key) => key.startsWith('.svelte-kit/generated/build/shared/'))

  const routes = readRoutes()
  const desk = new Set(
    [...routes].flatMap(([address, { page }]) =>
      laterScreens.test(address) ? [nodeKey(page)] : [],
    ),
  )
  const phoneNodes = nodes.filter((key) => !desk.has(key))
  const shell = filesLoadedBy(manifest, [...frame, ...phoneNodes, ...kitParts, dataLayer, ...lock])
  const all = filesLoadedBy(manifest, keys)
  const { page, layouts } = routes.get('/') ?? { page: 0, layouts: [] }
  // Kit loads the root layout (0) and the root error page (1) for every route.
  const home = filesLoadedBy(manifest, [...frame, ...[0, 1, ...layouts, page].map(nodeKey)])
  return {
    homeFiles: [...home],
    dataFiles: [...filesLoadedBy(manifest, [dataLayer])].filter((file) => !home.has(file)),
    shellFiles: [...shell],
    onDemandFiles: [...all].filter((file) => !shell.has(file)),
  }
}

function readManifest(): Manifest {
  return JSON.parse(
    readFileSync(join(kitFolder, 'output/client/.vite/manifest.json'), 'utf8'),
  ) as Manifest
}

/** The chunks and everything they import statically, with their style sheets. */
function filesLoadedBy(manifest: Manifest, keys: string[]): Set<string> {
  const seen = new Set<string>()
  const files = new Set<string>()
  const visit = (key: string) => {
    if (seen.has(key)) return
    seen.add(key)
    const chunk = manifest[key]
    if (!chunk) throw new Error(`The build's manifest names no chunk ${key}`)
    files.add(chunk.file)
    chunk.css?.forEach((file) => files.add(file))
    chunk.imports?.forEach(visit)
  }
  keys.forEach(visit)
  return files
}

type Route = { readonly page: number; readonly layouts: readonly number[] }

/** By address. */
function readRoutes(): ReadonlyMap<string, Route> {
  const source = readFileSync(join(kitFolder, 'generated/build/client-optimized/app.js'), 'utf8')
  const literal = /export const dictionary = (\{.*?\n\t*\});/s.exec(source)?.[1]
  if (!literal) throw new Error('Kit no longer writes its route table where we look for it')
  const table = runInNewContext(`(${literal})`) as RouteTable
  const routes = new Map(
    Object.entries(table).map(([id, [page, layouts = []]]): [string, Route] => [
      addressOf(id),
      {
        page: page < 0 ? ~page : page,
        layouts: layouts.filter((node) => node !== undefined),
      },
    ]),
  )
  if (!routes.has('/')) throw new Error('There is no home route')
  return routes
}

/** `/(app)/meetings` → `/meetings`: folders in parentheses group screens and are no part of the address. */
function addressOf(routeId: string): string {
  return routeId.replace(/\/\([^)]+\)/g, '') || '/'
}
