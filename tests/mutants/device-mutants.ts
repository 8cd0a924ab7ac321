/** Faults of the device: what it sends, takes in, keeps and throws away. */
import type { Mutant } from './mutant.ts'

const exchange = 'sync/device/exchange.ts'
const row = 'sync/device/row.ts'
const loop = 'sync/device/loop.ts'
const ofDevice = [
  'sync/device/exchange.test.ts',
  'sync/device/loop.test.ts',
  'sync/device/mend.test.ts',
]

export const deviceMutants: readonly Mutant[] = [
  {
    name: 'position ahead of its rows',
    fault: 'Positions are written in a transaction of their own, before the rows they stand for.',
    patches: [
      {
        file: exchange,
        find: `  let overtaken = false
  await store.transact([...ids], (rows, holdings) => {
    overtaken = isOvertaken(news, holdings)`,
        replace: `  let overtaken = false
  const positions = { ...request.positions, ...reply.positions }
  await store.transact([], (_rows, holdings) =>
    isOvertaken(news, holdings) ? { put: [] } : { put: [], holdings: { ...holdings, positions } },
  )
  const noted = { ...news, request: { ...request, positions } }
  await store.transact([...ids], (rows, holdings) => {
    overtaken = isOvertaken(noted, holdings)`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'progress by the wall clock',
    fault:
      'What was written before the request left counts as sent, whatever the reply says of it.',
    patches: [
      {
        file: exchange,
        find: `  const settled = row && verdicts ? settle(registry, row, verdicts, news.told.get(id)) : row`,
        replace: `  const judged = row && verdicts ? settle(registry, row, verdicts, news.told.get(id)) : row
  const { sentAt } = news.request
  const edits = judged?.edits.filter((edit) => edit.refused || edit.madeAt > sentAt) ?? []
  const settled = judged && { ...judged, edits, unsent: edits.length > 0 ? (1 as const) : (0 as const) }`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'a refused edit blocks the queue',
    fault: 'A row with a refused edit sends nothing any more.',
    patches: [
      {
        file: 'sync/device/sendable.ts',
        find: `row.edits.filter((edit) => !edit.refused)`,
        replace: `(row.edits.some((edit) => edit.refused) ? [] : row.edits)`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'a refused edit is thrown away',
    fault: 'What the authority refuses vanishes from the device.',
    patches: [
      {
        file: row,
        find: `  return compose(definition, {
    ...row,
    base,
    edits: left.map(`,
        replace: `  return compose(definition, {
    ...row,
    base,
    edits: left.filter((edit) => !verdicts.has(edit.id)).map(`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'unsent work is purged',
    fault: 'A row that leaves the scope of a device goes, unsent edits and all.',
    patches: [
      {
        file: row,
        find: `  row.unsent === 1 ? { ...row, rev: 0 } : undefined`,
        replace: `  row.unsent === 2 ? { ...row, rev: 0 } : undefined`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'digests are not compared',
    fault: 'The device never asks whether what it holds is what it should hold.',
    patches: [
      {
        file: loop,
        find: `  const question = mayMend ? await prove(parts, reply) : noQuestion`,
        replace: `  const question = mayMend && parts.unmended.size < 0 ? await prove(parts, reply) : noQuestion`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'lost scope is kept',
    fault: 'Buckets that a person may not see any more stay on his device.',
    patches: [
      {
        file: exchange,
        find: `  return Object.keys(positions).filter((bucket) => !granted.has(bucket))`,
        replace: `  return Object.keys(positions).filter((bucket) => granted.has('') && bucket !== '')`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'an overtaken reply is applied',
    fault: 'A tab applies its reply although the other tab has moved on meanwhile.',
    patches: [
      {
        file: exchange,
        find: `    overtaken = isOvertaken(news, holdings)`,
        replace: `    overtaken = isOvertaken(news, holdings) && ids.has('')`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'older news overwrites',
    fault: 'A row as it was replaces the row as it is.',
    patches: [
      {
        file: row,
        find: `  if (row && row.rev > news.rev && !asked) return row`,
        replace: `  if (row && row.rev > news.rev && !asked && row.id === '') return row`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'words over refused words stand alone',
    fault: 'Words written over refused ones leave those behind as they are mended.',
    patches: [
      {
        file: 'sync/device/refused-words.ts',
        find: `  const isOver = write.update === undefined && write.over === text`,
        replace: `  const isOver = write.update !== undefined && write.over === text`,
      },
    ],
    tests: ['sync/device/refused-words.test.ts'],
  },
  {
    name: 'what is put off spins the loop',
    fault: 'The device offers at once what the authority has put off, over and over.',
    patches: [
      {
        file: loop,
        find: `  if (request.edits.length === 0 || request.edits.some((edit) => judged.has(edit.id))) return true`,
        replace: `  if (request.edits.length === 0 || judged.size >= 0) return true`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'what a lost database had stays lost',
    fault: 'After a backup was brought back, nobody offers again what had arrived since.',
    patches: [
      {
        file: exchange,
        find: `  restoredAt === undefined || restoredTo === undefined
    ? undefined`,
        replace: `  restoredAt === undefined || restoredTo === undefined || restoredAt > 0
    ? undefined`,
      },
    ],
    tests: ofDevice,
  },
  {
    name: 'accepted words are laid on top twice',
    fault:
      'Words that stand in what the authority told are laid on top of it once more, and hide those of others.',
    patches: [
      {
        file: row,
        find: `      if (!told || row.rev < told.rev) base =`,
        replace: `      if (!told || row.rev <= told.rev) base =`,
      },
    ],
    tests: ['sync/text.test.ts'],
  },
]
