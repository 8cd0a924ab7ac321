/**
 * The demo of a first start. It is made aside and put in place when it is whole: who is interrupted starts over. The
 * data folder must be locked.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../sync/result.ts'
import { succeed } from '../../sync/result.ts'
import { keepDemoAccounts } from '../accounts/demo-accounts.ts'
import { FileStore } from '../files/file-store.ts'
import { ServerKeys } from '../keys/server-keys.ts'
import { makeParts } from '../parts.ts'
import type { Parts } from '../parts.ts'
import type { OpenFailure } from '../store/open-database.ts'
import { databaseName, openDatabase } from '../store/open-database.ts'
import { upgradeRows } from '../store/upgrade-rows.ts'
import { seedDemo } from './seed.ts'

export async function prepareDemo(
  dataFolder: string,
  wanted: Pick<Parts, 'registry' | 'log'> & { readonly now: number },
): Promise<Result<undefined, OpenFailure>> {
  const database = join(dataFolder, databaseName)
  if (existsSync(database)) return succeed(undefined)
  const aside = join(dataFolder, 'first-run')
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside)
  const opened = openDatabase(aside)
  if (!opened.ok) return opened
  const { registry, log, now } = wanted
  // What is made here is copied nowhere: the server makes its own keys when it starts.
  const keys = ServerKeys.in(aside)
  const files = new FileStore(aside)
  const given = { registry, log, now: () => now, behindProxy: false, keys, files }
  const parts = makeParts(opened.value, given)
  await upgradeRows(opened.value, parts)
  await keepDemoAccounts(parts, await seedDemo(parts))
  await opened.value.close()
  renameSync(join(aside, databaseName), database)
  rmSync(aside, { recursive: true })
  return succeed(undefined)
}
