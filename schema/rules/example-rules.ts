import type { MeetingKind } from '../records/meeting.ts'
import type { Every } from './duty-period.ts'
import type { DutyRule } from './duty-rules.ts'

/** What a township asks besides the national minimum. */
export const localRule = (
  kind: MeetingKind,
  every: Every,
  more: Partial<DutyRule> = {},
): DutyRule => ({
  kind,
  every,
  times: 1,
  from: '2026-01',
  source: { zh: '镇党委文件', en: '' },
  rank: 'local',
  ...more,
})
