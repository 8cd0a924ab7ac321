/** The server as `npm start` runs it, in a process of its own, with an eye on its memory and its share of the processor. */
import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { endWithUs } from './end-with-us.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString())

export type Sample = {
  /** Since the server answered first, s. */
  readonly second: number
  readonly rssMiB: number
  readonly cpuMs: number
}

export class ServerProcess {
  readonly #child: ChildProcess
  readonly origin: string
  readonly samples: Sample[] = []
  readonly lines: string[] = []
  readonly #started = performance.now()
  #sampler: ReturnType<typeof setInterval> | undefined

  private constructor(child: ChildProcess, origin: string) {
    this.#child = child
    this.origin = origin
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) =>
        this.lines.push(...text.toString().trimEnd().split('\n')),
      )
  }

  static async start(
    dataFolder: string,
    options: { readonly port?: number; readonly profileInto?: string } = {},
  ): Promise<ServerProcess> {
    const port = options.port ?? (await freePort())
    const { profileInto } = options
    const profiling = profileInto ? ['--cpu-prof', `--cpu-prof-dir=${profileInto}`] : []
    const child = spawn(process.execPath, [...profiling, 'server/main.ts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: String(port),
        BRANCHBOOK_DATA: dataFolder,
        BRANCHBOOK_DEMO: '0',
      },
    })
    const forget = endWithUs(() => child.kill('SIGKILL'))
    child.once('exit', forget)
    const server = new ServerProcess(child, `http://127.0.0.1:${port}`)
    await server.#answers()
    server.#sampler = setInterval(() => server.#sample(), 500)
    return server
  }

  get cpuMs(): number {
    // proc(5): the fields behind the name, which may hold blanks; utime and stime are the 14th and 15th of all.
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond
  }

  get rssMiB(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024
  }

  /** Asks it to end; with `kill` it has no say. Its data stay. */
  async stop(how: 'ask' | 'kill' = 'ask'): Promise<void> {
    clearInterval(this.#sampler)
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill(how === 'ask' ? 'SIGTERM' : 'SIGKILL')
    const tooSlow = setTimeout(() => this.#child.kill('SIGKILL'), 20_000)
    await gone
    clearTimeout(tooSlow)
  }

  #sample(): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const second = (performance.now() - this.#started) / 1_000
    this.samples.push({ second, rssMiB: this.rssMiB, cpuMs: this.cpuMs })
  }

  async #answers(): Promise<void> {
    for (;;) {
      if (this.#child.exitCode !== null)
        throw new Error(`The server did not start:\n${this.lines.join('\n')}`)
      const answer = await fetch(`${this.origin}/healthz`).catch(() => undefined)
      await answer?.arrayBuffer()
      if (answer?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  // Listening on TCP, it has a port.
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
