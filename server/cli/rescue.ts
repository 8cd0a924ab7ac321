/** `branchbook accounts`, `reset-password`, `unlock`, `close-account`, `set-up-link`: for whoever holds the data folder, when nobody else can help. */
import type { Account } from '../accounts/account-book.ts'
import { closeAccounts, reopenAccounts } from '../accounts/close-account.ts'
import { makeLink } from '../accounts/password-links.ts'
import { issueSetUpToken } from '../accounts/set-up.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import type { Books } from './with-book.ts'

export function listAccounts({ accounts }: Books, terminal: Terminal): ExitCode {
  const all = accounts.all()
  terminal.say('   设备 devices  密码 password  动态码 code  登录名 name')
  for (const { name, password, hasFactor, devices, closedAt } of all) {
    const yes = (has: boolean) => (has ? '有 yes' : '—').padStart(11)
    terminal.say(
      `${String(devices).padStart(14)} ${yes(password !== '')} ${yes(hasFactor)}    ${name}${closedAt === null ? '' : '  已停用 closed'}`,
    )
  }
  terminal.sayAside(`共 ${all.length} 个账号。 · ${all.length} accounts.`)
  return 0
}

/** A link by which the account's owner sets a new password; with `alsoFactor`, his authenticator is forgotten as well. */
export async function resetPassword(
  books: Books,
  terminal: Terminal,
  wish: { readonly name: string; readonly address: string; readonly alsoFactor: boolean },
): Promise<ExitCode> {
  const account = named(books, terminal, wish.name)
  if (!account) return 1
  const { personId } = account
  const { alsoFactor, address } = wish
  const { token } = await makeLink(books, { personId, alsoFactor, issuedBy: undefined })
  terminal.say(`${address}/welcome#${token}`)
  terminal.sayAside('三天之内打开，只能用一次，请当面或用可靠的办法交给本人。')
  terminal.sayAside('Good once, for three days. Hand it to its owner, and to nobody else.')
  return 0
}

export async function unlock(books: Books, terminal: Terminal, name: string): Promise<ExitCode> {
  const account = named(books, terminal, name)
  if (!account) return 1
  await books.tries.forgive(account.name)
  const about = { account: account.id, person: account.personId }
  await books.security.note(books.now(), { event: 'unlocked', ...about })
  terminal.say(`“${account.name}” 可以马上再试。 · ${account.name} may try again at once.`)
  return 0
}

/** Ends an account, or opens it again; what its devices had not sent may still come. */
export async function changeAccount(
  books: Books,
  terminal: Terminal,
  { name, close }: { readonly name: string; readonly close: boolean },
): Promise<ExitCode> {
  const account = books.accounts.evenClosed(name)
  if (!account) return unknownName(terminal, name)
  const change = close ? closeAccounts : reopenAccounts
  const done = await change(books, account.personId, undefined)
  const words = close
    ? [
        '已停用：不能再登录，设备只能交回没发出的内容。',
        'Closed: nobody signs in by it; its devices may only bring what they had not sent.',
      ]
    : [
        '已恢复：用原来的密码或新的登录码登录。',
        'Open again: by the password it had, or a new code.',
      ]
  const already = close
    ? ['本来就停用了。', 'It was closed already.']
    : ['本来就没有停用。', 'It was open already.']
  for (const line of done ? words : already) terminal.say(line)
  return 0
}

export async function setUpLink(
  books: Books,
  terminal: Terminal,
  address: string,
): Promise<ExitCode> {
  if (!books.accounts.isEmpty) {
    terminal.sayAside('已经有账号了。忘了密码，请用 reset-password。')
    terminal.sayAside('There are accounts already. For a forgotten password: reset-password.')
    return 1
  }
  terminal.say(`${address}/setup/${await issueSetUpToken(books)}`)
  return 0
}

function named({ accounts }: Books, terminal: Terminal, name: string): Account | undefined {
  const account = accounts.byName(name)
  if (!account) unknownName(terminal, name)
  return account
}

function unknownName(terminal: Terminal, name: string): ExitCode {
  terminal.sayAside(`没有叫“${name}”的账号；branchbook accounts 列出所有账号。`)
  terminal.sayAside(`There is no account ${name}; branchbook accounts lists them.`)
  return 1
}
