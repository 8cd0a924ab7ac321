import { expect, test } from 'vitest'
import type { Json } from '#schema/json.ts'
import { succeed } from '#sync/result.ts'
import { KeptFields } from './kept-fields.svelte.ts'

const disk = (kept = new Map<string, Json>()) => ({
  kept,
  drafts: {
    read: (name: string) =>
      Promise.resolve(kept.has(name) ? { value: kept.get(name) as never, savedAt: 1 } : undefined),
    keep: (name: string, value: Json) => {
      kept.set(name, value)
      return Promise.resolve(succeed(undefined))
    },
    discard: (name: string) => {
      kept.delete(name)
      return Promise.resolve()
    },
  },
})
const begun = () => ({ name: '', from: '' })

test('what was typed is there again after the page is gone, under what is typed meanwhile; written, it goes', async () => {
  const { drafts, kept } = disk()
  const form = new KeptFields(drafts, 'guest/m1', begun)
  await form.type({ name: '王伟' })
  await form.type({ from: '柳林' })
  const again = new KeptFields(drafts, 'guest/m1', begun)
  void again.type({ from: '柳林村' })
  await Promise.resolve()
  expect(again.current).toEqual({ name: '王伟', from: '柳林村' })
  await again.letGo()
  expect([again.current, again.isTyped, kept.size]).toEqual([begun(), false, 0])
})

test('what it does not know in a draft is passed over', async () => {
  const { drafts } = disk(new Map<string, Json>([['guest/m1', { name: 7, other: 'x' }]]))
  const form = new KeptFields(drafts, 'guest/m1', begun)
  await Promise.resolve()
  expect(form.current).toEqual(begun())
})
