// Who may import whom, stated once. dependency-cruiser enforces it for every file it can see through;
// ESLint's house/arrows rule enforces the same table inside .svelte files, whose `import type` it cannot see.

/**
 * `from` and `to` are regular expressions over paths relative to the repository; a `to` without a slash at
 * its start is matched against the module's path or the package's name (`node_modules/<name>/`).
 * @typedef {{ name: string, why: string, from: string, fromNot?: string, to: string }} Arrow
 */

const web = '^web/'
const ourRooms = '^(schema|sync|server|web|tests|scripts)/'
const testFile = '\\.(test|spec)\\.ts$'

/** @type {Arrow[]} */
export const forbiddenArrows = [
  {
    name: 'schema-stands-alone',
    why: 'schema/ says what is recorded; everything of ours stands on it, so it imports nothing of ours.',
    from: '^schema/',
    fromNot: testFile,
    to: '^(sync|server|web|scripts)/',
  },
  {
    name: 'wire-knows-only-schema',
    why: 'A message is read by releases of other years: it may know the schema and its neighbours in sync/wire, no more.',
    from: '^sync/wire/',
    fromNot: testFile,
    to: '^(sync/(?!wire/)|server/|web/|scripts/)',
  },
  {
    name: 'device-not-authority',
    why: 'The two halves of sync meet on the wire only; what both need belongs in sync/ itself or sync/wire.',
    from: '^sync/device/',
    to: '^sync/authority/',
  },
  {
    name: 'authority-not-device',
    why: 'The two halves of sync meet on the wire only; what both need belongs in sync/ itself or sync/wire.',
    from: '^sync/authority/',
    to: '^sync/device/',
  },
  {
    name: 'sync-without-yjs',
    why: 'Lists and the device half of sync never load Yjs: only the authority merges documents, and a form that is open.',
    from: '^sync/(device/|wire/|merge\\.ts|text\\.ts)',
    fromNot: testFile,
    to: '^sync/text-(document|session|change)\\.ts|(^|/)node_modules/(yjs|lib0|fast-diff)/',
  },
  {
    name: 'sync-is-pure',
    why: 'Clock, network and disk come into sync/ as arguments, so that a thousand offline weeks run in a second.',
    from: '^sync/',
    to: '^(server|web|scripts)/',
  },
  {
    name: 'server-not-web',
    why: 'The server serves the built web room as files; it never runs its code.',
    from: '^server/',
    to: web,
  },
  {
    name: 'web-not-server',
    why: 'The web room talks to the server through sync/wire; server code on a phone would be a leak.',
    from: web,
    to: '^(server/|sync/authority/)',
  },
  {
    name: 'records-through-lib-data',
    why: 'Screens ask web/lib/data for records; only it (and web/lib/session, which opens it) knows the device half of sync.',
    from: web,
    fromNot: '^web/lib/(data|session)/',
    to: '^sync/device/',
  },
  {
    name: 'storage-behind-lib-data',
    why: 'Only web/lib/data (and web/lib/session, which opens it) knows that records lie in RxDB.',
    from: web,
    fromNot: '^web/lib/(data|session)/',
    to: '(^|/)node_modules/(rxdb|dexie)/',
  },
  {
    name: 'screens-are-islands',
    why: 'A screen imports from web/lib, never from another screen; what two screens share moves to web/lib.',
    from: '^web/lib/',
    to: '^web/routes/',
  },
  {
    name: 'nothing-imports-tests',
    why: 'Code that a test needs to share with production belongs in production.',
    from: ourRooms,
    fromNot: `^tests/|${testFile}`,
    to: `^tests/|${testFile}`,
  },
  {
    name: 'no-scripts-in-rooms',
    why: 'scripts/ builds and checks the house; the house does not depend on it.',
    from: '^(server|web/(lib|routes|service-worker))/',
    to: '^scripts/',
  },
]
