/**
 * `branchbook backup`: the data folder as one file, made beside a server that goes on working. It counts as made only when
 * it was read back, unpacked and proved; until then it has another name.
 */
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { copyBook } from '../backup/book-copy.ts'
import { filesBeside } from '../backup/data-folder.ts'
import { readArchive } from '../backup/read-archive.ts'
import { settleFolder, writeArchive } from '../backup/write-archive.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { databaseName, openAsItIs } from '../store/open-database.ts'
import type { BackupFailure, Made } from './backup-words.ts'
import { backupLines, brokenLines, diskFailure, sentencesOfBackup } from './backup-words.ts'
import { examineBook } from './examine-book.ts'
import type { ExitCode, Terminal } from './terminal.ts'

export type BackUpWish = { readonly folder: string; readonly file: string }

/** 0: made, and whole. 1: made, but the history in it is broken. 2: not made. */
export async function backUp(wish: BackUpWish, terminal: Terminal): Promise<ExitCode> {
  const made = await make(wish, terminal)
  if (!made.ok) {
    for (const sentence of sentencesOfBackup(made.failure)) terminal.sayAside(sentence)
    return 2
  }
  for (const line of backupLines(wish.file, made.value)) terminal.say(line)
  const broken = brokenLines(made.value.broken)
  for (const line of broken) terminal.sayAside(line)
  return made.value.broken === 'notYet' || broken.length === 0 ? 0 : 1
}

async function make(wish: BackUpWish, terminal: Terminal): Promise<Result<Made, BackupFailure>> {
  const folder = resolve(wish.folder)
  const file = resolve(wish.file)
  if (existsSync(file)) return fail({ kind: 'targetExists', path: file })
  // The next backup would contain this one.
  if (file.startsWith(folder + sep)) return fail({ kind: 'targetInside', path: file })
  let aside: string | undefined
  try {
    // Beside its place: giving it its name is then one step, on one disk.
    aside = mkdtempSync(join(dirname(file), '.branchbook-backup-'))
    return await makeIn(aside, { folder, file }, terminal)
  } catch (error) {
    return fail(diskFailure(error, file))
  } finally {
    if (aside !== undefined) rmSync(aside, { recursive: true, force: true })
  }
}

async function makeIn(
  aside: string,
  { folder, file }: BackUpWish,
  terminal: Terminal,
): Promise<Result<Made, BackupFailure>> {
  const opened = openAsItIs(folder)
  if (!opened.ok) return opened
  const { database, steps } = opened.value
  const copy = join(aside, databaseName)
  try {
    terminal.sayAside('正在复制数据库…… · Copying the database …')
    copyBook(database, copy)
  } finally {
    database.close()
  }
  // After the database: whatever it names lies there already.
  const beside = filesBeside(folder)
  if (!beside.ok) return fail({ kind: 'oddFile', path: beside.odd })
  const files = beside.names.map((name) => ({ name, path: join(folder, name) }))
  const archive = join(aside, 'archive')
  terminal.sayAside('正在写备份文件…… · Writing the backup …')
  await writeArchive(archive, [{ name: databaseName, path: copy }, ...files], {
    format: 1,
    madeAt: terminal.now(),
    schema: steps,
  })
  rmSync(copy)
  terminal.sayAside('正在读回核对…… · Reading it back and proving it …')
  const unpacked = join(aside, 'unpacked')
  const read = await readArchive(archive, unpacked)
  if (!read.ok) return fail({ ...read.failure, path: archive })
  const examined = await examineBook(unpacked, terminal)
  if (!examined.ok) return examined
  renameSync(archive, file)
  settleFolder(dirname(file))
  return succeed({ ...read.value, ...examined.value })
}
