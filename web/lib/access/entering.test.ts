import { expect, test } from 'vitest'
import { localNotes } from '#lib/data/disk/local-notes.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { Enrol } from '#sync/wire/getting-in.ts'
import type { Session } from '#sync/wire/session.ts'
import type { SessionFailure } from '#lib/session/api.ts'
import { Entering } from './entering.ts'

const session = { account: { id: 'a', name: 'n' }, personName: 'n' } as Session
const lost = fail<SessionFailure>({ error: 'unreachable' })

/** A phone whose server gives these answers, one after another. */
function phone(...answers: Result<Session, SessionFailure>[]) {
  const notes = localNotes(undefined)
  const asked: Enrol[] = []
  const entered: Session[] = []
  const device = { id: 'device-a', label: 'a phone', desk: false, adopt: () => {} }
  /** The app as it is opened anew. */
  const open = () =>
    new Entering(
      {
        enrol: (wish) => {
          asked.push(wish)
          return Promise.resolve(answers.shift() ?? lost)
        },
      },
      notes,
      { device, enter: (session) => entered.push(session) },
    )
  return { open, asked, entered, notes }
}

test('after a lost answer the same code comes with the same secret, also when the app was closed in between', async () => {
  const { open, asked, entered, notes } = phone(lost, lost, succeed(session))
  for (let time = 0; time < 3; time += 1) await open().enter('K3M9X7PQ')
  expect(new Set(asked.map(({ proof }) => proof)).size).toBe(1)
  expect(asked[0]?.proof).toMatch(/^[A-Za-z0-9_-]{32}$/)
  expect(entered).toEqual([session])
  // Once inside, the secret is of no more use, to nobody.
  expect(notes.read('enrolment')).toBeUndefined()
})

test('another code has a secret of its own, and so has the same one after a refusal', async () => {
  const refused = fail<SessionFailure>({ error: 'unknownCode' })
  const { open, asked, entered } = phone(lost, refused, refused)
  for (const code of ['AAAAAAAA', 'BBBBBBBB', 'BBBBBBBB']) await open().enter(code)
  expect(new Set(asked.map(({ proof }) => proof)).size).toBe(3)
  expect(entered).toEqual([])
})
