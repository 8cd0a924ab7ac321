/** The app as the screens of attendance see it, over a device that holds what a test gives it and remembers what it is told. */
import type { App } from '#lib/app-context.svelte.ts'
import type { ListQuery, RowDraft, WriteFailure } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import type { Result } from '#sync/result.ts'
import { succeed } from '#sync/result.ts'

type Named = { readonly name: string }
type Held = { readonly id: string; readonly at?: string; readonly body: object }

export function exampleApp(held: Readonly<Record<string, readonly Held[]>>, nowMs: number) {
  const said: {
    written: readonly RowDraft[]
    write: Result<readonly string[], WriteFailure>
  } = { written: [], write: succeed([]) }
  const rowsOf = ({ name }: Named) => held[name] ?? []
  const find = (type: Named, id?: string) => rowsOf(type).find((row) => row.id === id)
  const listed = (type: Named, { from = '', until = '~', limit, ids }: ListQuery) =>
    rowsOf(type)
      .filter(({ id, at = '' }) => (ids ? ids.includes(id) : from <= at && at < until))
      .sort(({ at: left = '' }, { at: right = '' }) => Number(left < right) - Number(left > right))
      .slice(0, limit)
  const records = {
    list: (type: Named, query: () => ListQuery = () => ({})) => ({
      get current() {
        return listed(type, query())
      },
      ready: true,
    }),
    one: (type: Named, id: () => string | undefined) => ({
      get current() {
        return find(type, id())
      },
      ready: true,
    }),
    find: (type: Named, id: string) => Promise.resolve(find(type, id)),
    write: (drafts: readonly RowDraft[]) => {
      if (said.write.ok) said.written = [...said.written, ...drafts]
      return Promise.resolve(said.write)
    },
    newId: () => 'abcdefghijklmnopqrstuv',
  }
  // What these screens ask of it, and no more.
  const app = { records, clock: { now: () => nowMs } } as unknown as App
  return { app, said }
}

export const secretary: Actor = {
  accountId: 'a',
  personId: 's',
  branchId: 'b',
  lineage: ['b'],
  offices: [{ organisationId: 'b', office: 'secretary', covers: ['b'] }],
}
