/** The registry: one line a record type. */
import { makeRegistry } from '../define-record.ts'
import { attendance } from './attendance.ts'
import { lesson } from './lesson.ts'
import { meeting } from './meeting.ts'
import { organisation } from './organisation.ts'
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
  tally,
  lesson,
  question,
  study,
])
