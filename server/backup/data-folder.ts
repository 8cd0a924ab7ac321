/** What of a data folder is data: all of it goes into a backup, whoever put it there, save what is made anew at each start. */
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { databaseName } from '../store/open-database.ts'
import { isTarName } from './tar.ts'

/** Where a restored folder keeps what lay in it before. */
export const asidePrefix = 'before-restore-'

/** The lock, half-made things, what was put aside, and what belongs to the disk. */
const isNoData = (name: string) =>
  name.startsWith('lock.db') ||
  name.startsWith('.') ||
  name.startsWith(asidePrefix) ||
  name === 'lost+found'

/** The names at the top of a folder that are Branchbook's data. */
export const dataIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => !isNoData(name))
    .sort()

/** The database is copied by itself; what belongs to it and a demonstration that was not finished are left. */
const isCopiedApart = (name: string) => name.startsWith(databaseName) || name === 'first-run'

export type FilesBeside =
  | { readonly ok: true; readonly names: readonly string[] }
  /** A link, a socket, a name that none of our programs gives: nobody knows what it means. */
  | { readonly ok: false; readonly odd: string }

/** Every file that lies beside the database, by its name with `/`. */
export function filesBeside(folder: string): FilesBeside {
  const names: string[] = []
  const waiting = dataIn(folder).filter((name) => !isCopiedApart(name))
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const found = lstatSync(join(folder, name))
    if (found.isDirectory()) {
      for (const inside of readdirSync(join(folder, name)).sort()) waiting.push(`${name}/${inside}`)
    } else if (found.isFile() && isTarName(name)) names.push(name)
    else return { ok: false, odd: join(folder, name) }
  }
  return { ok: true, names }
}
