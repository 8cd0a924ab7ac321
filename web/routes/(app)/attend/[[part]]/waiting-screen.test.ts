import { expect, test } from 'vitest'
import { exampleApp, secretary } from './example-app.ts'
import { WaitingScreen } from './waiting-screen.svelte.ts'

const [planned, moved] = ['2026-12-30T01:30:00.000Z', '2027-01-05T01:30:00.000Z']
const word = {
  id: 'ownWord:m:p',
  body: {
    ...{ meetingId: 'm', personId: 'p', branchId: 'b', heldAt: planned },
    ...{ leaveReason: '出车', leaveAt: '2026-12-20T01:30:00.000Z' },
  },
}

test('a leave asked for before the meeting was moved is noted on the day it is held', async () => {
  const meeting = { id: 'm', body: { branchId: 'b', kinds: ['themeDay'], startsAt: moved } }
  const { app, said } = exampleApp({ ownWord: [word], meeting: [meeting] }, Date.parse(planned))
  const screen = new WaitingScreen(app, secretary)
  await screen.yes(...screen.asked)
  expect(said.written).toMatchObject([
    { id: 'attendance:m:p', fields: { status: 'excused', heldAt: moved } },
  ])
})
