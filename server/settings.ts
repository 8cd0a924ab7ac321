/** What can be set from outside. main.ts hands the environment in; nothing else of the server reads it. */
import { resolve } from 'node:path'

export type Settings = {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  readonly demo: boolean
  readonly behindProxy: boolean
  readonly logLevel: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Undefined where the port is none. */
export function readSettings(environment: Environment): Settings | undefined {
  const port = Number(environment['PORT'] ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return undefined
  return {
    port,
    // Other machines reach the server only where somebody decided so.
    host: environment['BRANCHBOOK_HOST'] ?? '127.0.0.1',
    dataFolder: resolve(environment['BRANCHBOOK_DATA'] ?? '.data'),
    demo: environment['BRANCHBOOK_DEMO'] !== '0',
    behindProxy: environment['BRANCHBOOK_BEHIND_PROXY'] === '1',
    logLevel: environment['BRANCHBOOK_LOG'] ?? 'warn',
  }
}
