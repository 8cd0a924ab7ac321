/** A server with something to steal, and ways to see what an attack changed or learned. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registry } from '../../schema/records/index.ts'
import { found } from '../../server/accounts/founding.ts'
import { readBuild } from '../../server/app-files/read-build.ts'
import { Releases } from '../../server/app-files/releases.ts'
import type { App } from '../../server/app.ts'
import { makeApp } from '../../server/app.ts'
import { ExampleServer, attendanceOf, meetingIn } from '../../server/example-server.ts'

/** Stands in every record of the branch next door: whoever reads it read what is not his. */
export const secret = 'geheim-west'

/** Of the secretary next door, as the server alone keeps it. */
export const identityNumber = '410000199001011234'

/** Nobody who attacks has it. */
const metricsToken = 'of the monitoring machine alone'

export class Stronghold {
  readonly server: ExampleServer
  /** With every route there may be, those that have to be configured included. */
  readonly app: App
  readonly #build: string

  private constructor(server: ExampleServer, build: string) {
    this.server = server
    this.#build = build
    const metrics = { token: metricsToken, databaseBytes: () => 0 }
    const releases = new Releases(server.folder)
    this.app = makeApp(server.parts, { build: readBuild(build), releases, metrics })
  }

  /** The township of the example, with a meeting, its roll and a file in either branch, on a server that serves an app. */
  static async build(): Promise<Stronghold> {
    const folder = mkdtempSync(join(tmpdir(), 'branchbook-build-'))
    writeFileSync(join(folder, 'index.html'), '<html><script>start()</script></html>')
    const server = await ExampleServer.withTownship(folder)
    await server.parts.store.write((transaction) =>
      found(registry, transaction, treasures, server.clock.now - 60_000),
    )
    await server.parts.identities.put([{ personId: 'neighbour', number: identityNumber }])
    return new Stronghold(server, folder)
  }

  async close(): Promise<void> {
    await this.server.close()
    rmSync(this.#build, { recursive: true })
  }

  /** Everything that is kept, table by table. */
  kept(except: readonly string[] = []): Readonly<Record<string, readonly unknown[]>> {
    const { lookup } = this.server.connections
    const tables = lookup
      .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
      .pluck()
      .all()
    return Object.fromEntries(
      tables
        .filter((table) => !except.includes(table))
        // A table's name, from the database itself.
        .map((table) => [table, lookup.prepare(`SELECT * FROM "${table}"`).all()]),
    )
  }
}

const treasures = ['east', 'west'].flatMap((branch) => {
  const who = branch === 'east' ? 'secretary' : 'neighbour'
  const word = branch === 'west' ? secret : 'ours'
  const meeting = `m-${branch}`
  const file = { personId: who, branchId: branch, standing: 'normal', address: word }
  const roll = attendanceOf(meeting, who, branch)
  return [
    { id: meeting, type: 'meeting', fields: { ...meetingIn(branch), topic: word } },
    { id: roll.id, type: 'attendance', fields: { ...roll.fields, reason: word } },
    { id: `personFile:${who}`, type: 'personFile', fields: file },
  ]
})
