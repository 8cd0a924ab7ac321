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
import { seed } from './seed.ts'

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
  await seed(makeParts(opened.value, { registry, log, now: () => now, behindProxy: false }))
  await opened.value.close()
  renameSync(join(aside, databaseName), database)
  rmSync(aside, { recursive: true })
  return succeed(undefined)
}
