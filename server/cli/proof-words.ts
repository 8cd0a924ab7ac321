/** What was found, in a line for people: Chinese, then English. */
import type { ChainReport, Flaw } from '../../sync/authority/verify-chain.ts'
import type { Stray } from '../store/history-strays.ts'

const flawWords = {
  missing: ['这一条不见了', 'this entry is missing'],
  changed: [
    '与前一条接不上：被改过、挪动过，或是插进来的',
    'does not follow from the one before: changed, moved or slipped in',
  ],
  contents: ['内容与当时记下的不同', 'its contents are not those recorded'],
  vanished: ['内容没有了，却没有清除的记录', 'its contents are gone without a record of it'],
  restored: [
    '记着内容已清除，内容却还在，或从未有过',
    'it records an erasure of contents that are there, or never were',
  ],
  beyond: ['超出了链的末端：是后加的', 'stands beyond the head of the chain: added'],
  head: ['与记下的链的末端不同', 'is not the head that the chain recorded'],
  kept: ['与另存的末端不符', 'does not agree with the head that was kept'],
} as const satisfies Record<Flaw['kind'], readonly [zh: string, en: string]>

const strayWords = {
  chainless: ['不在任何链中', 'stands in no chain'],
  doubled: ['占了另一条的位置', 'stands in the place of another'],
  disordered: ['前后次序被改过', 'its place in the order was changed'],
} as const satisfies Record<Stray['kind'], readonly [zh: string, en: string]>

export const tableHead = '   条数 entries  已清除 erased  末端 head (SHA-256)'

export const tableLine = ({ chain, entries, erased, head }: ChainReport): string =>
  [String(entries).padStart(15), String(erased).padStart(14), ` ${head.hash}`, ` ${chain}`].join(
    ' ',
  )

export function flawLine(chain: string, { kind, number, edit }: Flaw): string {
  const [zh, en] = flawWords[kind]
  const name = edit === undefined ? '' : ` (${edit})`
  return `断裂 BROKEN  ${chain}  第 ${number} 条 entry ${number}${name}: ${zh} · ${en}`
}

export function strayLine({ kind, edit }: Stray): string {
  const [zh, en] = strayWords[kind]
  return `断裂 BROKEN  ${edit}: ${zh} · ${en}`
}
