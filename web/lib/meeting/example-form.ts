/** A form over a device that only remembers what it is told. */
import type { Row, RowDraft, WriteFailure } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import type { Result } from '#sync/result.ts'
import { succeed } from '#sync/result.ts'
import type { MeetingBody } from './draft.ts'
import type { FormTools } from './form.svelte.ts'
import { MeetingForm } from './form.svelte.ts'

export const startsAt = instantOf('2026-10-08', '09:30')
export const body: MeetingBody = { branchId: 'b1', kinds: ['themeDay'], startsAt, place: '村委会' }

export type Held = Row<MeetingBody>
export const row = (more: Partial<Held> = {}): Held => ({
  id: 'm1',
  type: 'meeting',
  at: startsAt,
  enteredAt: Date.parse(startsAt),
  body,
  mark: 'arrived',
  problem: null,
  revision: 0,
  edits: [],
  ...more,
})

const people = ['cui', 'wang'].map((id) => ({
  id,
  type: 'person',
  body: { name: id, branchId: 'b1', kind: 'full', ...(id === 'wang' && { groupId: 'g1' }) },
}))

const groups = [
  { id: 'g1', type: 'organisation', body: { name: '第一党小组', leaderId: 'wang' } },
  { id: 'g2', type: 'organisation', body: { name: '第二党小组' } },
].map((group) => ({ ...group, body: { ...group.body, kind: 'group', parentId: 'b1' } }))

const posts = [
  {
    id: 'p1',
    body: { personId: 'cui', organisationId: 'b1', office: 'secretary', from: '2020-01-01' },
  },
]

const draftsIn = (kept: Map<string, Json>, done: string[]): FormTools['drafts'] => ({
  read: (name) => {
    const value = kept.get(name)
    return Promise.resolve(value === undefined ? undefined : { value: value as never, savedAt: 1 })
  },
  keep: (name, value, over) => {
    done.push('keep')
    const there = kept.get(name)
    kept.set(name, there === undefined || !over ? value : over(there))
    return Promise.resolve(succeed(undefined))
  },
  discard: (name, left) => {
    done.push('discard')
    const there = kept.get(name)
    const stays = there === undefined ? undefined : left?.(there)
    if (stays === undefined) kept.delete(name)
    else kept.set(name, stays)
    return Promise.resolve()
  },
})

/** Everything the form does to the device, in order. */
export function device(held?: Held, noted: readonly object[] = []) {
  const done: string[] = []
  const kept = new Map<string, Json>()
  const said: { write: Result<readonly string[], WriteFailure>; written: readonly RowDraft[] } = {
    write: succeed([]),
    written: [],
  }
  // Lists hold what the branch has; a stand-in cannot know each type's body.
  const list = ((type: { name: string }) => ({
    current:
      { person: people, organisation: groups, post: posts, attendance: noted }[type.name] ?? [],
    ready: true,
  })) as unknown as FormTools['records']['list']
  const tools: FormTools = {
    clock: { now: () => Date.parse(startsAt) + 60_000, offsetMs: 0 },
    drafts: draftsIn(kept, done),
    records: {
      list,
      one: (() => ({ current: held, ready: true })) as unknown as FormTools['records']['one'],
      find: (() => Promise.resolve(held)) as unknown as FormTools['records']['find'],
      findAll: ((type: { name: string }) =>
        Promise.resolve(
          type.name === 'organisation' ? groups : [],
        )) as unknown as FormTools['records']['findAll'],
      write: (drafts) => {
        done.push('write')
        said.written = drafts
        return Promise.resolve(said.write)
      },
      newId: () => 'abcdefghijklmnopqrstuv',
    },
  }
  return { tools, done, kept, said }
}

export async function open(tools: FormTools, branchId = 'b1') {
  const form = new MeetingForm(tools, { id: 'm1', me: 'cui', branchId, kinds: [], notHeld: false })
  await form.open()
  return form
}
