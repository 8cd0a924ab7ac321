/**
 * The minutes of a meeting that comes out of a ledger: what the ledger recorded, then what of its row has no place of its own,
 * word for word, and last where all of it comes from. That stands in the record, where whoever reads or prints it sees it.
 */
import { foldText, maskNumbers } from './cells.ts'

/** What the row says that stays words: by its label. */
export type Kept = readonly (readonly [label: string, words: string | undefined])[]

export type Source = { readonly file: string; readonly line: number; readonly hasTime: boolean }

export function minutesOf(content: string | undefined, kept: Kept, source: Source): string {
  const lines = kept.flatMap(([label, words]) => (words ? [`${label}：${words}`] : []))
  return [content, lines.length > 0 && ['台账上还写着：', ...lines].join('\n'), sourceWords(source)]
    .filter(Boolean)
    .join('\n\n')
}

function sourceWords({ file, line, hasTime }: Source): string {
  const from = `以上从台账《${fileWords(file)}》第 ${line} 行导入。`
  return hasTime ? from : `${from}台账上没有写几点开会。`
}

/** A file's name is whatever its owner called it. */
const fileWords = (file: string): string =>
  maskNumbers(foldText(file))
    .replace(/[《》\n]/g, ' ')
    .trim()
    .slice(0, 100)

/** Numbered lines are as many resolutions; anything else is one, however many lines it has. */
export function resolutionsIn(text: string | undefined): readonly string[] {
  if (text === undefined) return []
  const lines = text.split('\n').filter((line) => line !== '')
  const numbered =
    /^(?:\d{1,2}[.、．)）](?!\d)|[(（]\d{1,2}[)）]|[一二三四五六七八九十]{1,2}[、.．])\s*/
  const isList = lines.length > 1 && lines.every((line) => numbered.test(line))
  return isList ? lines.map((line) => line.replace(numbered, '')).filter(Boolean) : [text]
}
