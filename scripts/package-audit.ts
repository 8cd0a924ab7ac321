// What other people's packages bring with them: under which licences, and with which known holes. Pure; audit-packages.ts
// reads the files and asks the registry.

export type LockedPackage = {
  readonly dev?: boolean
  readonly optional?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
}
/** By path: `node_modules/a/node_modules/b`. */
export type Lock = Readonly<Record<string, LockedPackage>>

const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',

  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
])

/** Tools whose package.json names no licence, and what the LICENSE file beside it says. None of them ships. */
const readByHand: Readonly<Record<string, string>> = {
  '@inlang/plugin-message-format': 'MIT',
  'sqlite-wasm-kysely': 'MIT',
}

/** Built into the app although only the build needs the package: what they depend on is counted as shipped as well. */
const builtIn = ['svelte', '@sveltejs/kit']

/** An SPDX expression of names, AND, OR and one level of brackets, as package.json files have them. */
export function isAllowed(licence: string): boolean {
  const bare = licence.trim().replace(/^\(([^()]*)\)$/, '$1')
  if (/[()]/.test(bare)) return false
  return bare
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((each) => allowed.has(each.trim())))
}

export const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '')

/** Undefined where it may be used; else what to say of it. */
export function licenceFlaw(
  path: string,
  { ships, licence }: { ships: boolean; licence: unknown },
) {
  const name = nameOf(path)
  const said = typeof licence === 'string' ? licence : ships ? undefined : readByHand[name]
  if (said === undefined) return `${name}: names no licence`
  return isAllowed(said) ? undefined : `${name}: ${said}`
}

/** The paths of what runs at users' or on the server: dependencies, and what the app is built of. */
export function shippedPaths(lock: Lock): ReadonlySet<string> {
  const shipped = new Set(Object.keys(lock).filter((path) => path !== '' && !lock[path]?.dev))
  const waiting = builtIn.map((name) => `node_modules/${name}`).filter((path) => lock[path])
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (shipped.has(path)) continue
    shipped.add(path)
    for (const name of Object.keys(lock[path]?.dependencies ?? {})) {
      const found = pathFrom(lock, path, name)
      if (found !== undefined) waiting.push(found)
    }
  }
  return shipped
}

/** As Node finds it: in the nearest node_modules above. */
function pathFrom(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (lock[path]) return path
    if (folder === '') return undefined
  }
}

export type Hole = { readonly name: string; readonly severity: string; readonly ships: boolean }

/** What `npm audit --json` found; undefined where the registry did not answer it. */
export function holesIn(
  report: unknown,
  shipped: ReadonlySet<string>,
): readonly Hole[] | undefined {
  if (typeof report !== 'object' || report === null || !('vulnerabilities' in report))
    return undefined
  // The form of npm's report, version 2.
  const found = report.vulnerabilities as Readonly<
    Record<string, { readonly severity: string; readonly nodes: readonly string[] }>
  >
  return Object.entries(found).map(([name, { severity, nodes }]) => ({
    name,
    severity,
    ships: nodes.some((path) => shipped.has(path)),
  }))
}

export const mustBeMended = ({ severity, ships }: Hole): boolean =>
  ships && ['high', 'critical'].includes(severity)
