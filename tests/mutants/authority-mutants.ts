/** Faults of the authority, and of merging, which both halves share. */
import type { Mutant } from './mutant.ts'

const accept = 'sync/authority/accept-edits.ts'
const apply = 'sync/authority/apply-edit.ts'
const merge = 'sync/merge.ts'
const ofAuthority = ['sync/authority/accept-edits.test.ts', 'sync/merge.test.ts']
const ofSigning = ['sync/signing.test.ts']

export const authorityMutants: readonly Mutant[] = [
  {
    name: 'one stamp a record',
    fault: 'A write loses against a later write of another field of the same row.',
    patches: [
      {
        file: merge,
        find: `  const held = stamps[path]
  switch (field.merge) {`,
        replace: `  const held = field.merge === 'once' ? stamps[path] : Object.values(stamps).sort().at(-1)
  switch (field.merge) {`,
      },
    ],
    tests: ofAuthority,
  },
  {
    name: 'the last `once` wins',
    fault: 'A field that is written once takes every later write.',
    patches: [
      {
        file: merge,
        find: `      return held !== undefined && !sameJson(body[path], value)`,
        replace: `      return held !== undefined && held >= edit.stamp && !sameJson(body[path], value)`,
      },
      {
        file: merge,
        find: `    if (place.field.merge === 'once' && held !== undefined) continue`,
        replace: `    if (place.field.merge === 'once' && held === edit.stamp) continue`,
      },
    ],
    tests: ofAuthority,
  },
  {
    name: 'sequences are taken without a lock',
    fault: 'Two transactions that write at once take the same number of a bucket.',
    patches: [
      {
        file: 'sync/authority/memory-store.ts',
        find: `    const turn = this.#queue.then(async () => {`,
        replace: `    const turn = Promise.resolve(this.#contents).then(async () => {`,
      },
    ],
    tests: ['sync/authority/memory-store.test.ts'],
  },
  {
    name: 'sequences are taken outside the transaction',
    fault: 'A transaction that is undone leaves a hole in the numbers of its buckets (SQLite).',
    patches: [
      {
        file: 'server/store/sqlite-buckets.ts',
        find: `    log.run(taken.number, row.id, taken.last, gone ? 1 : 0, row.rev, row.at)`,
        replace: `    outside += 1
    log.run(taken.number, row.id, outside, gone ? 1 : 0, row.rev, row.at)`,
      },
      {
        file: 'server/store/sqlite-buckets.ts',
        find: `  return (bucket, row, gone) => {`,
        replace: `  let outside = 0
  return (bucket, row, gone) => {`,
      },
    ],
    tests: ['server/store/sqlite-store.test.ts'],
  },
  {
    name: 'a duplicate is applied twice',
    fault: 'An edit that comes again is judged again.',
    patches: [
      { file: accept, find: `  if (known) {`, replace: `  if (known && original.id === '') {` },
      {
        file: accept,
        find: `  await transaction.record(entry)`,
        replace: `  if (!known) await transaction.record(entry)`,
      },
    ],
    tests: ofAuthority,
  },
  {
    name: 'a bad edit takes its neighbours along',
    fault: 'Where one edit trips, what was done for it is not undone.',
    patches: [
      {
        file: 'sync/authority/memory-store.ts',
        find: `        draft.current = saved
        throw error`,
        replace: `        saved.rows.clear()
        throw error`,
      },
    ],
    tests: ['sync/authority/memory-store.test.ts'],
  },
  {
    name: 'clocks are believed',
    fault: 'A phone in the year 2037 wins until then.',
    patches: [
      {
        file: 'sync/authority/true-time.ts',
        find: `  if (!wrong && !ahead && !behindOwn) return { ...edit, basis, fields }`,
        replace: `  if ((!wrong && !ahead && !behindOwn) || device !== '') return { ...edit, basis }`,
      },
    ],
    tests: ['sync/authority/accept-edits.test.ts'],
  },
  {
    name: 'any bucket is granted',
    fault: 'Whoever names a bucket gets it.',
    patches: [
      {
        file: 'sync/authority/changes-since.ts',
        find: `    ...asked.filter((bucket) => mayRead(actor, bucket)),`,
        replace: `    ...asked.filter((bucket) => mayRead(actor, bucket) || bucket !== ''),`,
      },
    ],
    tests: ['sync/authority/changes-since.test.ts'],
  },
  {
    name: 'permission is asked only after',
    fault: 'Who may write the row as it would become may pull it away from others.',
    patches: [
      {
        file: 'schema/derive/may-write.ts',
        find: `  return definition.write(actor, { id, before, after, written })`,
        replace: `  return definition.write(actor, { id, before: before && after, after, written })`,
      },
    ],
    tests: ofAuthority,
  },
  {
    name: 'conflicts are not noted',
    fault: 'Concurrent writes of a field that people decide about are left to their stamps.',
    patches: [
      {
        file: accept,
        find: `    await noteConflicts(registry, transaction, accepted, passedOver)`,
        replace: `    if (original.id === '') await noteConflicts(registry, transaction, accepted, passedOver)`,
      },
    ],
    tests: ['sync/authority/conflicts.test.ts', 'tests/simulation/conflicts.test.ts'],
  },
  {
    name: 'a letter is doubled',
    fault:
      'Of words that came with an update, what differs from what was there before is written once more.',
    patches: [
      {
        file: 'sync/authority/merge-texts.ts',
        find: `  if (updated.ok && write.over === undefined) return succeed(compact(updated.value))`,
        replace: `  if (updated.ok && write.over === '') return succeed(compact(updated.value))`,
      },
    ],
    tests: ['sync/text.test.ts'],
  },
  {
    name: 'the later words win',
    fault: 'Words without an update replace what others wrote meanwhile.',
    patches: [
      {
        file: 'sync/authority/merge-texts.ts',
        find: `  const over = told ?? overWhich(await seen(), write.text)`,
        replace: `  const over = told === '' ? overWhich(await seen(), write.text) : wordsOf(document)`,
      },
    ],
    tests: ['sync/text.test.ts'],
  },
  {
    name: 'the seal of a signature is not checked',
    fault: 'A signature is taken over words that its signer never saw.',
    patches: [
      {
        file: apply,
        find: `  return fields[seal] === sealOf(after, freezes)`,
        replace: `  return fields[seal] === sealOf(after, freezes) || seal !== ''`,
      },
    ],
    tests: ofSigning,
  },
  {
    name: 'anybody signs for anybody',
    fault: 'A signature in the name of another is taken.',
    patches: [
      {
        file: apply,
        find: `  if (fields[by] !== actor.personId) return`,
        replace: `  if (fields[by] === undefined) return`,
      },
    ],
    tests: ofSigning,
  },
  {
    name: 'what was signed is written on',
    fault: 'A frozen field is judged, and merged, like any other.',
    patches: [
      {
        file: 'schema/derive/workflow.ts',
        find: `    for (const field of workflow.freezes[stateOf(workflow, name, body)] ?? []) frozen.add(field)`,
        replace: `    for (const field of workflow.freezes[stateOf(workflow, name, body)] ?? [])
      if (field === '') frozen.add(field)`,
      },
    ],
    tests: ofSigning,
  },
  {
    name: 'a step is taken from any state',
    fault: 'A step that no longer leads anywhere is merged instead of refused.',
    patches: [
      {
        file: 'schema/derive/workflow.ts',
        find: `    if (ofSteps.has(place.name) && !taken.has(place.name)) return`,
        replace: `    if (ofSteps.has(place.name) && !taken.has(place.name) && path === '') return`,
      },
      {
        file: merge,
        find: `      return !leadsTo(definition, body, name, value)`,
        replace: `      return !leadsTo(definition, body, name, value) && name === ''`,
      },
    ],
    tests: ofSigning,
  },
]
