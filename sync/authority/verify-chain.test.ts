import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkAfter } from './chain.ts'
import { sampleEntry } from './history-contract.ts'
import { MemoryStore } from './memory-store.ts'
import type { Head, HistoryEntry, Link } from './store.ts'
import { verifyChain } from './verify-chain.ts'

const chain = 'x'
const erasure = { id: 'erasure', account: 'a2', person: 'p2', at: 7, reason: '保存期满' }

function chained(entries: readonly HistoryEntry[]): { links: readonly Link[]; head: Head } {
  let head: Head = { chain, number: 0, hash: '' }
  const links = entries.map((entry, index) => {
    const link = linkAfter(head, entry, `salt ${index}`)
    head = { chain, number: link.number, hash: link.hash }
    return link
  })
  return { links, head }
}

const entries = (count: number) =>
  Array.from({ length: count }, (_none, index) =>
    sampleEntry(`e${index + 1}`, { chain, after: { title: `第${index + 1}次` } }),
  )

const verify = (links: readonly Link[], head: Head, kept?: Head) =>
  verifyChain(
    {
      links: (_chain, after, limit) =>
        Promise.resolve(links.filter(({ number }) => number > after).slice(0, limit)),
    },
    { head, kept },
  )

const renumbered = (links: readonly Link[]) =>
  links.map((link, index) => ({ ...link, number: index + 1 }))

const size = 6
const place = fc.integer({ min: 0, max: size - 1 })
const { links, head } = chained(entries(size))

describe('A1: a chain proves itself', () => {
  it('is whole as it was recorded, over many pages', async () => {
    const long = chained(entries(1_203))
    const report = await verify(long.links, long.head)
    expect(report).toEqual({ chain, entries: 1_203, erased: 0, head: long.head })
  })

  it('finds any field of any entry changed', async () => {
    const change = fc.constantFrom<Partial<HistoryEntry>>(
      ...[{ edit: 'e0' }, { row: 'r2' }, { type: 'letter' }, { account: 'a9' }, { person: 'p9' }],
      ...[{ device: 'd9' }, { madeAt: 1 }, { receivedAt: 1 }, { stamp: '' }, { given: '' }],
      ...[{ before: {} }, { after: { title: '别的' } }, { result: 'merged' as const }],
      ...[{ reason: 'notAllowed' as const }, { field: 'title' }],
    )
    await fc.assert(
      fc.asyncProperty(place, change, async (at, changed) => {
        const forged = links.map((link, index) =>
          index === at ? { ...link, entry: { ...link.entry, ...changed } } : link,
        )
        const { flaw } = await verify(forged, head)
        const inside = 'before' in changed || 'after' in changed
        expect(flaw).toMatchObject({ kind: inside ? 'contents' : 'changed', number: at + 1 })
      }),
    )
  })

  it('finds an entry taken out, renumbered or not, and the end cut off', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (at) => {
        const without = links.filter((_link, index) => index !== at)
        const left = await verify(without, head)
        expect(left.flaw).toMatchObject({ kind: 'missing', number: at + 1 })
        const closed = await verify(renumbered(without), head)
        expect(closed.flaw).toMatchObject({
          kind: at === size - 1 ? 'missing' : 'changed',
          number: at + 1,
        })
        const cut = await verify(links.slice(0, at), head)
        expect(cut.flaw).toMatchObject({ kind: 'missing', number: at + 1 })
      }),
    )
  })

  it('finds an entry slipped in or moved', async () => {
    const strange = { ...(links[0] as Link), entry: sampleEntry('strange', { chain }) }
    await fc.assert(
      fc.asyncProperty(place, place, async (at, other) => {
        const slipped = await verify(renumbered(links.toSpliced(at, 0, strange)), head)
        expect(slipped.flaw).toMatchObject({ kind: 'changed', number: at + 1 })
        if (at === other) return
        const swapped = [...links]
        swapped[at] = links[other] as Link
        swapped[other] = links[at] as Link
        const moved = await verify(renumbered(swapped), head)
        expect(moved.flaw).toMatchObject({ kind: 'changed', number: Math.min(at, other) + 1 })
      }),
    )
  })

  it('finds what stands before the first, beyond the head, and another head', async () => {
    const before = await verify([{ ...(links[0] as Link), number: 0 }, ...links], head)
    expect(before.flaw).toMatchObject({ kind: 'changed', number: 0 })
    const beyond = await verify(
      [...links, linkAfter(head, sampleEntry('late', { chain }), '')],
      head,
    )
    expect(beyond.flaw).toEqual({ kind: 'beyond', number: size + 1, edit: 'late' })
    const other = await verify(links, { ...head, hash: 'other' })
    expect(other.flaw).toEqual({ kind: 'head', number: size, edit: `e${size}` })
  })
})

describe('A1: erased contents', () => {
  async function erased() {
    const store = new MemoryStore()
    await store.write(async (transaction) => {
      for (const entry of entries(3)) await transaction.record(entry)
      await transaction.erase('e2', erasure)
    })
    return store.read(async (view) => ({
      links: await view.links(chain, 0, 100),
      head: (await view.heads())[0] as Head,
    }))
  }

  it('leave the chain whole where their erasure is on record', async () => {
    const after = await erased()
    expect(await verify(after.links, after.head)).toMatchObject({ entries: 4, erased: 1 })
    expect((await verify(after.links, after.head)).flaw).toBeUndefined()
  })

  it('are missed where it is not', async () => {
    const gone = links.map((link, index) =>
      index === 2
        ? {
            ...link,
            salt: '',
            entry: { ...link.entry, before: {}, after: {}, erased: true as const },
          }
        : link,
    )
    expect((await verify(gone, head)).flaw).toEqual({ kind: 'vanished', number: 3, edit: 'e3' })
  })

  it('are noticed where they come back', async () => {
    const after = await erased()
    const back = after.links.map((link) => (link.entry.edit === 'e2' ? (links[1] as Link) : link))
    const { flaw } = await verify(back, after.head)
    expect(flaw).toEqual({ kind: 'restored', number: 4, edit: 'erasure' })
  })
})

describe('A1: a head kept elsewhere', () => {
  it('fits the chain that has grown since', async () => {
    const kept = { chain, number: 3, hash: links[2]?.hash ?? '' }
    expect((await verify(links, head, kept)).flaw).toBeUndefined()
  })

  it('tells a chain rewritten to its end, and one cut off together with its head', async () => {
    const forged = chained(
      entries(size).with(1, sampleEntry('e2', { chain, after: { title: '改' } })),
    )
    expect((await verify(forged.links, forged.head)).flaw).toBeUndefined()
    expect((await verify(forged.links, forged.head, head)).flaw).toMatchObject({
      kind: 'kept',
      number: size,
    })
    const short = chained(entries(4))
    expect((await verify(short.links, short.head)).flaw).toBeUndefined()
    expect((await verify(short.links, short.head, head)).flaw).toEqual({
      kind: 'kept',
      number: 4,
      edit: 'e4',
    })
  })
})
