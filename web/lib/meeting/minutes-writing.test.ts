import { expect, test } from 'vitest'
import type { StandingText } from '#schema/document.ts'
import * as sessions from '#sync/text-session.ts'
import { withUpdate, wordsOf } from '#sync/text-document.ts'
import { MinutesWriting } from './minutes-writing.ts'

const here = () => Promise.resolve(sessions)
const nowhere = () => Promise.reject(new TypeError('no network'))
const standing: StandingText = { text: '会议开始。' }

/** What the authority makes of an update. */
function merged(update: string | undefined, over: StandingText = standing): string {
  const document = withUpdate(over, update ?? '')
  if (!document.ok) throw new Error(document.failure)
  return wordsOf(document.value)
}

test('what is typed becomes one update over what stands', async () => {
  const writing = new MinutesWriting(here)
  await Promise.resolve()
  writing.type({ text: '会议开始。一', over: '会议开始。' }, standing)
  const written = await writing.finish({ text: '会议开始。一条。 ', over: '会议开始。' }, standing)
  expect(written.text).toBe('会议开始。一条。')
  expect(merged(written.update)).toBe('会议开始。一条。')
})

test('what others wrote while it was typed is in what is saved', async () => {
  const other = new sessions.TextSession(standing, standing.text, 7)
  other.type('九点，会议开始。')
  const { text, update = '' } = other.finish(standing)
  const now = { text, held: { words: standing.text, updates: [update] } }
  const writing = new MinutesWriting(here)
  const written = await writing.finish({ text: '会议开始。一条。', over: '会议开始。' }, now)
  expect(written.text).toBe('九点，会议开始。一条。')
})

test('where Yjs cannot be had the words go without, and say over what they were written', async () => {
  const writing = new MinutesWriting(nowhere)
  writing.type({ text: '会议开始。一', over: '会议开始。' }, standing)
  const written = await writing.finish({ text: '会议开始。一条。', over: '会议开始。' }, standing)
  expect(written).toEqual({ text: '会议开始。一条。', over: '会议开始。' })
})

test('words that had an update before they were typed on keep it', async () => {
  const first = new MinutesWriting(here)
  const { text, update = '' } = await first.finish(
    { text: '会议开始。一。', over: '会议开始。' },
    standing,
  )
  const again = new MinutesWriting(here)
  const more = await again.finish({ text: '会议开始。一。二。', over: text, update }, standing)
  expect(merged(more.update)).toBe('会议开始。一。二。')
  const without = new MinutesWriting(nowhere)
  const tail = { text: '会议开始。一。二。', over: text, update }
  expect(await without.finish(tail, standing)).toEqual(tail)
})
