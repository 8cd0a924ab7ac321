/** What people do with rows on their devices, and the record of it that the laws are judged by. */
import type { Definition } from '../../schema/define-record.ts'
import { placeOf } from '../../schema/derive/validate.ts'
import { textWrite } from '../../schema/document.ts'
import type { Json } from '../../schema/json.ts'
import type { HeldEdit } from '../../sync/device/held-edit.ts'
import type { DeviceRow } from '../../sync/device/row.ts'
import type { DeviceStore } from '../../sync/device/store.ts'
import { writeAgain } from '../../sync/device/write.ts'
import type { Write } from './commands.ts'
import type { Device } from './device.ts'
import { eraOf } from './device.ts'
import type { Fields, Said, Stage, Words } from './stage.ts'

/** What somebody means to write, and what he had before his eyes. */
export type Meant = {
  readonly fields: Fields
  /** Letters he took out of the words of a paper. */
  readonly cut?: ReadonlySet<string>
  /** The page he signs. */
  readonly page?: Json
}

export async function writeOn(
  world: Stage,
  device: Device,
  store: DeviceStore,
  { row: index, fields }: Write,
): Promise<void> {
  const id = await rowAt(device, index)
  if (id === undefined) return
  await putOn(world, device, store, id, (_definition, row, noted) => {
    const born = row && row.body['branchId'] ? {} : { branchId: device.branch, author: device.name }
    return { fields: { ...born, ...fields, seenAt: noted } }
  })
}

/** Writes into a row what `mean` makes of it as it lies there. */
export async function putOn(
  world: Stage,
  device: Device,
  store: DeviceStore,
  id: string,
  mean: (definition: Definition, row: DeviceRow | undefined, noted: string) => Meant | undefined,
): Promise<void> {
  const definition = device.engine.registry.find(typeOf(id))
  if (!definition) return
  const pen = world.pen(device)
  let made: readonly Said[] = []
  await store.transact([id], (rows) => {
    const row = rows.get(id)
    const noted = new Date(pen.wallMs() + pen.offsetMs()).toISOString()
    const meant = mean(definition, row, noted)
    if (!meant) return { put: [] }
    const draft = { id, fields: fitting(definition, meant.fields) }
    const result = device.engine.write(definition, row, draft, pen)
    if (!result.ok || !result.value || result.value === row) return { put: [] }
    made = newIn(world, device, row, result.value, { ...meant, fields: draft.fields })
    return { put: [result.value] }
  })
  // Only what lies on the disk was said.
  world.said.push(...made)
  if (made.length > 0) noteEra(world, pen.wallMs())
}

function noteEra(world: Stage, wallMs: number): void {
  const era = eraOf(wallMs)
  if (era !== undefined) world.pass(era === 'future' ? 'writtenIn2037' : 'writtenIn2019')
}

const typeOf = (id: string): string => {
  const name = id.split('-')[0]
  return name === 'note' || name === 'paper' ? name : 'entry'
}

/** The id of a row to write; of the archive only what is on the screen. */
async function rowAt(device: Device, index: number): Promise<string | undefined> {
  if (index < 4) return `row-${index}`
  if (index < 6) return `note-${index - 4}`
  if (index > 7) return `paper-${index - 8}`
  const held = await device.disk.contents.all()
  const archive = held
    .filter(({ id, body }) => id.startsWith('old-') && body['branchId'])
    .map(({ id }) => id)
  return archive.sort()[index === 6 ? 0 : archive.length - 1]
}

/** The fields that the device's release knows, by the names it knows. */
const fitting = (definition: Definition, fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([path, value]) => [namedFor(definition, path), value] as const)
      .filter(([path]) => placeOf(definition, path) !== undefined),
  )

const namedFor = (definition: Definition, path: string): string =>
  path === 'place' && !('place' in definition.fields) ? 'spot' : path

const named = (path: string): string => (path === 'spot' ? 'place' : path)
const inTodaysNames = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([path, value]) => [named(path), value]))

/** The edits that a row has gained. */
function newIn(
  world: Stage,
  device: Device,
  before: DeviceRow | undefined,
  after: DeviceRow,
  { fields: typed, cut, page }: Meant,
): readonly Said[] {
  const known = new Map((before?.edits ?? []).map((edit) => [edit.id, edit]))
  return after.edits
    .filter(({ id }) => !known.has(id))
    .map((edit) => {
      // What is left of refused words goes once more, as old as they are.
      const first = [...known.values()].find(({ stamp }) => stamp === edit.stamp)
      const said = world.said.find(({ id }) => id === first?.id)
      return {
        id: edit.id,
        device: device.index,
        row: edit.row,
        fields: inTodaysNames(edit.fields),
        typed: said?.typed ?? new Set(Object.keys(typed).map(named)),
        order: said?.order ?? world.said.length,
        blind: isBlind(world, device, before, edit.row),
        ...wordsOf(world, edit, [...known.keys()], said, cut),
        ...(page !== undefined && { page }),
      }
    })
}

/** What is written on the screen takes up all that lies there unsent: also what was taken out by it. */
function wordsOf(
  world: Stage,
  { row, fields }: HeldEdit,
  under: readonly string[],
  again: Said | undefined,
  cut: ReadonlySet<string> = new Set(),
): { readonly words?: Words } {
  const minutes = fields['minutes']
  if (minutes === undefined || typeOf(row) !== 'paper') return {}
  if (again?.words) return { words: again.words }
  const { text, update, over } = textWrite(minutes)
  const beneath = update === undefined ? (over ?? '') : ''
  const earlier = world.said.flatMap(({ id, words }) =>
    words && under.includes(id) ? [...words.cut] : [],
  )
  return {
    words: {
      text,
      letters: without(text, beneath),
      cut: new Set(without([...cut, ...earlier].join(''), text)),
      exact: update !== undefined && over === undefined,
    },
  }
}

const without = (text: string, other: string): string =>
  [...text].filter((letter) => !other.includes(letter)).join('')

function isBlind(
  world: Stage,
  device: Device,
  before: DeviceRow | undefined,
  row: string,
): boolean {
  if (device.spoiled) return true
  const own = world.said.findLast((said) => said.row === row && said.device === device.index)
  return own !== undefined && (before === undefined || (before.rev === 0 && own.blind))
}

/** Takes back the first refused edit there is. */
export async function takeBackOn(world: Stage, device: Device, store: DeviceStore): Promise<void> {
  const refused = await firstRefused(store)
  if (!refused) return
  const { row, edit } = refused
  await store.transact([row.id], (rows) => {
    const held = rows.get(row.id)
    const left = held && device.engine.withdraw(held, edit)
    return left ? { put: [left] } : { put: [], remove: held ? [row.id] : [] }
  })
  world.takenBack.add(edit)
  world.pass('takenBack')
}

/** Sends a row's refused edits once more, as they are. */
export async function sendAgainOn(world: Stage, device: Device, store: DeviceStore): Promise<void> {
  const refused = await firstRefused(store)
  if (!refused) return
  const pen = world.pen(device)
  let made: readonly Said[] = []
  await store.transact([refused.row.id], (rows) => {
    const row = rows.get(refused.row.id)
    if (!row) return { put: [] }
    const edits = row.edits.map(({ refused: no, ...edit }) => (no ? writeAgain(edit, pen) : edit))
    const again = { ...row, edits, problem: null }
    made = newIn(world, device, row, again, { fields: {} })
    return { put: [again] }
  })
  world.said.push(...made)
  world.pass('sentAgain')
}

async function firstRefused(
  store: DeviceStore,
): Promise<{ readonly row: DeviceRow; readonly edit: string } | undefined> {
  for (const row of await store.outbox()) {
    const edit = row.edits.find(({ refused }) => refused)
    if (edit) return { row, edit: edit.id }
  }
  return undefined
}
