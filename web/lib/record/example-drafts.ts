/** Drafts of a device, in memory. */
import type { Drafts } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'
import { succeed } from '#sync/result.ts'

type Kept = Pick<Drafts, 'read' | 'keep' | 'discard'> & { names(): readonly string[] }

export function exampleDrafts(begin: Readonly<Record<string, Json>> = {}): Kept {
  const kept = new Map(Object.entries(begin))
  return {
    read: <V extends Json>(name: string) =>
      Promise.resolve(kept.has(name) ? { value: kept.get(name) as V, savedAt: 0 } : undefined),
    keep: (name, value) => {
      kept.set(name, value)
      return Promise.resolve(succeed(undefined))
    },
    discard: (name, left) => {
      const held = kept.get(name)
      const rest = held === undefined ? undefined : left?.(held)
      if (rest === undefined) kept.delete(name)
      else kept.set(name, rest)
      return Promise.resolve()
    },
    names: () => [...kept.keys()],
  }
}
