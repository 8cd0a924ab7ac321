import { expect, test } from 'vitest'
import { exampleDrafts } from './example-drafts.ts'
import { KeptForm } from './kept-form.svelte.ts'

class Words {
  title = $state('')
  get typed() {
    return { title: this.title, kinds: ['themeDay'] }
  }
  fill(kept: { readonly title: string }): void {
    this.title = kept.title
  }
}

/** A form opened on this disk, and what is typed into it. */
function open(drafts: ReturnType<typeof exampleDrafts>) {
  const form = new Words()
  const kept = new KeptForm(drafts, 'template/new', form)
  const type = (title: string) => {
    form.title = title
    kept.keep()
  }
  return { form, type, letGo: () => kept.letGo() }
}
const answered = () => new Promise((resolve) => setTimeout(resolve))

test('what was typed is there when the form is opened again', async () => {
  const drafts = exampleDrafts()
  const first = open(drafts)
  first.type('5+X 主题党日')
  const second = open(drafts)
  await answered()
  expect(second.form.title).toBe('5+X 主题党日')
})

test('nothing is kept of a form in which nothing was typed, nor of one that was written', async () => {
  const drafts = exampleDrafts()
  open(drafts)
  await answered()
  expect(drafts.names()).toEqual([])
  const written = open(drafts)
  written.type('甲')
  expect(drafts.names()).toEqual(['template/new'])
  await written.letGo()
  written.type('乙')
  expect(drafts.names()).toEqual([])
})

test('words typed before the disk has answered are not written over', async () => {
  const drafts = exampleDrafts({ 'template/new': { title: '旧的', kinds: [] } })
  const early = open(drafts)
  early.type('新的')
  await answered()
  expect(early.form.title).toBe('新的')
})

test('what another release kept under the name is no form of this one', async () => {
  const drafts = exampleDrafts({ 'template/new': { title: 5, kinds: '' } })
  const other = open(drafts)
  await answered()
  expect(other.form.title).toBe('')
})
