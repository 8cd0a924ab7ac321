/**
 * A bank of questions. A question is known by its words within its publisher, and its id follows from them, so that two
 * desks importing the same bank at once still make one question of each.
 */
import { createHash } from 'node:crypto'
import { question } from '../../schema/records/question.ts'
import type { Body } from '../../schema/json.ts'
import { questionKinds } from '../../schema/records/question.ts'
import type { Row, StoreView } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { foldCode } from './cells.ts'
import { optionLetters } from './columns.ts'
import type { Importer } from './importer.ts'
import type { PlannedRow, Planning } from './proposal.ts'
import { plannedRow, propose, proposeAll, refusedRow } from './proposal.ts'
import type { Table, TableRow } from './table.ts'

type QuestionKind = keyof typeof questionKinds

/** The stem without blanks and punctuation: a comma mended makes no new question. */
const stemKey = (stem: string): string => foldCode(stem).replace(/[\s\p{P}]/gu, '')

const idOf = (publisherId: string, stem: string): string =>
  createHash('sha256')
    .update(`${publisherId}\n${stemKey(stem)}`)
    .digest('base64url')
    .slice(0, 22)

export async function planQuestions(
  view: StoreView,
  importer: Importer,
  table: Table,
): Promise<Planning> {
  const publisherId = importer.organisationId
  const stored = (await view.rowsOfType(question.name)).filter(
    ({ body }) => body['publisherId'] === publisherId,
  )
  const byStem = new Map(stored.map((row) => [stemKey(String(row.body['stem'])), row]))
  const byId = new Map(stored.map((row) => [row.id, row]))
  const lines = new Map<string, number>()
  const rows = table.rows.map((row) =>
    planQuestion(
      importer,
      table,
      row,
      lines,
      (stem) => byStem.get(stemKey(stem)) ?? byId.get(idOf(publisherId, stem)),
    ),
  )
  return { rows }
}

function planQuestion(
  importer: Importer,
  table: Table,
  row: TableRow,
  lines: Map<string, number>,
  find: (stem: string) => Row | undefined,
): PlannedRow {
  const { line, values } = row
  const kind = values['kind'] as QuestionKind | undefined
  const stem = String(values['stem'] ?? '')
  const titles = { line, title: stem, subtitle: kind ? questionKinds[kind].zh : '' }
  if (row.flaw || !kind) return refusedRow(titles, row.flaw ?? { reason: 'badQuestion' })
  const first = lines.get(stemKey(stem))
  if (first !== undefined)
    return refusedRow(titles, { reason: 'duplicateInFile', firstLine: first })
  const answered = answerOf(kind, row)
  if (!answered.ok) return refusedRow(titles, table.flawAt(line, answered.failure, 'badQuestion'))
  const { explanation, difficulty, tag } = values
  const before = find(stem)
  const id = before?.id ?? idOf(importer.organisationId, stem)
  const proposal = propose(importer.actor, question, id, before, {
    publisherId: importer.organisationId,
    kind,
    stem,
    ...answered.value,
    ...(explanation !== undefined && { explanation }),
    ...(difficulty !== undefined && { difficulty }),
    ...(tag !== undefined && { tag }),
    removedAt: null,
  })
  const writes = proposeAll([proposal], table, line)
  if (!writes.ok) return refusedRow(titles, writes.failure)
  lines.set(stemKey(stem), line)
  return plannedRow(titles, writes.value, String)
}

const trueFalseWords: Readonly<Record<string, string>> = {
  正确: 'A',
  对: 'A',
  '√': 'A',
  错误: 'B',
  错: 'B',
  '×': 'B',
}

/** Options and the indexes of the right ones, or the column that is wrong. */
function answerOf(kind: QuestionKind, { values }: TableRow): Result<Body, string> {
  const given = optionLetters.flatMap((letter) => {
    const option = values[`option${letter}`]
    return typeof option === 'string' ? [{ letter: letter as string, option }] : []
  })
  const options =
    kind === 'trueFalse' && given.length === 0
      ? [
          { letter: 'A', option: '正确' },
          { letter: 'B', option: '错误' },
        ]
      : given
  if (options.length < 2) return fail('optionB')
  const letters = lettersOf(kind, String(values['answer']))
  // A gap among the options (A, B, D) closes up, so the answer's letter is looked up, not counted.
  const answer = letters.map((letter) => options.findIndex((each) => each.letter === letter))
  const fits = kind === 'multiple' ? answer.length >= 1 : answer.length === 1
  if (!fits || answer.includes(-1)) return fail('answer')
  return succeed({
    options: options.map(({ option }) => option),
    answer: answer.sort((a, b) => a - b),
  })
}

function lettersOf(kind: QuestionKind, text: string): readonly string[] {
  const plain = foldCode(text)
    .toUpperCase()
    .replace(/[\s,、;.]/g, '')
  const word = kind === 'trueFalse' ? trueFalseWords[plain] : undefined
  return [...new Set(word ?? plain)]
}
