import { expect, it } from 'vitest'
import { localNotes } from '#lib/data/disk/local-notes.ts'
import type { CorrectionBody } from '#schema/records/correction.ts'
import type { ExclusionBody } from '#schema/records/exclusion.ts'
import { answersSeen, freshAnswers, freshDecisions, noteAnswersSeen } from './answers-seen.ts'

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

it('what above decided for the branch is news to whoever keeps it, apart from answers to himself', () => {
  const notes = localNotes(undefined)
  const open: ExclusionBody = {
    ...{ personId: 'p', branchId: 'east', scope: 'all', reason: 'abroad', from: '2026-10-01' },
    ...{ askedById: 'me', askedAt: '2026-10-01T01:00:00.000Z' },
  }
  const decided = (state: 'approved' | 'declined', branchId = 'east') => ({
    ...open,
    ...{ branchId, state, answeredAt: '2026-10-05T01:00:00.000Z' },
  })
  const all = [open, decided('approved'), decided('declined'), decided('approved', 'west')]
  const nowMs = Date.parse('2026-10-20T01:00:00.000Z')
  const fresh = () =>
    freshDecisions(all, 'east', { seenUntil: answersSeen(notes, 'a', 'exclusion'), nowMs })
  expect(fresh()).toEqual([decided('approved'), decided('declined')])
  expect(freshDecisions(all, undefined, { seenUntil: '', nowMs })).toEqual([])
  const later = Date.parse('2026-11-20T01:00:00.000Z')
  expect(freshDecisions(all, 'east', { seenUntil: '', nowMs: later })).toEqual([])
  noteAnswersSeen(notes, 'a', fresh())
  expect(fresh()).toHaveLength(2)
  noteAnswersSeen(notes, 'a', fresh(), 'exclusion')
  expect(fresh()).toEqual([])
})
