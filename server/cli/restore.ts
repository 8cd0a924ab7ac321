/**
 * `branchbook restore`: a backup becomes a data folder. It is read whole, unpacked aside and proved before anything in the
 * folder is touched; what lay there before is put aside, never deleted.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { asidePrefix, dataIn } from '../backup/data-folder.ts'
import { readArchive } from '../backup/read-archive.ts'
import { settleFolder } from '../backup/write-archive.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { databaseName, lockDataFolder, noteRestored } from '../store/open-database.ts'
import type { BackupFailure, Restored } from './backup-words.ts'
import { brokenLines, diskFailure, restoredLines, sentencesOfBackup } from './backup-words.ts'
import { examineBook } from './examine-book.ts'
import type { ExitCode, Terminal } from './terminal.ts'

export type RestoreWish = {
  readonly file: string
  readonly folder: string
  /** Told to put aside what lies in the folder. */
  readonly replace: boolean
}

/** 0: restored. 1: not restored, because the history in the backup is broken. 2: not restored. */
export async function restore(given: RestoreWish, terminal: Terminal): Promise<ExitCode> {
  const wish = { ...given, file: resolve(given.file), folder: resolve(given.folder) }
  const done = await bringBack(wish, terminal).catch((error: unknown) =>
    fail(diskFailure(error, wish.folder)),
  )
  if (!done.ok) {
    for (const sentence of sentencesOfBackup(done.failure)) terminal.sayAside(sentence)
    return done.failure.kind === 'brokenBackup' ? 1 : 2
  }
  for (const line of restoredLines(wish.folder, done.value)) terminal.say(line)
  for (const line of brokenLines(done.value.broken)) terminal.sayAside(line)
  return 0
}

async function bringBack(
  wish: RestoreWish,
  terminal: Terminal,
): Promise<Result<Restored, BackupFailure>> {
  if (!existsSync(wish.file)) return fail({ kind: 'noBackup', path: wish.file })
  if (holdsOthers(wish)) return fail({ kind: 'folderInUse', path: wish.folder })
  terminal.sayAside('正在核对备份文件…… · Checking the backup …')
  const read = await readArchive(wish.file)
  if (!read.ok) return fail({ ...read.failure, path: wish.file })
  // A server that runs on the folder holds its lock; while this command holds it, none starts.
  const lock = lockDataFolder(wish.folder)
  if (!lock.ok) return lock
  try {
    if (holdsOthers(wish)) return fail({ kind: 'folderInUse', path: wish.folder })
    const unpacked = mkdtempSync(join(wish.folder, '.restoring-'))
    try {
      return await unpackAndPlace(wish, unpacked, terminal)
    } finally {
      rmSync(unpacked, { recursive: true, force: true })
    }
  } finally {
    lock.value.release()
  }
}

const holdsOthers = ({ folder, replace }: RestoreWish): boolean =>
  !replace && existsSync(folder) && dataIn(folder).length > 0

async function unpackAndPlace(
  { file, folder }: RestoreWish,
  unpacked: string,
  terminal: Terminal,
): Promise<Result<Restored, BackupFailure>> {
  terminal.sayAside('正在解开并逐项核验…… · Unpacking and proving it …')
  const read = await readArchive(file, unpacked)
  if (!read.ok) return fail({ ...read.failure, path: file })
  const examined = await examineBook(unpacked, terminal)
  if (!examined.ok) return examined
  const { broken } = examined.value
  if (broken !== 'notYet' && broken.length > 0)
    return fail({ kind: 'brokenBackup', path: file, lines: broken })
  noteRestored(unpacked, terminal.now())
  const aside = putAside(folder, terminal.now())
  // The database last: without it the rest is nothing.
  const names = dataIn(unpacked).filter((name) => name !== databaseName)
  for (const name of [...names, databaseName]) renameSync(join(unpacked, name), join(folder, name))
  settleFolder(folder)
  return succeed({ ...read.value, ...examined.value, aside })
}

function putAside(folder: string, now: number): string | undefined {
  const names = dataIn(folder)
  if (names.length === 0) return undefined
  const time = new Date(now).toISOString().replace(/[:.]/g, '-')
  const aside = join(folder, `${asidePrefix}${time}`)
  mkdirSync(aside, { mode: 0o700 })
  for (const name of names) renameSync(join(folder, name), join(aside, name))
  return aside
}
