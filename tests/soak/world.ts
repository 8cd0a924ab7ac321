/** The server under the soak, its county, and the lives led on it: each a branch with a phone, a proxy and a deputy of its own. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '../../schema/access.ts'
import { hashPassword } from '../../server/accounts/passwords.ts'
import type { Session } from '../../sync/wire/session.ts'
import type { LocalFile } from '../fault-proxy/fault-proxy.ts'
import { FaultProxy } from '../fault-proxy/fault-proxy.ts'
import type { Branch, County, Holder } from '../load/county.ts'
import { accountHolders, makeCounty } from '../load/county.ts'
import { Phone } from '../load/phone.ts'
import { seedCounty } from '../load/seed.ts'
import { ServerProcess, freePort } from '../load/server-process.ts'
import { Device } from './device.ts'
import { Ledger } from './ledger.ts'
import { ServerRows } from './server-rows.ts'
import type { Life } from './life.ts'
import { BranchBook } from './works.ts'

const password = 'soak-password'
const membersEach = 8

type Parts = {
  readonly folder: string
  readonly county: County
  readonly port: number
  readonly files: ReadonlyMap<string, LocalFile>
  readonly trace: Life['trace']
}

export class World {
  readonly #parts: Parts
  #server: ServerProcess
  readonly rows: ServerRows

  private constructor(parts: Parts, server: ServerProcess) {
    this.#parts = parts
    this.#server = server
    this.rows = new ServerRows(join(parts.folder, 'server'))
  }

  static async make(
    lives: number,
    files: ReadonlyMap<string, LocalFile>,
    trace: Life['trace'],
  ): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'branchbook-soak-'))
    const county = makeCounty({ townships: 1, branches: lives, membersEach, accountsEach: 2 })
    const data = join(folder, 'server')
    await seedCounty(data, { county, password: await hashPassword(password) })
    const port = await freePort()
    const server = await ServerProcess.start(data, { port })
    return new World({ folder, county, port, files, trace }, server)
  }

  async close(): Promise<void> {
    this.rows.close()
    await this.#server.stop()
    rmSync(this.#parts.folder, { recursive: true, force: true })
  }

  /** What the server said on its standard error: it should have had nothing to say. */
  get serverLines(): readonly string[] {
    return this.#server.lines
  }

  async life(number: number): Promise<Life> {
    const branch = this.#parts.county.branches[number]
    const [secretary, deputy] = accountHolders(this.#parts.county).filter(
      ({ branchId }) => branchId === branch?.id,
    )
    if (!branch || !secretary || !deputy) throw new Error(`no life ${number}`)
    const proxy = await FaultProxy.to({
      serverPort: () => this.#parts.port,
      isExposed: (path) => path.startsWith('/sync/'),
      file: (path) => this.#parts.files.get(path),
    })
    const profile = join(this.#parts.folder, `profile-${number}`)
    mkdirSync(profile)
    return this.#lifeOf(branch, secretary, deputy, proxy, profile, number)
  }

  #lifeOf(
    branch: Branch,
    secretary: Holder,
    deputy: Holder,
    proxy: FaultProxy,
    profile: string,
    number: number,
  ): Life {
    const origin = `http://127.0.0.1:${this.#parts.port}`
    return {
      proxy,
      membersEach,
      trace: this.#parts.trace,
      device: new Device(profile, proxy.origin, { name: secretary.name, password }),
      deputy: new Phone(deputy, origin, () => {}),
      ledger: new Ledger(`${number}`),
      book: new BranchBook(branch, Date.now()),
      server: this.rows,
      actor: () => actorOf(origin, secretary),
      restartServer: (how) => this.#restart(how),
    }
  }

  async #restart(how: 'ask' | 'kill'): Promise<void> {
    await this.#server.stop(how)
    const { lines } = this.#server
    this.#server = await ServerProcess.start(join(this.#parts.folder, 'server'), {
      port: this.#parts.port,
    })
    this.#server.lines.unshift(...lines)
  }
}

/** By a session of his that no phone uses. */
async function actorOf(origin: string, { token }: Holder): Promise<Actor> {
  const response = await fetch(`${origin}/api/session`, {
    headers: { cookie: `branchbook=${token}` },
  })
  if (!response.ok) throw new Error(`no session: ${response.status}`)
  return ((await response.json()) as Session).actor
}
