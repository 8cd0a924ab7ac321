/** What `backup` and `restore` say: Chinese, then English. */
import type { ArchiveFlaw, ReadArchive } from '../backup/read-archive.ts'
import type { OpenFailure } from '../store/open-database.ts'
import { sentencesOf } from '../start-failure.ts'
import type { Examined } from './examine-book.ts'

export type BackupFailure =
  | OpenFailure
  | (ArchiveFlaw & { readonly path: string })
  | {
      readonly kind: 'targetExists' | 'targetInside' | 'oddFile' | 'noBackup' | 'folderInUse'
      readonly path: string
    }
  | { readonly kind: 'brokenBackup'; readonly path: string; readonly lines: readonly string[] }
  | { readonly kind: 'disk'; readonly path: string; readonly detail: string }

/** What came out of a backup. */
export type Made = ReadArchive & Examined

export type Restored = Made & {
  /** Where that lies which was in the folder; undefined where there was nothing. */
  readonly aside: string | undefined
}

/** What the system or the database says of a disk that is full, missing or not ours; everything else is a bug, and thrown. */
export function diskFailure(error: unknown, path: string): BackupFailure {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (!/^(E[A-Z]+|SQLITE_(FULL|CANTOPEN|IOERR|READONLY).*)$/.test(code)) throw error
  return { kind: 'disk', path, detail: message }
}

export function sentencesOfBackup(failure: BackupFailure): readonly string[] {
  switch (failure.kind) {
    case 'targetExists':
      return [
        `${failure.path} 已经存在，没有改动它：请换一个文件名，比如带上日期。`,
        `${failure.path} exists already and was left alone: give another name, with the date for instance.`,
      ]
    case 'targetInside':
      return [
        `${failure.path} 在数据文件夹里面：请把备份存到别处，最好是另一台机器。`,
        `${failure.path} lies inside the data folder: keep backups elsewhere, on another machine at best.`,
      ]
    case 'oddFile':
      return [
        `${failure.path} 不是支部簿放的普通文件，没有备份：请把它移出数据文件夹，再试。`,
        `${failure.path} is no plain file of Branchbook's; nothing was backed up: move it out of the data folder, then try again.`,
      ]
    case 'noBackup':
      return [`没有找到备份文件 ${failure.path}。`, `There is no backup ${failure.path}.`]
    case 'damagedBackup':
      return [
        `${failure.path} 不是支部簿的备份，或者不完整、被改动过（${failure.detail}），未作任何改动：请用另一份备份。`,
        `${failure.path} is no backup of Branchbook's, or cut off or changed (${failure.detail}); nothing was touched: use another backup.`,
      ]
    case 'folderInUse':
      return [
        `文件夹 ${failure.path} 里已有数据，未作任何改动：请换一个文件夹；确实要替换，请加 --replace，原有数据会移到一边，不会删除。`,
        `The folder ${failure.path} holds data; nothing was touched: name another, or say --replace, which puts aside what lies there and deletes nothing.`,
      ]
    case 'brokenBackup':
      return [
        ...failure.lines,
        `备份 ${failure.path} 里的修改记录有断裂，没有恢复，未作任何改动：请用更早的备份。`,
        `The history in ${failure.path} is broken; nothing was restored or touched: use an earlier backup.`,
      ]
    case 'disk':
      return [
        `${failure.path} 读写失败，未完成：请检查磁盘空间、路径和权限（${failure.detail}）。`,
        `${failure.path} could not be read or written: check room on the disk, path and permissions (${failure.detail}).`,
      ]
    default:
      return sentencesOf(failure)
  }
}

const count = (value: number) => value.toLocaleString('en')
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`
const timeOf = (ms: number | undefined) => (ms === undefined ? '—' : new Date(ms).toISOString())

/** What is in it, for whoever keeps it or has just got it back. */
const contentLines = ({ manifest, sha256, rows, edits, accounts, newestAt, lostFiles }: Made) => [
  `  备份时间 made at             ${timeOf(manifest.madeAt)}`,
  `  最近一次修改 newest edit     ${timeOf(newestAt)}`,
  `  记录 rows ${count(rows)}  修改记录 edits ${count(edits)}  账号 accounts ${count(accounts)}  文件 files ${count(manifest.files.length)}`,
  `  SHA-256  ${sha256}`,
  ...(lostFiles === 0
    ? []
    : [
        `  有 ${lostFiles} 份照片或材料在数据库里有、文件夹里没有：请从更早的备份的 files 文件夹里找回。`,
        `  ${lostFiles} photos or papers are named by the database and do not lie in the folder: look for them in the folder files of an earlier backup.`,
      ]),
]

export const backupLines = (file: string, made: Made): readonly string[] => [
  `已备份并核验 · backed up and proved:  ${file}  (${megabytes(made.bytes)})`,
  ...contentLines(made),
  '  里面有全部个人信息、账号和密钥，没有加密：请存到另一台机器上安全的地方。',
  '  It holds all personal files, accounts and keys, unencrypted: keep it safe, on another machine.',
]

export const restoredLines = (folder: string, restored: Restored): readonly string[] => [
  `已恢复并核验 · restored and proved:  ${folder}`,
  ...contentLines(restored),
  ...(restored.aside === undefined
    ? []
    : [
        `  原有的数据移到了 · what lay there before:  ${restored.aside}`,
        '  确认无误以后请删除它，里面有个人信息。 · Delete it once all is well: it holds personal files.',
      ]),
  '  下一步：启动服务器。手机和电脑不用动，会自己接上；没有送出的内容会自动送到。',
  '  Next: start the server. Phones and desks need nothing, they resume by themselves and send what they had not sent.',
  '  备份以后才送到的内容不在这里面，手机上也会变回备份时的样子：请通知大家核对，缺的补记。',
  '  What had arrived since that backup is not in it, and phones go back to it too: tell people to look, and to write again what is missing.',
  '  备份以后停用的账号和设备又能用了：请再停用一次。',
  '  Accounts and devices that were revoked since then work again: revoke them once more.',
]

export function brokenLines(broken: Examined['broken']): readonly string[] {
  if (broken === 'notYet')
    return [
      '这份数据由较早版本写成，修改记录要等本版本启动一次以后才能核验：branchbook verify-history。',
      'An earlier version wrote this; its history can be proved after the first start: branchbook verify-history.',
    ]
  if (broken.length === 0) return []
  return [
    ...broken,
    '修改记录有断裂：备份已做好，请保留更早的备份，并查明原因。',
    'The history is broken: the backup was made; keep the earlier ones, and find out why.',
  ]
}
