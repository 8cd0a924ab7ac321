/** `branchbook retention`: what has outlived its term, and erasing it. It only lists until the number listed is typed back. */
import { textOf } from '../../schema/json.ts'
import { registry } from '../../schema/records/index.ts'
import type { RetentionRule } from '../../schema/rules/retention.ts'
import type { Due, DueRow } from '../retention/due.ts'
import { dueIn } from '../retention/due.ts'
import { eraseDue, settleFile } from '../retention/erase-due.ts'
import { makeSqliteStore } from '../store/sqlite-store.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import type { Books } from './with-book.ts'

type Wish = {
  /** Whether every row is named. */
  readonly each: boolean
  /** The number of rows that the dry run said; absent in a dry run. */
  readonly erase: string | undefined
}

export async function retention(books: Books, terminal: Terminal, wish: Wish): Promise<ExitCode> {
  const due = dueIn(books.connections.reader, books.now())
  for (const each of due) await tell(books, terminal, each, wish.each)
  const total = due.reduce((sum, each) => sum + countOf(each), 0)
  terminal.sayAside(`保存期满共 ${total} 条。 · ${total} in all have outlived their term.`)
  if (wish.erase === undefined) {
    if (total > 0) {
      terminal.sayAside(`什么都没有改。清除请用：branchbook retention --erase ${total}`)
      terminal.sayAside('Nothing was changed. The line above erases it, for good.')
    }
    return 0
  }
  if (wish.erase !== String(total)) {
    terminal.sayAside(`--erase 写的是 ${wish.erase}，列出的是 ${total}：什么都没有改。`)
    terminal.sayAside(`--erase says ${wish.erase}, listed are ${total}: nothing was changed.`)
    return 1
  }
  return erase(books, terminal, due)
}

const countOf = ({ rows, disclosures }: Due): number => rows.length + disclosures

async function erase(books: Books, terminal: Terminal, due: readonly Due[]): Promise<ExitCode> {
  let erased = 0
  for (const each of due) erased += await eraseDue({ ...books, registry }, each)
  terminal.say(`已清除 ${erased} 条；修改记录仍可用 verify-history 核验。`)
  terminal.say(`Erased ${erased}. verify-history still proves the history.`)
  if (!settleFile(books.connections)) {
    terminal.sayAside('服务器正在读：旧内容还在 branchbook.db-wal 里，服务器停下时会一并消失。')
    terminal.sayAside(
      'A server is reading: branchbook.db-wal holds the old contents until it stops.',
    )
  }
  terminal.sayAside('以前做的备份里还有这些内容，请按规定销毁旧备份。')
  terminal.sayAside('Backups made before still hold it: destroy those whose time is over.')
  return 0
}

async function tell(books: Books, terminal: Terminal, due: Due, each: boolean): Promise<void> {
  const { rule, rows, disclosures } = due
  const count = countOf(due)
  terminal.say(`${rule.what.zh} · ${rule.what.en}`)
  terminal.say(`    ${termOf(rule)}`)
  terminal.say(`    依据 by: ${rule.source.zh} · ${rule.source.en}（${rule.from}）`)
  const days = rows.map(({ since }) => since).sort()
  const span = days.length > 0 ? `  ${days[0]} — ${days.at(-1)}` : ''
  terminal.say(`    到期 due: ${count}${span}`)
  if (disclosures > 0)
    terminal.say(`    其中 of these: ${disclosures} 查看身份证号的登记 · numbers shown`)
  if (each) for (const line of await namesOf(books, rows)) terminal.say(`      ${line}`)
}

function termOf({ keep }: RetentionRule): string {
  if (keep === 'always') return '长期保存 · kept for good'
  return keep === 'membership'
    ? '党组织关系在本级期间，离开后 90 天 · during membership, and 90 days after'
    : `至少 ${keep} 年 · at least ${keep} years`
}

/** A line a row: since when, what, about whom, and its id. */
async function namesOf({ connections }: Books, rows: readonly DueRow[]) {
  const people = await makeSqliteStore(connections).read((view) =>
    view.rows([...new Set(rows.map(({ personId }) => personId))]),
  )
  return rows.map(({ id, type, since, personId }) => {
    const what = registry.find(type)?.words.zh ?? type
    return [since, what, textOf(people.get(personId)?.body, 'name'), id].join('  ')
  })
}
