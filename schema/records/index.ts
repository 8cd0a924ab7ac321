/** The registry: one line a record type. */
import { makeRegistry } from '../define-record.ts'
import { attachment } from './attachment.ts'
import { attendance } from './attendance.ts'
import { codeKey } from './code-key.ts'
import { conflict } from './conflict.ts'
import { consent } from './consent.ts'
import { correction } from './correction.ts'
import { dutyRule } from './duty-rule.ts'
import { exclusion } from './exclusion.ts'
import { handIn } from './hand-in.ts'
import { holiday } from './holiday.ts'
import { lesson } from './lesson.ts'
import { look } from './look.ts'
import { meeting } from './meeting.ts'
import { meetingTemplate } from './meeting-template.ts'
import { noticeRead } from './notice-read.ts'
import { organisation } from './organisation.ts'
import { ownWord } from './own-word.ts'
import { person } from './person.ts'
import { personFile } from './person-file.ts'
import { post } from './post.ts'
import { question } from './question.ts'
import { study } from './study.ts'
import { tally } from './tally.ts'

export const registry = makeRegistry([
  organisation,
  person,
  personFile,
  post,
  meeting,
  attendance,
  attachment,
  tally,
  lesson,
  question,
  study,
  conflict,
  noticeRead,
  consent,
  look,
  correction,
  dutyRule,
  holiday,
  exclusion,
  meetingTemplate,
  ownWord,
  codeKey,
  handIn,
])
