/** Questions in words. Options go by letters, except true and false, which are words enough. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayList } from '#lib/i18n/say-words.ts'
import type { QuestionBody } from './quiz-questions.ts'

export const letterOf = (option: number): string => String.fromCharCode(65 + option)

/** `A 党小组组长`; `正确` of a true-or-false question. */
export const sayOptions = (
  { kind, options }: Pick<QuestionBody, 'kind' | 'options'>,
  chosen: readonly number[],
): string =>
  sayList(
    chosen.map((option) => {
      const words = options[option] ?? ''
      return kind === 'trueFalse' ? words : `${letterOf(option)} ${words}`
    }),
  )

/** `A、C`; the words themselves where options have no letters. */
export const sayLetters = (
  { kind, options }: Pick<QuestionBody, 'kind' | 'options'>,
  chosen: readonly number[],
): string =>
  sayList(
    chosen.map((option) => (kind === 'trueFalse' ? (options[option] ?? '') : letterOf(option))),
  )

export function sayQuestionKind(kind: QuestionBody['kind']): string {
  switch (kind) {
    case 'single':
      return m.study_kind_single()
    case 'multiple':
      return m.study_kind_multiple()
    case 'trueFalse':
      return m.study_kind_true_false()
  }
}
