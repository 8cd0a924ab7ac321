/** Names under which a lesson keeps what is on its way: the place in the text, a quiz begun, words about it. */
export type LessonDraft = 'reading' | 'quiz' | 'notes'

const prefix = 'study/'

export const lessonDraftPrefix = prefix

export const lessonDraft = (lessonId: string, part: LessonDraft): string =>
  part === 'reading' ? `${prefix}${lessonId}` : `${prefix}${lessonId}/${part}`

/** The lesson and part a draft belongs to. */
export function readLessonDraft(
  name: string,
): { readonly lessonId: string; readonly part: LessonDraft } | undefined {
  const [lessonId, part, more] = name.startsWith(prefix) ? name.slice(prefix.length).split('/') : []
  if (!lessonId || more !== undefined) return undefined
  if (part === undefined) return { lessonId, part: 'reading' }
  return part === 'quiz' || part === 'notes' ? { lessonId, part } : undefined
}

/** How far somebody has come in a text: kept with the drafts, but nobody wrote it. */
export const isPlace = (name: string): boolean => readLessonDraft(name)?.part === 'reading'
