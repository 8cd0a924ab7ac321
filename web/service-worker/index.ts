// The shell, and nothing but the shell. Records live in IndexedDB and never pass through here; what the
// server answers under /sync and /api is never cached. A new version waits until the page says 'activate',
// because only the page knows whether a draft, an upload, a quiz or a check-in is open.
import { version } from '$app/env'
import { assets, immutable } from '$app/manifest'
import { self } from '$app/service-worker'
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'
import { onDemandChunks } from './on-demand-chunks.ts'

const shellPage = '/index.html'
const onDemandCache = 'on-demand-chunks'
const onDemand = new Set(onDemandChunks())
const atRoot = (path: string) => `/${path.replace(/^\//, '')}`
const chunks = immutable.map(({ path }) => atRoot(path))

// Fails the whole install, so that the version before goes on: a proxy's page in place of a chunk would stay for ever.
addPlugins([{ cacheWillUpdate: ({ request, response }) => ourOwn(request.url, response) }])
precacheAndRoute([
  // A hash is part of the name of each chunk; the rest carries the version instead.
  ...chunks.filter((url) => !onDemand.has(url)),
  ...assets.map(({ path }) => ({ url: atRoot(path), revision: version })),
  { url: shellPage, revision: version },
])
cleanupOutdatedCaches()

// Workbox sees GET requests only, and these patterns same-origin addresses only.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL(shellPage), {
    denylist: [/^\/(sync\/(v\d|poke)|api)(\/|$)/],
  }),
)
const chunkFirst = new CacheFirst({
  cacheName: onDemandCache,
  plugins: [{ cacheWillUpdate: ({ request, response }) => ourOwn(request.url, response) }],
})
registerRoute(({ sameOrigin, url }) => sameOrigin && onDemand.has(url.pathname), chunkFirst)

self.addEventListener('activate', (event) => event.waitUntil(dropChunksOfOtherVersions()))

self.addEventListener('message', (event) => {
  if (event.data === 'activate') event.waitUntil(self.skipWaiting())
  if (event.data === 'fetch-on-demand-chunks') event.waitUntil(fetchOnDemandChunks(event))
})

/** The response where it is what was asked for; null for the sign-in page of a hotel, whatever its status. */
async function ourOwn(url: string, response: Response): Promise<Response | null> {
  if (!response.ok || response.redirected) return null
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false
  const wantsPage = new URL(url).pathname === shellPage
  if (isPage !== wantsPage) return null
  if (!isPage) return response
  const text = await response.clone().text()
  return text.includes('/_app/immutable/') ? response : null
}

/** Heavy parts (editor, charts, QR decoder, sheets) must work offline too, but may not delay the first screen. */
async function fetchOnDemandChunks(event: ExtendableEvent): Promise<void> {
  for (const url of onDemand) {
    // One at a time: on a 2G link the user's own requests go first.
    await chunkFirst.handle({ event, request: new Request(url) })
  }
}

async function dropChunksOfOtherVersions(): Promise<void> {
  const cache = await caches.open(onDemandCache)
  const requests = await cache.keys()
  const stale = requests.filter((request) => !onDemand.has(new URL(request.url).pathname))
  await Promise.all(stale.map((request) => cache.delete(request)))
}
