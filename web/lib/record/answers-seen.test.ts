import { expect, it } from 'vitest'
import { localNotes } from '#lib/data/local-notes.ts'
import type { CorrectionBody } from '#schema/records/correction.ts'
import { answersSeen, freshAnswers, noteAnswersSeen } from './answers-seen.ts'

const asked: CorrectionBody = {
  personId: 'me',
  branchId: 'east',
  field: 'name',
  wanted: '王二',
  askedAt: '2026-10-01T01:00:00.000Z',
}
const answered = (day: string, personId = 'me'): CorrectionBody => ({
  ...asked,
  personId,
  state: 'declined',
  answeredAt: `2026-10-${day}T01:00:00.000Z`,
})

it('only what somebody answered me since I looked is new', () => {
  const notes = localNotes(undefined)
  const all = [
    asked,
    { ...asked, state: 'withdrawn' as const },
    answered('02'),
    answered('03', 'x'),
  ]
  const fresh = freshAnswers(all, 'me', answersSeen(notes, 'a'))
  expect(fresh).toEqual([answered('02')])
  noteAnswersSeen(notes, 'a', fresh)
  expect(freshAnswers(all, 'me', answersSeen(notes, 'a'))).toEqual([])
  expect(freshAnswers([...all, answered('04')], 'me', answersSeen(notes, 'a'))).toHaveLength(1)
  // Nothing new moves nothing, and another account has looked at nothing yet.
  noteAnswersSeen(notes, 'a', [])
  expect(freshAnswers(all, 'me', answersSeen(notes, 'a'))).toEqual([])
  expect(freshAnswers(all, 'me', answersSeen(notes, 'b'))).toHaveLength(1)
})
