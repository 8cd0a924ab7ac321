import { expect, test } from 'vitest'
import { exampleDrafts } from './example-drafts.ts'
import { KeptFields } from './kept-fields.svelte.ts'

const begun = () => ({ name: '', from: '' })

test('what was typed is there again after the page is gone, under what is typed meanwhile; written, it goes', async () => {
  const drafts = exampleDrafts()
  const form = new KeptFields(drafts, 'guest/m1', begun)
  await form.type({ name: '王伟' })
  await form.type({ from: '柳林' })
  const again = new KeptFields(drafts, 'guest/m1', begun)
  void again.type({ from: '柳林村' })
  await Promise.resolve()
  expect(again.current).toEqual({ name: '王伟', from: '柳林村' })
  await again.letGo(again.typed)
  expect([again.current, again.isTyped, drafts.names()]).toEqual([begun(), false, []])
})

test('what it does not know in a draft is passed over', async () => {
  const drafts = exampleDrafts({ 'guest/m1': { name: 7, other: 'x' } })
  const form = new KeptFields(drafts, 'guest/m1', begun)
  await Promise.resolve()
  expect(form.current).toEqual(begun())
})

test('a name typed at the door while the one before is being written stays', async () => {
  const drafts = exampleDrafts()
  const form = new KeptFields(drafts, 'guest/m1', begun)
  await form.type({ name: '王伟', from: '柳林' })
  const { typed: said } = form
  await form.type({ name: '李强' })
  await form.letGo(said)
  expect(form.current).toEqual({ name: '李强', from: '柳林' })
  expect((await drafts.read('guest/m1'))?.value).toEqual({ name: '李强', from: '柳林' })
})

test('what another page keeps of the same form is not thrown away with it', async () => {
  const drafts = exampleDrafts()
  const form = new KeptFields(drafts, 'guest/m1', begun)
  await form.type({ name: '王伟' })
  await drafts.keep('guest/m1', { name: '李强' })
  await form.letGo(form.typed)
  expect([form.isTyped, (await drafts.read('guest/m1'))?.value]).toEqual([false, { name: '李强' }])
})
