/** What can be set from outside. main.ts and cli/main.ts hand the environment in; nothing else of the server reads it. */
import { resolve } from 'node:path'
import type { Result } from '../sync/result.ts'
import { fail, succeed } from '../sync/result.ts'

export type Settings = {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  readonly demo: boolean
  readonly behindProxy: boolean
  readonly logLevel: string
  /** Undefined: no metrics. */
  readonly metricsToken: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

export const dataFolderIn = (environment: Environment): string =>
  resolve(environment['BRANCHBOOK_DATA'] ?? '.data')

/** As long as nobody guesses it. */
const shortestToken = 20

export function readSettings(
  environment: Environment,
): Result<Settings, { readonly kind: 'badPort' | 'shortToken' }> {
  const metricsToken = environment['BRANCHBOOK_METRICS_TOKEN'] || undefined
  if (metricsToken !== undefined && metricsToken.length < shortestToken)
    return fail({ kind: 'shortToken' })
  const port = Number(environment['PORT'] ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return fail({ kind: 'badPort' })
  return succeed({
    port,
    // Other machines reach the server only where somebody decided so.
    host: environment['BRANCHBOOK_HOST'] ?? '127.0.0.1',
    dataFolder: dataFolderIn(environment),
    demo: environment['BRANCHBOOK_DEMO'] !== '0',
    behindProxy: environment['BRANCHBOOK_BEHIND_PROXY'] === '1',
    logLevel: environment['BRANCHBOOK_LOG'] ?? 'warn',
    metricsToken,
  })
}
