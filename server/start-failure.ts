/** Why the server or a command did not start: one sentence for the person in front of it, in Chinese, then in English. */
import type { OpenFailure } from './store/open-database.ts'

export type StartFailure =
  | OpenFailure
  | { readonly kind: 'badPort' | 'shortToken' }
  | { readonly kind: 'portBusy' | 'portForbidden'; readonly port: number }

const badSettings = {
  badPort: [
    'PORT 不是有效的端口号：请填 1 到 65535 之间的整数。',
    'PORT is not a port: give a whole number from 1 to 65535.',
  ],
  shortToken: [
    'BRANCHBOOK_METRICS_TOKEN 太短：至少 20 个字符。',
    'BRANCHBOOK_METRICS_TOKEN is too short: 20 characters at least.',
  ],
} as const

export function sentencesOf(failure: StartFailure): readonly [zh: string, en: string] {
  switch (failure.kind) {
    case 'badPort':
    case 'shortToken':
      return badSettings[failure.kind]
    case 'portBusy':
      return [
        `端口 ${failure.port} 已被别的程序占用：请关闭那个程序，或用 PORT=${failure.port + 1} 换一个端口。`,
        `Port ${failure.port} is in use: stop what uses it, or choose another with PORT=${failure.port + 1}.`,
      ]
    case 'portForbidden':
      return [
        `不允许使用端口 ${failure.port}：请用 PORT=8080 换一个大于 1023 的端口。`,
        `Port ${failure.port} may not be used: choose one above 1023, such as PORT=8080.`,
      ]
    case 'unwritable':
      return [
        `数据文件夹 ${failure.path} 无法写入：请检查路径和权限，或用 BRANCHBOOK_DATA 指定别的文件夹。`,
        `The data folder ${failure.path} cannot be written: check path and permissions, or name another with BRANCHBOOK_DATA.`,
      ]
    case 'inUse':
      return [
        `数据文件夹 ${failure.path} 正由另一个支部簿程序使用：请先停止它，或用 BRANCHBOOK_DATA 指定别的文件夹。`,
        `The data folder ${failure.path} is in use by another Branchbook: stop it first, or name another folder with BRANCHBOOK_DATA.`,
      ]
    case 'damaged':
      return [
        `数据库 ${failure.path} 已损坏或不是支部簿的数据库，未作任何改动：请从备份恢复，或用 BRANCHBOOK_DATA 指定别的文件夹。`,
        `The database ${failure.path} is damaged or not Branchbook's; nothing was changed: restore a backup, or name another folder with BRANCHBOOK_DATA.`,
      ]
    case 'newer':
      return [
        `数据库 ${failure.path} 由更新版本的支部簿写成，未作任何改动：请改用新版本启动。`,
        `The database ${failure.path} was written by a newer Branchbook; nothing was changed: start that version instead.`,
      ]
    case 'older':
      return [
        `数据库 ${failure.path} 由较早版本的支部簿写成：请先用本版本启动一次服务器，再试。`,
        `The database ${failure.path} was written by an earlier Branchbook: start the server of this version once, then try again.`,
      ]
    case 'absent':
      return [
        `没有找到数据库 ${failure.path}：请用 --data 指定数据文件夹。`,
        `There is no database ${failure.path}: name the data folder with --data.`,
      ]
  }
}
