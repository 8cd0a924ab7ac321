/** Words that stand in a definition (schema/), in the language of the screen. */
import { m } from '#lib/i18n/generated/messages.js'
import { getLocale } from '#lib/i18n/generated/runtime.js'
import type { Words } from '#schema/field.ts'

export const sayWords = ({ zh, en }: Words): string => (getLocale() === 'en' ? en : zh)

/** `主题党日、党课` */
export const sayList = (words: readonly string[]): string => words.join(m.frame_list_comma())

/** The values of a choice with their words, in the order of its definition. */
export const choicesOf = <V extends string>(all: Readonly<Record<V, Words>>) =>
  (Object.keys(all) as V[]).map((value) => ({ value, word: sayWords(all[value]) }))
