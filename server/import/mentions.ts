/** The people named in a cell: 张三、李四（外出务工）；王五因病请假. Names are looked up in the branch; who is not found stays a word. */
import { foldText, readName } from './cells.ts'
import type { BranchPeople, Unnamed } from './branch-people.ts'

export type Mention = {
  /** As it stands in the cell. */
  readonly words: string
  /** Whom it means, where one member of the branch answers to the name. */
  readonly personId?: string
  readonly why?: Unnamed
  readonly reason?: string
}

/** Separators inside of brackets belong to a reason. */
const tokens = /(?:[^、，,；;/\n(（]|[(（][^)）]*[)）]?)+/g
const counted = /^\s*(?:共|计)?\s*\d{1,4}\s*[人名](?:\s*[:：,，]|\s+|(?=[(（]))/
/** What may follow a name without a sign between them. */
const plainReason = /^\s*(?:因|请|病假|事假|公假|产假|外出|住院|生病|出差|在外|未到|缺席|迟到).*$/s

const nameIn = (text: string): string => {
  const reading = readName(text)
  return reading.ok ? (reading.value ?? '') : ''
}

/** `nobody` where the cell says so; 无 is an answer here, an empty cell or a dash is none. */
export function mentionsIn(cell: string, people: BranchPeople): readonly Mention[] | undefined {
  const text = foldText(cell)
  if (/^(?:|[-—–_/\\]+|#.*)$/.test(text)) return undefined
  if (/^(?:无|没有|无缺席(?:人员)?|无人缺席|全勤|全部到(?:会|齐)|全到|0\s*人?)。?$/.test(text))
    return []
  const uncounted = text.replace(counted, '')
  // 2人（张三、李四）
  const list = uncounted === text ? text : uncounted.replace(/^[(（](.*)[)）]$/s, '$1')
  return (list.match(tokens) ?? []).flatMap((token) => {
    const words = token.trim().replace(/[。.]$/, '')
    return words === '' ? [] : mentioned(words, people)
  })
}

/**
 * The name, and the reason in brackets or behind a colon: 张三（外出）, 李四：外出. Brackets that close before the end belong to the
 * name. Sign by sign: a pattern of all of it would not end over a cell of brackets.
 */
function named(words: string): { readonly name: string; readonly reason?: string } {
  const closed = words.slice(0, -1).search(/[)）][^)）]*$/)
  for (const { index, 0: sign } of words.matchAll(/[(（:：]/g)) {
    const isColon = /[:：]/.test(sign)
    if (index === 0 || (!isColon && index < closed)) continue
    const behind = words.slice(index + 1)
    const reason = isColon ? behind : behind.replace(/[)）]$/, '')
    return { name: words.slice(0, index), reason: reason.trim() }
  }
  return { name: words }
}

function mentioned(words: string, people: BranchPeople): readonly Mention[] {
  const { name, reason } = named(words)
  const found = people.find(nameIn(name))
  if (found.ok) return [{ words, personId: found.value, ...(reason && { reason }) }]
  if (found.failure === 'ambiguous') return [{ words, why: 'ambiguous' }]
  return (
    withPlainReason(words, people) ??
    severalIn(words, reason, people) ?? [{ words, why: 'unknown' }]
  )
}

/** 张三因病请假 */
function withPlainReason(words: string, people: BranchPeople): readonly Mention[] | undefined {
  const name = people.nameBefore(words)
  const rest = name === undefined ? '' : words.slice(name.length)
  if (name === undefined || !plainReason.test(rest)) return undefined
  const found = people.find(name)
  return [
    found.ok
      ? { words, personId: found.value, reason: rest.trim() }
      : { words, why: found.failure },
  ]
}

/** 张三 李四: a blank may also stand inside a name, so all parts have to be names. */
function severalIn(
  words: string,
  reason: string | undefined,
  people: BranchPeople,
): readonly Mention[] | undefined {
  const parts = words.split(/\s+/)
  if (reason !== undefined || parts.length < 2) return undefined
  const each = parts.map((part) => ({ words: part, found: people.find(nameIn(part)) }))
  if (!each.every(({ found }) => found.ok || found.failure === 'ambiguous')) return undefined
  return each.map(({ words: name, found }) =>
    found.ok ? { words: name, personId: found.value } : { words: name, why: found.failure },
  )
}
