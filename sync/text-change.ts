/**
 * What somebody changed in a text, found by comparing, and the same change carried over to what the text has become
 * meanwhile. It deletes only what stood in the text it was made of, so no words go that its writer had not before him.
 */
import diff from 'fast-diff'
import { sharedHead, sharedTail } from './shared-ends.ts'

/** The change of a text, from its start to its end: what is kept, what goes, what comes. */
export type TextChange = readonly TextPart[]
export type TextPart = { readonly do: 'keep' | 'delete' | 'insert'; readonly text: string }

/** Above this, comparing letter by letter would take seconds: sentences are compared instead, then the whole replaced. */
const lettersAtMost = 6_000
const sentencesAtMost = 6_000
const codes = { first: 1, last: 0xd7ff }

/**
 * The change that leads from the one text to the other: as a person would tell it, or `closely`, keeping every letter that
 * can be kept.
 */
export function changeOf(from: string, to: string, closely = false): TextChange {
  if (from === to) return parts('keep', from)
  const head = sharedHead(from, to)
  const tail = sharedTail(from.slice(head), to.slice(head))
  const end = from.length - tail
  return [
    ...parts('keep', from.slice(0, head)),
    ...compare(from.slice(head, end), to.slice(head, to.length - tail), closely),
    ...parts('keep', from.slice(end)),
  ]
}

const parts = (what: TextPart['do'], text: string): TextChange =>
  text === '' ? [] : [{ do: what, text }]

const replaced = (from: string, to: string): TextChange => [
  ...parts('delete', from),
  ...parts('insert', to),
]

function compare(from: string, to: string, closely: boolean): TextChange {
  if (from === '' || to === '') return replaced(from, to)
  if (from.length + to.length <= lettersAtMost) return byLetters(from, to, closely)
  return bySentences(from, to, closely)
}

/** fast-diff leaves pairs of surrogates whole. */
const byLetters = (from: string, to: string, closely: boolean): TextChange =>
  diff(from, to, undefined, !closely).map(([kind, text]) => ({ do: verbs[kind], text }))

const verbs = { [-1]: 'delete', [0]: 'keep', [1]: 'insert' } as const

/** Each different sentence becomes one letter, these are compared, and what then differs nearby letter by letter. */
function bySentences(from: string, to: string, closely: boolean): TextChange {
  const [left, right] = [sentencesOf(from), sentencesOf(to)]
  const all = [...new Set([...left, ...right])]
  const many = left.length + right.length > sentencesAtMost
  if (many || all.length > codes.last - codes.first) return replaced(from, to)
  const codeOf = new Map(
    all.map((sentence, index) => [sentence, String.fromCharCode(codes.first + index)]),
  )
  const coded = (list: readonly string[]) => list.map((each) => codeOf.get(each)).join('')
  const spoken = (text: string) =>
    Array.from(text, (code) => all[code.charCodeAt(0) - codes.first]).join('')
  const rough = diff(coded(left), coded(right)).map(([kind, text]) => ({
    do: verbs[kind],
    text: spoken(text),
  }))
  return rough.flatMap((part, index) => refined(part, rough[index - 1], rough[index + 1], closely))
}

/** A sentence that goes where another comes is one that was changed. */
function refined(
  part: TextPart,
  before: TextPart | undefined,
  after: TextPart | undefined,
  closely: boolean,
): TextChange {
  const small = (other: TextPart) => part.text.length + other.text.length <= lettersAtMost
  if (part.do === 'delete' && after?.do === 'insert' && small(after))
    return byLetters(part.text, after.text, closely)
  return part.do === 'insert' && before?.do === 'delete' && small(before) ? [] : [part]
}

const sentencesOf = (text: string): readonly string[] =>
  text.match(/[^。！？；\n]*[。！？；\n]|[^。！？；\n]+/g) ?? []

/** One piece of work on a text: `length` letters go at a place, then words come there. */
export type Splice = { readonly at: number; readonly length: number; readonly words: string }

/** The change as splices, last first, so that none moves the place of another. */
export function splicesOf(change: TextChange): readonly Splice[] {
  const splices: Splice[] = []
  let at = 0
  for (const { do: what, text } of change) {
    if (what === 'insert') splices.push({ at, length: 0, words: text })
    else if (what === 'delete') splices.push({ at, length: text.length, words: '' })
    if (what !== 'insert') at += text.length
  }
  return splices.reverse()
}

/**
 * The splices that do to `now` what was done to `from`. What others deleted is gone already; what they wrote stays; words
 * that both wrote at one place stand side by side.
 */
export function carriedOver(from: string, to: string, now: string): readonly Splice[] {
  const splices = splicesOf(changeOf(from, to))
  if (from === now) return splices
  const place = placesIn(from, now)
  return splices.flatMap(({ at, length, words }) => {
    if (length === 0) return [{ at: place.after(at), length: 0, words }]
    const letters = Array.from({ length }, (_none, index) => place.of(at + index))
    return runsOf(letters.filter((letter) => letter !== undefined))
  })
}

type Places = {
  /** Where a letter of the old text stands now; undefined where it is gone. */
  of(letter: number): number | undefined
  /** The place just after the last letter before this one that still stands. */
  after(letter: number): number
}

function placesIn(from: string, now: string): Places {
  const places: (number | undefined)[] = []
  let at = 0
  for (const { do: what, text } of changeOf(from, now, true)) {
    for (let index = 0; what !== 'insert' && index < text.length; index += 1)
      places.push(what === 'keep' ? at + index : undefined)
    if (what !== 'delete') at += text.length
  }
  return {
    of: (letter) => places[letter],
    after: (letter) => {
      for (let index = letter - 1; index >= 0; index -= 1) {
        const place = places[index]
        if (place !== undefined) return place + 1
      }
      return 0
    },
  }
}

/** Letters to delete as runs, last first. */
function runsOf(letters: readonly number[]): readonly Splice[] {
  const runs: { at: number; length: number; words: '' }[] = []
  for (const letter of letters) {
    const last = runs.at(-1)
    if (last && last.at + last.length === letter) last.length += 1
    else runs.push({ at: letter, length: 1, words: '' })
  }
  return runs.reverse()
}

/** The text after splices, last first. */
export const spliced = (text: string, splices: readonly Splice[]): string =>
  splices.reduce(
    (left, { at, length, words }) => left.slice(0, at) + words + left.slice(at + length),
    text,
  )
