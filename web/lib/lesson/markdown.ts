/**
 * The small Markdown of lessons: headings, paragraphs, lists, boxed tips, bold. It is parsed into a tree and the
 * tree is shown by components, so nothing a publisher writes ever becomes markup: whatever is not one of these
 * signs is read as the words it is. One pass, no recursion, no way to fail.
 */
export type Inline = { readonly text: string; readonly strong: boolean }

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly words: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly words: readonly Inline[] }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly items: readonly (readonly Inline[])[]
    }
  | { readonly kind: 'tip'; readonly paragraphs: readonly (readonly Inline[])[] }

type Sort = 'heading' | 'paragraph' | 'bullets' | 'numbers' | 'tip' | 'blank'

const heading = /^(#{1,6})\s+/
const bullet = /^[-*+]\s+/
const number = /^\d{1,3}[.)、]\s*/
const tip = /^>\s?/

function sortOf(line: string): Sort {
  if (line === '') return 'blank'
  if (heading.test(line)) return 'heading'
  if (bullet.test(line)) return 'bullets'
  if (number.test(line)) return 'numbers'
  return tip.test(line) ? 'tip' : 'paragraph'
}

/** Neighbouring lines of one sort, which become one block. */
type Run = { readonly sort: Sort; readonly lines: string[] }

function runsOf(source: string): readonly Run[] {
  const runs: Run[] = []
  for (const line of source.split(/\r\n|\r|\n/).map((each) => each.trim())) {
    const sort = sortOf(line)
    const last = runs[runs.length - 1]
    if (last?.sort === sort && sort !== 'heading') last.lines.push(line)
    else runs.push({ sort, lines: [line] })
  }
  return runs
}

function blockOf({ sort, lines }: Run): Block | undefined {
  const [first = ''] = lines
  switch (sort) {
    case 'blank':
      return undefined
    case 'heading': {
      const level = (heading.exec(first)?.[1]?.length ?? 2) > 2 ? 3 : 2
      return { kind: 'heading', level, words: wordsOf(first.replace(heading, '')) }
    }
    case 'bullets':
      return listOf(lines, bullet, false)
    case 'numbers':
      return listOf(lines, number, true)
    case 'tip':
      return { kind: 'tip', paragraphs: paragraphsOf(lines.map((line) => line.replace(tip, ''))) }
    case 'paragraph':
      return { kind: 'paragraph', words: wordsOf(joined(lines)) }
  }
}

const listOf = (lines: readonly string[], sign: RegExp, ordered: boolean): Block => ({
  kind: 'list',
  ordered,
  items: lines.map((line) => wordsOf(line.replace(sign, ''))),
})

const paragraphsOf = (lines: readonly string[]): readonly (readonly Inline[])[] =>
  runsOf(lines.join('\n'))
    .filter(({ sort }) => sort !== 'blank')
    .map((run) => wordsOf(joined(run.lines)))

const latin = /[\p{Script=Latin}\d]$/u
const latinStart = /^[\p{Script=Latin}\d]/u

/** A line break inside a paragraph is a space between Latin words and nothing between Chinese ones. */
const joined = (lines: readonly string[]): string =>
  lines.reduce((text, line) =>
    latin.test(text.slice(-1)) && latinStart.test(line) ? `${text} ${line}` : text + line,
  )

/** Bold stands between two pairs of stars; a pair without its partner, or with nothing inside, is just stars. */
function wordsOf(text: string): readonly Inline[] {
  const pieces = text.split('**')
  // An even count of pieces means the last pair has no partner: it belongs to the words before it.
  if (pieces.length % 2 === 0) pieces.push(pieces.splice(-2).join('**'))
  const words: Inline[] = []
  pieces.forEach((piece, index) => {
    const strong = index % 2 === 1 && piece.trim() !== ''
    const shown = index % 2 === 1 && !strong ? `**${piece}**` : piece
    if (shown === '') return
    const last = words[words.length - 1]
    if (last?.strong === strong) words.splice(-1, 1, { text: last.text + shown, strong })
    else words.push({ text: shown, strong })
  })
  return words
}

export const parseLesson = (source: string): readonly Block[] =>
  runsOf(source)
    .map(blockOf)
    .filter((block) => block !== undefined)

/** The words of a block without their signs: for listening, and for tests. */
export function plainText(block: Block): string {
  const say = (words: readonly Inline[]) => words.map(({ text }) => text).join('')
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return say(block.words)
    case 'list':
      return block.items.map(say).join('\n')
    case 'tip':
      return block.paragraphs.map(say).join('\n')
  }
}
