/** `branchbook log`: what happened at the door, a line an event, for people and for `grep`. */
import type { DoorKind } from '../../sync/wire/door-log.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import type { Books } from './with-book.ts'

const words: Readonly<Record<DoorKind, string>> = {
  setUp: '首次设置',
  signedIn: '登录',
  signInRefused: '登录被拒',
  signedOut: '退出',
  codeIssued: '发登录码',
  enrolled: '手机登录',
  enrolmentRefused: '登录码被拒',
  linkIssued: '发密码链接',
  linkUsed: '用链接设密码',
  passwordChanged: '改密码',
  factorSet: '设动态码',
  factorRemoved: '取消动态码',
  paperUsed: '用备用码',
  deviceRevoked: '停用设备',
  deviceEnded: '设备已收回',
  unlocked: '解除等待',
  erased: '清除过期内容',
  numberShown: '查看身份证号',
  accountClosed: '停用账号',
  accountReopened: '恢复账号',
}

/** `since`: a day. */
export function showLog(books: Books, terminal: Terminal, since: string): ExitCode {
  const from = Date.parse(since)
  if (Number.isNaN(from)) {
    terminal.sayAside(`“${since}”不是日期：请写成 2026-10-08。`)
    terminal.sayAside(`${since} is no day: write it as 2026-10-08.`)
    return 2
  }
  const names = new Map(books.accounts.all().map(({ id, name }) => [id, name]))
  const events = books.security.since(from)
  for (const each of events) {
    // What a later version wrote is shown as it stands.
    const word = (words as Readonly<Record<string, string | undefined>>)[each.event] ?? each.event
    const said = [
      new Date(each.at).toISOString(),
      `${each.event} ${word}`,
      each.account && `account=${names.get(each.account) ?? each.account}`,
      each.person && `person=${each.person}`,
      each.device && `device=${each.device}`,
      each.address && `from=${each.address}`,
      each.detail,
    ]
    terminal.say(said.filter(Boolean).join('  '))
  }
  terminal.sayAside(`共 ${events.length} 条。 · ${events.length} entries.`)
  return 0
}
