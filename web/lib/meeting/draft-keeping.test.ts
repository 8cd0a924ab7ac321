import { expect, test } from 'vitest'
import type { Drafts, WriteFailure } from '#lib/data/types.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import { device, open, row } from './example-form.ts'

type Keep = Parameters<Drafts['keep']>
type Answer = Result<undefined, WriteFailure>

/** A disk that writes when it is told to: one draft at a time, the newest next, and one answer for all that came meanwhile. */
function onSlowDisk() {
  const { tools, kept } = device(row())
  let next: Keep | undefined
  let saving: Promise<Answer> | undefined
  const turns: ((answer: Answer) => void)[] = []
  const saveAll = async (): Promise<Answer> => {
    for (;;) {
      const now = next
      const answer = await new Promise<Answer>((resolve) => turns.push(resolve))
      if (now && answer.ok) write(now)
      if (next !== now) continue
      saving = undefined
      return answer
    }
  }
  const write = ([name, value, over]: Keep) => {
    const there = kept.get(name)
    kept.set(name, there === undefined || !over ? value : over(there))
  }
  const keep = (...change: Keep) => {
    next = change
    return (saving ??= saveAll())
  }
  const answer = async (given: Answer = succeed(undefined)) => {
    turns.shift()?.(given)
    // Whoever waits for the answer hears of it first.
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { tools: { ...tools, drafts: { ...tools.drafts, keep } as Drafts }, kept, answer }
}

test('what was typed and taken back while a slow disk wrote is neither there nor left after saving', async () => {
  const { tools, kept, answer } = onSlowDisk()
  const form = await open(tools, '')
  form.typeText('topic', '防火')
  await answer()
  form.typeText('topic', '防火s')
  form.noteRoll('cui', { status: 'excused', reason: '走亲戚' })
  form.setNotHeld(true)
  await answer()
  form.typeText('topic', '防火')
  form.uncall(true)
  form.setNotHeld(false)
  await answer()
  await answer()
  expect(kept.get('meeting/m1')).toMatchObject({ notHeld: false, typed: { topic: '防火' } })
  expect(kept.get('meeting/m1')).not.toHaveProperty('roll.cui')
  const saving = form.save()
  await answer()
  expect(await saving).toBe(true)
  expect(kept.size).toBe(0)
})

test('a roll taken back and called again while a slow disk wrote is called', async () => {
  const { tools, kept, answer } = onSlowDisk()
  const form = await open(tools, '')
  form.noteRoll('cui', { status: 'excused', reason: '走亲戚' })
  await answer()
  form.uncall(true)
  form.typeText('topic', '防火')
  await answer()
  form.uncall(false)
  await answer()
  await answer()
  const later = await open(tools, '')
  expect([later.rollCall.isUncalled, later.rollCall.isCalled]).toEqual([false, true])
  expect(kept.get('meeting/m1')).toMatchObject({ roll: { cui: { reason: '走亲戚' } } })
})

test('what the disk refused goes there with the next words, and nothing is left after saving', async () => {
  const { tools, kept, answer } = onSlowDisk()
  const form = await open(tools, '')
  form.typeText('topic', '防火')
  await answer()
  form.typeText('topic', '防火防汛')
  await answer(fail({ kind: 'full' }))
  expect(form.keeping.state).toBe('failed')
  form.typeText('place', '老祠堂')
  await answer()
  form.typeText('topic', '防火防汛防盗')
  await answer(fail({ kind: 'full' }))
  expect(kept.get('meeting/m1')).toMatchObject({ typed: { topic: '防火防汛', place: '老祠堂' } })
  expect(await form.save()).toBe(true)
  expect(kept.size).toBe(0)
})
