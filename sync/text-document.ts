/**
 * Documents with Yjs: what the authority merges and what an open form writes into. Never loaded by lists or by sync
 * (text.ts). Updates go into a document in one transaction and come out as its whole, collected state: merging updates
 * without a document takes quadratic time and collects nothing.
 */
import * as Y from 'yjs'
import type { Held, StandingText } from '../schema/document.ts'
import { fromBase64, toBase64 } from './base64.ts'
import type { Result } from './result.ts'
import { fail, succeed } from './result.ts'
import type { Splice } from './text-change.ts'

/** The only shared type of a document. */
const root = 'text'

export const documentLimits = {
  /** Of one update, in bytes. */
  updateBytes: 262_144,
  /** Of a state, in bytes: what was deleted leaves traces, and every session that wrote one more client. */
  stateBytes: 262_144,
  clients: 1_000,
} as const

export const wordsOf = (document: Y.Doc): string => document.getText(root).toJSON()

/** A 32-bit FNV-1a hash of the words: who has the same words has the same first update, whoever makes it. */
function clientFor(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index += 1) {
    hash ^= name.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** Gives the document a client id that it has not seen: two sessions under one id would ruin it for good. */
function becomeClient(document: Y.Doc, wanted: number): void {
  let client = wanted
  while (document.store.clients.has(client)) client = (client + 1) >>> 0
  document.clientID = client
}

/** What the authority told, without what lies on top of it. */
export function openDocument({ text, held }: StandingText): Y.Doc {
  const document = new Y.Doc({ gc: true })
  if (held?.state !== undefined) {
    apply(document, held.state)
    return document
  }
  const words = held ? (held.words ?? '') : text
  document.clientID = clientFor(words)
  if (words !== '') document.getText(root).insert(0, words)
  return document
}

/** Adds updates in one transaction. Ours or the authority's own: they were probed before they were kept. */
function apply(document: Y.Doc, ...updates: readonly string[]): void {
  document.transact(() => {
    for (const update of updates) {
      const bytes = fromBase64(update)
      if (bytes === undefined) throw new Error('a kept update is no base64')
      Y.applyUpdate(document, bytes)
    }
  })
}

export const addUpdates = apply

/** Is something of it missing that its updates refer to? */
export const isIncomplete = ({ store }: Y.Doc): boolean =>
  store.pendingStructs !== null || store.pendingDs !== null

/** Is all that the one holds in the other? */
export function contains(document: Y.Doc, other: Y.Doc): boolean {
  const clocks = Y.decodeStateVector(Y.encodeStateVector(document))
  return [...Y.decodeStateVector(Y.encodeStateVector(other))].every(
    ([client, clock]) => (clocks.get(client) ?? 0) >= clock,
  )
}

/** Does the work on the words, as somebody who never wrote here before. */
export function work(document: Y.Doc, splices: readonly Splice[], client: number | string): void {
  becomeClient(document, typeof client === 'string' ? clientFor(client) : client)
  edit(document, splices)
}

/** Does more work in the session that was begun. */
export function edit(document: Y.Doc, splices: readonly Splice[]): void {
  const text = document.getText(root)
  document.transact(() => {
    for (const { at, length, words } of splices) {
      if (length > 0) text.delete(at, length)
      if (words !== '') text.insert(at, words)
    }
  })
}

/** What the document holds beyond what was told, as one update. */
export const updateSince = (document: Y.Doc, told: Y.Doc): string =>
  toBase64(Y.encodeStateAsUpdate(document, Y.encodeStateVector(told)))

/**
 * The document as the authority keeps it. One that has grown beyond bounds begins anew from its words: whoever still
 * writes over its past is then merged by his words (authority/merge-texts.ts).
 */
export function compact(document: Y.Doc): StandingText {
  const fresh = new Y.Doc({ gc: true })
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(document))
  const text = wordsOf(fresh)
  const state = Y.encodeStateAsUpdate(fresh)
  const outgrown =
    state.length > documentLimits.stateBytes || fresh.store.clients.size > documentLimits.clients
  const held: Held = { state: toBase64(state) }
  return outgrown || isFirstUpdate(text, held) ? { text } : { text, held }
}

/** Words that nobody has changed need nothing beside them. */
function isFirstUpdate(text: string, { state }: Held): boolean {
  const document = openDocument({ text })
  return toBase64(Y.encodeStateAsUpdate(document)) === state
}

/** Why an update is not taken: it is none, it is too large, or what it was written over is not here. */
export type UpdateFlaw = 'badValue' | 'tooLarge' | 'causesMissing'

/** The document with an update from outside, tried on a copy: garbage never reaches what is kept. */
export function withUpdate(standing: StandingText, update: string): Result<Y.Doc, UpdateFlaw> {
  const bytes = fromBase64(update)
  if (bytes === undefined) return fail('badValue')
  if (bytes.length > documentLimits.updateBytes) return fail('tooLarge')
  if (!isSound(bytes)) return fail('badValue')
  const document = openDocument(standing)
  try {
    Y.applyUpdate(document, bytes)
  } catch {
    return fail('badValue')
  }
  return isIncomplete(document) ? fail('causesMissing') : succeed(document)
}

/** No document of ours comes near: clocks beyond this are made up. */
const furthestClock = 10_000_000

/** Does it hold words written into the one text and nothing else? Read lazily, so that a made-up length reserves nothing. */
function isSound(bytes: Uint8Array): boolean {
  try {
    const { structs, ds } = Y.decodeUpdate(bytes)
    const ends = structs.map(({ id, length }) => id.clock + length)
    const deletions = [...ds.clients.values()].flat().map(({ clock, len }) => clock + len)
    return structs.every(isWords) && [...ends, ...deletions].every((end) => end <= furthestClock)
  } catch {
    return false
  }
}

const isWords = (struct: Y.Item | Y.GC | Y.Skip): boolean =>
  struct instanceof Y.Item &&
  (struct.content instanceof Y.ContentString || struct.content instanceof Y.ContentDeleted) &&
  struct.parentSub === null &&
  // Of an item beside others the parent follows from them.
  (struct.parent === null || (struct.parent as unknown) === root)
