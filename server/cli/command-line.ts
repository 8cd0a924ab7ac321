/** Reads what was typed and does it. A new command is an entry in `commands`, with the options it needs. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backUp } from './backup.ts'
import { changeAccount, listAccounts, resetPassword, setUpLink, unlock } from './rescue.ts'
import { restore } from './restore.ts'
import { retention } from './retention.ts'
import { showLog } from './show-log.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { verifyHistory } from './verify-history.ts'
import { withBook } from './with-book.ts'

const options = {
  data: { type: 'string' },
  against: { type: 'string' },
  heads: { type: 'boolean', default: false },
  'also-code': { type: 'boolean', default: false },
  address: { type: 'string', default: 'http://localhost:8080' },
  since: { type: 'string', default: '1970-01-01' },
  each: { type: 'boolean', default: false },
  erase: { type: 'string' },
  replace: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

type Typed = NonNullable<ReturnType<typeof read>>

type Command = {
  /** As it stands in the usage: what may be typed, then what it does. */
  readonly usage: string
  /** How many words follow its name. */
  readonly words: number
  run(
    words: readonly string[],
    values: Typed['values'],
    terminal: Terminal,
  ): Promise<ExitCode> | ExitCode
}

const folderOf = ({ data }: Pick<Typed['values'], 'data'>, { dataFolder }: Terminal) =>
  data === undefined ? dataFolder : resolve(data)

const commands: Readonly<Record<string, Command>> = {
  'verify-history': {
    usage: `verify-history [--against <file>] [--heads]
      核验修改记录的每一条哈希链，只读。 · Verifies every hash chain of the history. It only reads.
      --heads      完好时输出各链末端，请另存于他处 · where all is whole, prints the heads, to be kept elsewhere
      --against    与另存的末端比对 · compares with heads that were kept`,
    words: 0,
    run: (_words, values, terminal) => {
      const { heads, against } = values
      return verifyHistory({ folder: folderOf(values, terminal), heads, against }, terminal)
    },
  },
  backup: {
    usage: `backup <file>
      把数据文件夹备份成一个文件，并读回核验。 · Makes a backup of the data folder, one file, and proves it.`,
    words: 1,
    run: ([file = ''], values, terminal) =>
      backUp({ folder: folderOf(values, terminal), file }, terminal),
  },
  restore: {
    usage: `restore <file> <folder> [--replace]
      从备份恢复成一个数据文件夹；先停服务器。 · Makes a data folder of a backup; stop the server first.
      --replace    文件夹里已有数据时，把它移到一边（不删除） · puts aside what lies in the folder, deletes nothing`,
    words: 2,
    run: ([file = '', folder = ''], { replace }, terminal) =>
      restore({ file, folder, replace }, terminal),
  },
  accounts: {
    usage: `accounts
      列出账号。 · Lists the accounts.`,
    words: 0,
    run: (_words, values, terminal) =>
      withBook(folderOf(values, terminal), terminal, (books) => listAccounts(books, terminal)),
  },
  'reset-password': {
    usage: `reset-password <name> [--also-code] [--address <https://…>]
      给出一个链接，本人用它重设密码；--also-code：验证器也丢了，动态码一并取消。
      Prints a link by which its owner sets a new password; --also-code: forgets his authenticator as well.`,
    words: 1,
    run: ([name = ''], values, terminal) =>
      withBook(folderOf(values, terminal), terminal, (books) =>
        resetPassword(books, terminal, {
          ...{ name, address: bare(values.address), alsoFactor: values['also-code'] },
        }),
      ),
  },
  unlock: {
    usage: `unlock <name>
      密码试错太多，免去等待。 · Ends the waiting after too many wrong passwords.`,
    words: 1,
    run: ([name = ''], values, terminal) =>
      withBook(folderOf(values, terminal), terminal, (books) => unlock(books, terminal, name)),
  },
  'close-account': {
    usage: `close-account <name>
      停用账号：不能再登录，设备只能交回没发出的内容；档案保留。
      Ends an account: nobody signs in by it, its devices may bring what they had not sent. The file stays.`,
    words: 1,
    run: ([name = ''], values, terminal) =>
      withBook(folderOf(values, terminal), terminal, (books) =>
        changeAccount(books, terminal, { name, close: true }),
      ),
  },
  'reopen-account': {
    usage: `reopen-account <name>
      恢复停用的账号。 · Opens an account again.`,
    words: 1,
    run: ([name = ''], values, terminal) =>
      withBook(folderOf(values, terminal), terminal, (books) =>
        changeAccount(books, terminal, { name, close: false }),
      ),
  },
  'set-up-link': {
    usage: `set-up-link [--address <https://…>]
      还没有账号时，给出首次设置的链接。 · Prints the link that sets up a server without accounts.`,
    words: 0,
    run: (_words, values, terminal) =>
      withBook(folderOf(values, terminal), terminal, (books) =>
        setUpLink(books, terminal, bare(values.address)),
      ),
  },
  retention: {
    usage: `retention [--each] [--erase <number>]
      列出保存期满的内容：期限、依据、多少条；不加 --erase 什么都不改。
      Lists what has outlived its term, with term, source and number. Without --erase it changes nothing.
      --each       逐条列出 · names every one
      --erase      清除：写上刚才列出的总条数，对得上才动手 · erases, where the total is the one just listed`,
    words: 0,
    run: (_words, { each, erase, ...values }, terminal) =>
      withBook(folderOf(values, terminal), terminal, (books) =>
        retention(books, terminal, { each, erase }),
      ),
  },
  log: {
    usage: `log [--since <2026-10-08>]
      登录、发码、改密码、停用设备等的记录，保存六个月以上。 · What happened at the door, kept for more than six months.`,
    words: 0,
    run: (_words, values, terminal) =>
      withBook(folderOf(values, terminal), terminal, (books) =>
        showLog(books, terminal, values.since),
      ),
  },
}

const bare = (address: string) => address.replace(/\/$/, '')

const usage = `用法 · usage:  branchbook <command> [--data <folder>]

${Object.values(commands)
  .map((command) => `  ${command.usage}`)
  .join('\n')}

  --data <folder>    数据文件夹，默认 BRANCHBOOK_DATA 或 .data · the data folder

  除 restore 外，服务器运行时都可以用。 · All but restore may be used while the server runs.
  退出码 exit code:  0 好 well · 1 不好 not well · 2 没能做 could not be done`

export async function runCommand(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const typed = read(words)
  if (typed?.values.help) {
    terminal.say(usage)
    return 0
  }
  const [name = '', ...rest] = typed?.positionals ?? []
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (typed && command && rest.length === command.words)
    return command.run(rest, typed.values, terminal)
  terminal.sayAside(usage)
  return 2
}

function read(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options })
  } catch {
    // parseArgs throws at an option it does not know: the usage says which there are.
    return undefined
  }
}
