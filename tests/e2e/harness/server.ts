/** The real server, as `npm start` runs it, on a data folder of its own and with a clock that the story may move. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))
const node = join(root, 'node_modules/.bin/node')
const clockModule = new URL('./server-clock.ts', import.meta.url).href

/** The demonstration township, made anew; nothing but a link to set it up; or a copy of a data folder. */
export type Data = 'demo' | 'empty' | { readonly copyOf: string }

export class StoryServer {
  readonly #process: ChildProcess
  readonly dataFolder: string
  readonly port: number
  /** What it wrote: one JSON object a line (pino). */
  readonly lines: string[] = []

  private constructor(child: ChildProcess, dataFolder: string, port: number) {
    this.#process = child
    this.dataFolder = dataFolder
    this.port = port
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) =>
        this.lines.push(...text.toString().trimEnd().split('\n')),
      )
    }
  }

  static async start({ data }: { data: Data }): Promise<StoryServer> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'branchbook-story-'))
    if (typeof data === 'object') await cp(data.copyOf, dataFolder, { recursive: true })
    const port = await freePort()
    const child = spawn(node, ['--import', clockModule, 'server/main.ts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        PORT: String(port),
        BRANCHBOOK_DATA: dataFolder,
        BRANCHBOOK_DEMO: data === 'empty' ? '0' : '1',
      },
    })
    const server = new StoryServer(child, dataFolder, port)
    await server.#answers()
    return server
  }

  /** Moves the server's clock to the machine's plus so much. */
  async setClock(aheadMs: number): Promise<void> {
    const heard = once(this.#process, 'message')
    this.#process.send({ aheadMs })
    await heard
  }

  /** Stops it; its data stay. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = once(this.#process, 'exit')
      this.#process.kill('SIGTERM')
      const tooSlow = setTimeout(() => this.#process.kill('SIGKILL'), 5_000)
      await gone
      clearTimeout(tooSlow)
    }
  }

  /** Removes its data. */
  async forget(): Promise<void> {
    await rm(this.dataFolder, { recursive: true, force: true })
  }

  async #answers(): Promise<void> {
    for (;;) {
      if (this.#process.exitCode !== null) {
        throw new Error(`The server did not start:\n${this.lines.join('\n')}`)
      }
      const answer = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => undefined)
      if (answer?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  // Listening on TCP, it has a port.
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
