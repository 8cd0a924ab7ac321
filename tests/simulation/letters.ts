/**
 * X1: what becomes of the words of papers. Every letter ever written is a different one, so it can be seen of each where it
 * went; who had it before him as he wrote is noted apart from the sync.
 */
import { textWrite } from '../../schema/document.ts'
import { isObject } from '../../schema/json.ts'
import type { HeldEdit } from '../../sync/device/row.ts'
import type { HistoryEntry } from '../../sync/authority/store.ts'
import { holds } from './faults.ts'
import { judged } from './laws.ts'
import { heldAs } from './lost-database.ts'
import type { Said, Words } from './stage.ts'
import type { World } from './world.ts'

type Written = Said & { readonly words: Words }
type Entries = ReadonlyMap<string, HistoryEntry>

const writtenIn = (world: World): readonly Written[] =>
  world.said.filter((said): said is Written => said.words !== undefined)

const isAccepted = (entries: Entries, { id }: Said): boolean => {
  const entry = entries.get(id)
  return entry !== undefined && entry.result !== 'refused'
}

/**
 * D1 for each letter: it is in words that the authority took, or in words that wait or stand refused on the device of its
 * writer, or he took it out again himself.
 */
export async function checkNoLetterLost(world: World, entries: Entries): Promise<void> {
  const written = writtenIn(world)
  if (written.length === 0) return
  const held: HeldEdit[][] = []
  for (const { disk } of world.devices)
    held.push((await disk.contents.outbox()).flatMap(({ edits }) => [...edits]))
  const safe = (said: Said) =>
    heldAs(world, held[said.device] ?? [], said, entries.get(said.id)) !== undefined ||
    isAccepted(entries, said) ||
    world.lostByDisk.has(said.id) ||
    world.lostByRestore.has(said.id) ||
    world.takenBack.has(said.id)
  const safeWords = written.filter(safe)
  const known = new Set<string>()
  for (const said of written) {
    // What others wrote they may have taken out since.
    const own = [...said.words.letters].filter((letter) => !known.has(letter))
    for (const letter of own) known.add(letter)
    if (safeWords.includes(said)) continue
    const later = safeWords.filter(({ device, row }) => device === said.device && row === said.row)
    for (const letter of own)
      holds(
        later.some(({ words }) => words.letters.includes(letter) || words.cut.has(letter)),
        'X1',
        () => `${letter} of ${said.id} is nowhere`,
      )
  }
}

/**
 * At rest: what was accepted stands, unless somebody who had it before him took it out; among writers with Yjs just once,
 * and not at all where it was taken out. Nothing stands that nobody wrote, or that was only ever refused.
 */
export async function checkLetters(world: World): Promise<void> {
  const written = writtenIn(world)
  if (written.length === 0) return
  const entries = await judged(world)
  const origins = new Map<string, Written>()
  for (const said of written)
    for (const letter of said.words.letters) if (!origins.has(letter)) origins.set(letter, said)
  for (const row of new Set(written.map((said) => said.row))) {
    const ofRow = written.filter((said) => said.row === row)
    const stored = await world.authority.store.read((view) => view.row(row))
    const text = textWrite(stored?.body['minutes'] ?? null).text
    checkText(world, { row, text, ofRow, entries, origins })
    notePassages(world, ofRow, entries)
  }
}

function checkText(
  world: World,
  {
    row,
    text,
    ofRow,
    entries,
    origins,
  }: {
    readonly row: string
    readonly text: string
    readonly ofRow: readonly Written[]
    readonly entries: Entries
    readonly origins: ReadonlyMap<string, Written>
  },
): void {
  const accepted = ofRow.filter((said) => isAccepted(entries, said))
  // What only a lost database had comes back on any phone that holds it.
  const allowed = ofRow.filter(
    (each) => accepted.includes(each) || world.lostByRestore.has(each.id),
  )
  const seen = new Set(allowed.flatMap(({ words }) => [...words.text]))
  const said = new Set(accepted.flatMap(({ words }) => [...words.letters]))
  // What was cut in a database that was lost may be cut again by what was written over it.
  const cut = new Set(allowed.flatMap(({ words }) => [...words.cut]))
  const exact = !world.restored && ofRow.every(({ words }) => words.exact)
  const times = new Map<string, number>()
  for (const letter of text) {
    times.set(letter, (times.get(letter) ?? 0) + 1)
    holds(seen.has(letter), 'X1', () => `${letter} stands in ${row}, and nobody was allowed it`)
  }
  for (const letter of said) {
    // What only a lost database of the authority had is lost with it.
    if (world.lostByRestore.has(origins.get(letter)?.id ?? '')) continue
    const stands = times.get(letter) ?? 0
    if (!cut.has(letter)) holds(stands > 0, 'X1', () => `${letter} of ${row} is lost`)
    if (exact)
      holds(
        stands === (cut.has(letter) ? 0 : 1),
        'X1',
        () => `${letter} stands ${stands} times in ${row}`,
      )
  }
}

function notePassages(world: World, ofRow: readonly Written[], entries: Entries): void {
  for (const said of ofRow) {
    if (!isAccepted(entries, said)) continue
    if (isObject(entries.get(said.id)?.after['minutes'])) world.pass('documentMerged')
    if (!said.words.exact)
      world.pass(isObject(said.fields['minutes']) ? 'wordsWithoutYjs' : 'wordsOfReleased')
  }
}
