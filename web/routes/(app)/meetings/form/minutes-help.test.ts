import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import type { MeetingForm } from '#lib/meeting/form.svelte.ts'
import MinutesHelp from './MinutesHelp.svelte'

test('of two members of one name each can be chosen as who said something', () => {
  const people = [
    { id: 'p1', name: '王伟' },
    { id: 'p2', name: '李强' },
    { id: 'p3', name: '王伟' },
  ]
  const form = { rollCall: { lines: [] }, people } as unknown as MeetingForm
  const { body } = render(MinutesHelp, { props: { form } })
  const values = [...body.matchAll(/<option value="([^"]*)"/gu)].map(([, value]) => value)
  expect(values).toEqual(['', 'p1', 'p2', 'p3'])
})
