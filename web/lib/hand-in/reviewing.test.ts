import { expect, test } from 'vitest'
import type { Json } from '#schema/json.ts'
import { succeed } from '#sync/result.ts'
import { Reviewing } from './reviewing.svelte.ts'
import type { Round } from './rounds.ts'

/** What lies on one device above, whatever round it was typed for. */
function device() {
  const kept = new Map<string, Json>()
  const app = {
    clock: { now: () => 0, offsetMs: 0 },
    records: { write: () => Promise.resolve(succeed([])) },
    drafts: {
      read: (name: string) =>
        Promise.resolve(kept.has(name) ? { value: kept.get(name), savedAt: 1 } : undefined),
      keep: (name: string, value: Json) => {
        kept.set(name, value)
        return Promise.resolve(succeed(undefined))
      },
      discard: (name: string) => Promise.resolve(void kept.delete(name)),
    },
  } as unknown as ConstructorParameters<typeof Reviewing>[0]
  return { app, kept }
}

const round = (id: string): Round =>
  ({ id, body: { meetingId: 'm1', branchId: 'b1', round: 1 } }) as unknown as Round

const reopened = async (app: ReturnType<typeof device>['app'], id: string) => {
  const form = new Reviewing(app, round(id), () => 'zhang')
  await new Promise((resolve) => setTimeout(resolve))
  return form
}

test('what somebody above wrote of a record is there again when its branch took it back and handed it in once more', async () => {
  const { app } = device()
  const form = await reopened(app, 'r1')
  form.choose(['minutes'])
  form.type('minutes', '请写清楚谁发的言')
  form.words = '请改好再报'
  form.keep()
  const again = await reopened(app, 'r2')
  expect([again.textOf('minutes'), again.words]).toEqual(['请写清楚谁发的言', '请改好再报'])
})

test('what an earlier release kept by the round is found as well', async () => {
  const { app, kept } = device()
  kept.set('review/r1', { remarks: {}, words: '请改好再报' })
  expect((await reopened(app, 'r1')).words).toBe('请改好再报')
})

test('a remark whose part was let go by mistake comes back with it, also when the page was closed in between', async () => {
  const { app } = device()
  const form = await reopened(app, 'r1')
  form.choose(['minutes', 'votes'])
  form.type('minutes', '请写清楚谁发的言')
  form.choose(['votes'])
  const again = await reopened(app, 'r1')
  expect(again.parts).toEqual(['votes'])
  again.choose(['votes', 'minutes'])
  expect(again.textOf('minutes')).toBe('请写清楚谁发的言')
})

test('what an earlier release kept of chosen parts is chosen again', async () => {
  const { app, kept } = device()
  kept.set('review/m1', { remarks: { minutes: '', votes: '少一票' }, words: '' })
  const form = await reopened(app, 'r1')
  expect([form.parts, form.textOf('votes')]).toEqual([['minutes', 'votes'], '少一票'])
})
