/**
 * What a row hangs under, when it happened and how unsent words change it is computed by its definition and kept with it.
 * After an update of the app other definitions compute something else: a row of a type that was unknown lay nowhere, and
 * comes alive. So everything held is computed once more, at the first run with other definitions (V2).
 */
import type { Definition, Registry } from '../../schema/define-record.ts'
import { sameJson } from '../../schema/json.ts'
import { digestOf, writeDigest } from '../digest.ts'
import type { DeviceRow } from './row.ts'
import { settle } from './row.ts'
import type { DeviceStore } from './store.ts'

/** Rows rewritten in one transaction: other writers get their turn in between. */
const atOnce = 500

/** May die at any point: the next run begins again, and finds less to do. */
export async function adoptDefinitions(registry: Registry, store: DeviceStore): Promise<void> {
  const fingerprint = fingerprintOf(registry)
  if ((await store.holdings()).definitions === fingerprint) return
  const stale = (await store.all()).filter((row) => computedAnew(registry, row) !== row)
  for (let start = 0; start < stale.length; start += atOnce) {
    const ids = stale.slice(start, start + atOnce).map(({ id }) => id)
    await store.transact(ids, (rows) => ({
      put: [...rows.values()].map((row) => computedAnew(registry, row)),
    }))
  }
  await store.transact([], (_rows, holdings) => ({
    put: [],
    // In which buckets a row lies its definition says too: they are counted afresh (R1).
    holdings: { ...holdings, definitions: fingerprint, digests: {}, countedAt: 0 },
  }))
}

/** The same object where nothing differs. */
function computedAnew(registry: Registry, row: DeviceRow): DeviceRow {
  const anew = settle(registry, row, new Map())
  const same = anew.of === row.of && anew.at === row.at && sameJson(anew.body, row.body)
  return same ? row : anew
}

/** Differs where any definition does, or is only written otherwise: then something is computed in vain. */
const fingerprintOf = (registry: Registry): string =>
  writeDigest(digestOf(registry.all.map((definition) => ({ id: textOf(definition), rev: 0 }))))

const textOf = (definition: Definition): string =>
  JSON.stringify(definition, (_name, part: unknown) =>
    typeof part === 'function' ? String(part) : part,
  )
