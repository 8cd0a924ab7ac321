/** `branchbook verify-history`: walks every chain of the history (sync/authority/verify-chain.ts) and says what it found. */
import type { Head } from '../../sync/authority/store.ts'
import type { ChainReport } from '../../sync/authority/verify-chain.ts'
import { sentencesOf } from '../start-failure.ts'
import { openForReading } from '../store/open-database.ts'
import { headsAsText, readHeads } from './kept-heads.ts'
import type { Proof } from './proof.ts'
import { brokenIn, prove } from './proof.ts'
import { tableHead, tableLine } from './proof-words.ts'
import type { ExitCode, Terminal } from './terminal.ts'

export type Wish = {
  readonly folder: string
  readonly heads: boolean
  /** A file of heads kept earlier. */
  readonly against: string | undefined
}

export async function verifyHistory(wish: Wish, terminal: Terminal): Promise<ExitCode> {
  const kept = wish.against === undefined ? new Map<string, Head>() : readHeads(wish.against)
  if (!kept) {
    terminal.sayAside(`${wish.against} 读不出，或不是 --heads 的输出。`)
    terminal.sayAside(`${wish.against} cannot be read, or is not what --heads printed.`)
    return 2
  }
  const opened = openForReading(wish.folder)
  if (!opened.ok) {
    for (const sentence of sentencesOf(opened.failure)) terminal.sayAside(sentence)
    return 2
  }
  try {
    const proof = await prove(opened.value, kept, terminal)
    const whole = tell(proof, wish, terminal)
    if (whole && wish.heads) terminal.say(headsAsText(proof.reports.map(({ head }) => head)))
    return whole ? 0 : 1
  } finally {
    opened.value.close()
  }
}

function tell(proof: Proof, wish: Wish, terminal: Terminal): boolean {
  const say = wish.heads ? terminal.sayAside : terminal.say
  const { reports } = proof
  const sum = (of: (report: ChainReport) => number) =>
    reports.reduce((total, report) => total + of(report), 0).toLocaleString('en')
  // Heads are the table already.
  if (!wish.heads) for (const line of [tableHead, ...reports.map(tableLine)]) say(line)
  const broken = brokenIn(proof)
  for (const line of broken) say(line)
  const counted = [reports.length.toLocaleString('en'), sum((each) => each.entries)] as const
  const erased = sum((each) => each.erased)
  if (broken.length === 0) {
    say(`完好：${counted[0]} 条链，${counted[1]} 条记录，其中 ${erased} 条内容已按规定清除。`)
    say(
      `Whole: ${counted[0]} chains, ${counted[1]} entries, ${erased} of them with erased contents.`,
    )
  } else {
    say(`有断裂：${broken.length} 处。请保存这份数据库和最近的备份，不要再写入。`)
    say(
      `Broken in ${broken.length} places. Keep this database and the latest backup, and write no more to it.`,
    )
  }
  return broken.length === 0
}
