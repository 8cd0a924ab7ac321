// Which licences other people's packages bring, and which of them have known holes. Fails where something that ships may
// not be used, or has a hole of high severity. Where the registry cannot be asked, it says so and fails nothing.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'
import type { Lock } from './package-audit.ts'
import { holesIn, licenceFlaw, mustBeMended, shippedPaths } from './package-audit.ts'

const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))
const { packages } = read('package-lock.json') as { packages: Lock }
const shipped = shippedPaths(packages)

/** Undefined where it is not installed: for another system, or optional. */
function licenceOf(path: string): { readonly licence: unknown } | undefined {
  try {
    return { licence: (read(`${path}/package.json`) as { license?: unknown }).license }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function auditLicences(): readonly string[] {
  const installed = Object.keys(packages).flatMap((path) => {
    const found = path === '' ? undefined : licenceOf(path)
    return found ? [{ path, ships: shipped.has(path), ...found }] : []
  })
  const ships = installed.filter((each) => each.ships).length
  console.log(`licences: ${installed.length} packages looked at, ${ships} of them ship`)
  return installed.flatMap(({ path, ...found }) => licenceFlaw(path, found) ?? [])
}

function auditHoles(): readonly string[] {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8' })
  let report: unknown
  try {
    report = JSON.parse(stdout)
  } catch {
    // No answer at all: said below.
  }
  const holes = holesIn(report, shipped)
  if (!holes) {
    const why = (report as { message?: string } | undefined)?.message ?? 'no answer'
    console.log(`known holes: NOT LOOKED UP, the registry could not be asked (${why})`)
    console.log('  Where it can be reached:  npm audit --omit=dev --audit-level=high')
    return []
  }
  console.log(
    `known holes: ${holes.length}, ${holes.filter(({ ships }) => ships).length} of them in what ships`,
  )
  for (const { name, severity, ships } of holes)
    console.log(`  ${severity}  ${name}${ships ? '' : ' (a tool)'}`)
  return holes
    .filter(mustBeMended)
    .map(({ name, severity }) => `${name}: a known hole, ${severity}`)
}

const flaws = [...auditLicences(), ...auditHoles()]
for (const flaw of flaws) console.error(`✗ ${flaw}`)
if (flaws.length > 0) process.exitCode = 1
