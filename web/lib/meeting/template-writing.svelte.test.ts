import { expect, test } from 'vitest'
import { succeed } from '#sync/result.ts'
import { TemplateWriting } from './template-writing.svelte.ts'

function writing(...titles: readonly string[]) {
  const records = { write: () => Promise.resolve(succeed([])), newId: () => 'new' }
  const form = new TemplateWriting(records, 'town', undefined)
  for (const title of titles) {
    form.add()
    const line = form.items.at(-1)
    if (line) line.title = title
  }
  return form
}
const titlesOf = (form: TemplateWriting) => form.items.map(({ title }) => title)

test('an item that was taken out goes back where it was', () => {
  const form = writing('学习', '讨论', '表决')
  form.takeOut(1)
  expect(titlesOf(form)).toEqual(['学习', '表决'])
  form.putBack()
  expect(titlesOf(form)).toEqual(['学习', '讨论', '表决'])
  form.putBack()
  expect(titlesOf(form)).toHaveLength(3)
})

test('only the last can be put back, and not once its time is over', () => {
  const form = writing('学习', '讨论', '表决')
  form.takeOut(2)
  form.takeOut(0)
  form.putBack()
  expect(titlesOf(form)).toEqual(['学习', '讨论'])
  form.takeOut(0)
  form.forgetTaken()
  form.putBack()
  expect(titlesOf(form)).toEqual(['讨论'])
})

test('a sentence without a title is a flaw, and not dropped', async () => {
  const form = writing('学习', '')
  form.title = '5+X'
  const last = form.items.at(-1)
  if (last) last.sentence = '会议围绕……'
  expect(form.items.map((line) => form.lacksTitle(line))).toEqual([false, false])
  expect(await form.save()).toBe(false)
  expect(form.flaws).toEqual(['untitled'])
  expect(form.items.map((line) => form.lacksTitle(line))).toEqual([false, true])
  if (last) last.sentence = ' '
  expect(await form.save()).toBe(true)
})

test('what was typed can be taken up again', () => {
  const form = writing('学习', '讨论')
  form.title = '5+X'
  const again = writing()
  again.fill(form.typed)
  expect(again.typed).toEqual(form.typed)
})
