import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import type { App } from '#lib/app-context.svelte.ts'
import { noCipher } from '#lib/data/keys/cipher.ts'
import type { RowDraft } from '#lib/data/types.ts'
import { attachment } from '#schema/records/attachment.ts'
import type { Json } from '#schema/json.ts'
import { succeed } from '#sync/result.ts'
import type { DeskParts, MeetingOf } from './file-desk.svelte.ts'
import { FileDesk } from './file-desk.svelte.ts'
import type { Item } from './meeting-files.svelte.ts'
import { MeetingFiles } from './meeting-files.svelte.ts'

const meeting: MeetingOf = {
  ...{ id: 'm-1', branchId: 'b-1', startsAt: '2026-10-14T01:30:00.000Z', kinds: ['themeDay'] },
}

const desks: FileDesk[] = []
afterEach(() => {
  for (const desk of desks.splice(0)) desk.close()
  vi.unstubAllGlobals()
})

/** Rows of a device, in memory. */
function rowsOf() {
  let ms = 1_790_000_000_000
  const now = () => (ms += 1_000)
  const bodies = new Map<string, Readonly<Record<string, Json>>>()
  const all = () => [...bodies].map(([id, body]) => ({ id, body, mark: 'arrived' }))
  const records = {
    find: (_type: unknown, id: string) => Promise.resolve(all().find((row) => row.id === id)),
    findAll: () => Promise.resolve(all()),
    write: (drafts: readonly RowDraft[]) => {
      for (const { id = '', fields } of drafts) {
        const said = Object.entries({ ...bodies.get(id), ...fields })
        bodies.set(id, Object.fromEntries(said.filter(([, value]) => value !== null)))
      }
      return Promise.resolve(succeed([]))
    },
    list: () => ({
      get current() {
        return all().filter(({ body }) => body['removedAt'] === undefined)
      },
      ready: true,
    }),
  }
  return { records, now, shown: () => records.list().current }
}

/** The photos and papers of a meeting that is written, on a device of its own. */
async function open() {
  const listens = { addEventListener: () => {}, removeEventListener: () => {} }
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  vi.stubGlobal('BroadcastChannel', undefined)
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} })
  vi.stubGlobal('window', listens)
  vi.stubGlobal('document', { ...listens, visibilityState: 'visible' })
  const { records, now, shown } = rowsOf()
  // As much of the device as photos ask for.
  const desk = new FileDesk({
    ...{ book: { accountId: 'a', cipher: noCipher }, records, clock: { now } },
    ...{ notes: { read: () => undefined, write: () => {} }, wallMs: now },
    ...{ isSyncing: () => true, keeps: () => true, oncount: () => {} },
  } as unknown as DeskParts)
  desks.push(desk)
  const app = { records, clock: { now }, files: { desk: () => Promise.resolve(desk) } }
  const files = new MeetingFiles(
    app as unknown as App,
    () => meeting,
    () => true,
  )
  await files.open()
  const remove = async () => {
    const [row] = shown()
    if (!row) throw new Error('nothing is shown')
    const [taken] = desk.taken
    await files.remove({ row: row.id, ...row.body, taken } as unknown as Item)
  }
  return { files, desk, records, shown, remove }
}

const paper = (words = '提纲') => new File([`%PDF-1.4\n${words}`], '提纲.pdf')

/** The system lists it, and does not have its bytes. */
function inTheCloud(): File {
  const unread = () => Promise.reject(new DOMException('', 'NotReadableError'))
  return Object.assign(paper(), { slice: () => ({ arrayBuffer: unread }), arrayBuffer: unread })
}

test('what was removed and is chosen again stands again, sent or not, and keeps what was said of it', async () => {
  const { files, desk, records, shown, remove } = await open()
  await files.add([paper()])
  const [row] = shown()
  await records.write([{ type: attachment, id: row?.id ?? '', fields: { caption: '讨论稿' } }])
  await remove()
  expect([shown(), files.removed?.row]).toEqual([[], row?.id])
  await files.add([paper()])
  expect(shown().map(({ id, body }) => [id, body['caption']])).toEqual([[row?.id, '讨论稿']])
  expect([files.removed, files.failures]).toEqual([undefined, []])
  // The server has it, and nobody minds its bytes here any more.
  await remove()
  await files.forgetRemoved()
  await desk.letGo(row?.id ?? '')
  await files.add([paper()])
  expect(shown().map(({ id, body }) => [id, body['caption']])).toEqual([[row?.id, '讨论稿']])
  expect(desk.taken.map(({ row: taken, filed }) => [taken, filed])).toEqual([[row?.id, true]])
})

test('the same paper chosen twice writes nothing more', async () => {
  const { files, records, shown } = await open()
  await files.add([paper()])
  const [before] = shown()
  await records.write([{ type: attachment, id: before?.id ?? '', fields: { name: '新名字' } }])
  const named = shown()
  await files.add([paper()])
  expect(shown()).toEqual(named)
})

test('a file that the system does not give is said by name, and the others of the choice are taken', async () => {
  const { files, shown } = await open()
  const failed = await files.add([inTheCloud(), paper('别的')])
  expect(failed).toEqual([expect.stringContaining('提纲.pdf')])
  expect([shown().length, files.failures, files.working]).toEqual([1, failed, undefined])
})

test('what was not kept of one sitting stays said until the next', async () => {
  const { files } = await open()
  const first = await files.add([inTheCloud()], true)
  await files.add([paper()], true)
  await files.add([inTheCloud()], true)
  expect(files.failures).toEqual(first)
  await files.add([paper()])
  expect(files.failures).toEqual([])
})

test('two files of one name, neither of which can be read, are said once', async () => {
  const { files } = await open()
  const failed = await files.add([inTheCloud(), inTheCloud()])
  expect(failed).toHaveLength(2)
  expect(files.failures).toEqual([failed[0]])
})

test('the photo that is shown large is the one removed and captioned, also where another came or went before it', async () => {
  const { files, records } = await open()
  const photo = (id: string, order: number) =>
    records.write([{ type: attachment, id, fields: { kind: 'jpeg', order } }])
  await photo('p-1', 1)
  await photo('p-2', 2)
  const shown = () => files.photos[files.largeAt]?.row
  files.large = 'p-2'
  expect([shown(), files.largeAt]).toEqual(['p-2', 1])
  await photo('p-0', 0)
  expect([shown(), files.largeAt]).toEqual(['p-2', 2])
  const gone = { removedAt: '2026-10-15T02:00:00.000Z' }
  await records.write([{ type: attachment, id: 'p-1', fields: gone }])
  expect([shown(), files.largeAt]).toEqual(['p-2', 1])
  await records.write([{ type: attachment, id: 'p-2', fields: gone }])
  expect(shown()).toBeUndefined()
})
