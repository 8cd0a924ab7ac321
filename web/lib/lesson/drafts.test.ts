import { expect, test } from 'vitest'
import { lessonDraft, readLessonDraft } from './drafts.ts'

test('a draft is found again by its name', () => {
  for (const part of ['reading', 'quiz', 'notes'] as const) {
    expect(readLessonDraft(lessonDraft('l-1:x', part))).toEqual({ lessonId: 'l-1:x', part })
  }
  for (const name of ['study/', 'study/a/b', 'study/a/quiz/c', 'meeting/a']) {
    expect(readLessonDraft(name)).toBeUndefined()
  }
})
