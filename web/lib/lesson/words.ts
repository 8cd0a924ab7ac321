/** A lesson's state, title and audience in the words of the person's language. */
import { m } from '#lib/i18n/generated/messages.js'
import { getLocale } from '#lib/i18n/generated/runtime.js'
import { sayWords } from '#lib/i18n/say-words.ts'
import { audiences } from '#schema/records/lesson.ts'
import type { Lesson } from './audience.ts'
import type { LessonState } from './state.ts'

export function sayLessonState(state: LessonState): string {
  switch (state.kind) {
    case 'untouched':
      return m.study_state_untouched()
    case 'begun':
      return m.study_state_begun()
    case 'read':
      return m.study_state_read()
    case 'answered':
      return m.study_state_answered({ right: state.right, asked: state.asked })
    case 'learned':
      return m.study_state_learned({ right: state.right, asked: state.asked })
  }
}

export const lessonTitle = (lesson: Pick<Lesson, 'title' | 'titleEn'>): string =>
  getLocale() === 'en' ? (lesson.titleEn ?? lesson.title) : lesson.title

export const sayAudience = ({ audience }: Pick<Lesson, 'audience'>): string =>
  sayWords(audiences[audience])
