import { expect, test } from 'vitest'
import { exampleDrafts } from './example-drafts.ts'
import { KeptText } from './kept-text.svelte.ts'

const name = 'makeup/m1'
const onDisk = async (drafts: ReturnType<typeof exampleDrafts>) =>
  (await drafts.read<string>(name))?.value

test('what was written goes, from the screen and from the disk', async () => {
  const drafts = exampleDrafts()
  const text = new KeptText(drafts, name)
  text.type('学习了党章')
  await text.letGo(text.typed)
  expect([text.typed, drafts.names()]).toEqual([undefined, []])
})

test('words typed while what stood there is being written stay, on the screen and on the disk', async () => {
  const drafts = exampleDrafts()
  const text = new KeptText(drafts, name)
  text.type('学习了党章')
  const said = text.typed
  text.type('学习了党章，还有条例')
  await text.letGo(said)
  expect([text.typed, await onDisk(drafts)]).toEqual([
    '学习了党章，还有条例',
    '学习了党章，还有条例',
  ])
  const going = text.letGo(text.typed)
  text.type('学习了党章，还有条例第三条')
  await going
  expect(text.typed).toBe('学习了党章，还有条例第三条')
})

test('what another page keeps under the same name is not thrown away with it', async () => {
  const drafts = exampleDrafts()
  const text = new KeptText(drafts, name)
  text.type('学习了党章')
  await drafts.keep(name, '另一页上写的')
  await text.letGo(text.typed)
  expect([text.typed, await onDisk(drafts)]).toEqual([undefined, '另一页上写的'])
})
