/**
 * The demo of a first start. It is made aside and put in place when it is whole: who is interrupted starts over. The
 * data folder must be locked.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../sync/result.ts'
import { succeed } from '../../sync/result.ts'
import { makeParts } from '../parts.ts'
import type { Parts } from '../parts.ts'
import type { OpenFailure } from '../store/open-database.ts'
import { databaseName, openDatabase } from '../store/open-database.ts'
import type { DemoAccount } from './seed.ts'
import { seedDemo } from './seed.ts'

const demoMark = 'demoAccounts'

/** Who can be tried out; nobody where the records are not the demo's. */
export const demoAccountsIn = ({ meta }: Pick<Parts, 'meta'>): readonly DemoAccount[] =>
  // Written below, by this server.
  JSON.parse(meta.get(demoMark) ?? '[]') as readonly DemoAccount[]

export async function prepareDemo(
  dataFolder: string,
  given: Pick<Parts, 'registry' | 'log'> & { readonly now: number },
): Promise<Result<undefined, OpenFailure>> {
  const database = join(dataFolder, databaseName)
  if (existsSync(database)) return succeed(undefined)
  const aside = join(dataFolder, 'first-run')
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside)
  const opened = openDatabase(aside)
  if (!opened.ok) return opened
  const { registry, log, now } = given
  const parts = makeParts(opened.value, { registry, log, now: () => now, behindProxy: false })
  // Kept in clear on purpose: these people are made up, and every start says how to be one of them.
  await parts.meta.put(demoMark, JSON.stringify(await seedDemo(parts)))
  await opened.value.close()
  renameSync(join(aside, databaseName), database)
  rmSync(aside, { recursive: true })
  return succeed(undefined)
}
