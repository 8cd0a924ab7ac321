import { expect, it } from 'vitest'
import type { Actor, Office } from '../access.ts'
import { meeting } from './meeting.ts'

const holding = (office: Office, organisationId: string, covers: readonly string[]): Actor => ({
  accountId: 'a',
  personId: 'p',
  branchId: 'b1',
  lineage: ['t', 'b1'],
  offices: [{ office, organisationId, covers }],
})
const township = holding('staff', 't', ['t', 'b1'])
const body = {
  branchId: 'b1',
  kinds: ['themeDay'],
  startsAt: '2026-10-08T01:30:00.000Z',
} as const
const may = (actor: Actor, written: readonly string[], before: typeof body | undefined = body) =>
  meeting.write(actor, { id: 'm', before, after: body, written })

it('P6: those above may settle a resolution, and write nothing else into a branch’s book', () => {
  expect(may(township, ['resolutions'])).toBe(true)
  expect(may(township, ['resolutions', 'place'])).toBe(false)
  expect(may(township, ['place'])).toBe(false)
  expect(meeting.write(township, { id: 'm', before: undefined, after: body, written: [] })).toBe(
    false,
  )
  expect(may(holding('staff', 't2', ['t2']), ['resolutions'])).toBe(false)
  expect(may(holding('secretary', 'b1', ['b1']), ['place'])).toBe(true)
})
