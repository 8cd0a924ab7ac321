import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { DeviceRow } from '#sync/device/row.ts'
import { ExampleAuthority, ExampleDevice, bucket, storedOn } from './example-device.ts'
import type { Fault, Step } from './disk/faulty-life.ts'
import { FaultyDisk } from './disk/faulty-disk.ts'
import { fromStored, holdingsId, holdingsOf, isRecord } from './disk/stored.ts'
import { storageFailureOf } from './disk/storage-failure.ts'

vi.stubGlobal('IDBKeyRange', IDBKeyRange)
vi.stubGlobal('document', { visibilityState: 'visible' })

// IndexedDB goes on in real time, and every limit of ours passes at once.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** By the processor's time: on a busy machine the disk is slower, and so must be the clock. */
const workedMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
const stillMs = 10
const everything = process.env['UNDER_FIRE'] === 'all'
/** RxDB takes a fifth of a second to close; a limit of ours takes many. */
const hurry = 50

/** What the work brings, however long it is made to wait: while the disk is silent, time flies. */
async function patiently<Value>(disk: FaultyDisk, work: Promise<Value>): Promise<Value> {
  let over = false
  const done = () => void (over = true)
  work.then(done, done)
  let now = workedMs()
  let quietSince = now
  for (let waits = 0; !over;) {
    const { length } = disk.steps
    for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    const before = now
    now = workedMs()
    vi.advanceTimersByTime((now - before) * hurry)
    if (!disk.isSilent || disk.steps.length !== length) quietSince = now
    if (now - quietSince < stillMs) continue
    if ((waits += 1) > 30) throw new Error('it never ended')
    await vi.advanceTimersByTimeAsync(20_000)
    quietSince = now
  }
  return work
}

type Deed = {
  readonly name: string
  /** True where the person was told that it stands; false where he was told that it does not. */
  readonly act: (device: ExampleDevice) => Promise<boolean>
}

const deeds: readonly Deed[] = [
  {
    name: 'open',
    act: async (device) => {
      await device.open()
      return !device.book.broken
    },
  },
  { name: 'first write', act: async (device) => (await device.write('mine-1', '第一次')).ok },
  { name: 'second write', act: async (device) => (await device.write('mine-1', '第二次')).ok },
  { name: 'keep a draft', act: async (device) => (await device.drafts.keep('草稿', '半句')).ok },
  {
    name: 'read the draft',
    act: async (device) => (await device.drafts.read('草稿'))?.value === '半句',
  },
  { name: 'apply a reply', act: async (device) => (await device.sync())?.kind === 'confirmed' },
  { name: 'write once more', act: async (device) => (await device.write('mine-2', '又一次')).ok },
  {
    name: 'probe',
    act: async (device) => {
      await device.book.probe()
      return !device.book.broken
    },
  },
  { name: 'reopen', act: async (device) => device.book.reopen().then(() => true) },
]

const errorsOf: Readonly<Record<Step, readonly string[]>> = {
  open: ['UnknownError', 'QuotaExceededError'],
  begin: ['InvalidStateError'],
  read: ['UnknownError'],
  write: ['QuotaExceededError', 'UnknownError'],
  commit: ['QuotaExceededError', 'AbortError'],
}

/** A disk, a device on it, and what must be true of both at any moment. */
class Trial {
  readonly disk = new FaultyDisk()
  readonly authority = new ExampleAuthority()
  readonly #devices: ExampleDevice[] = []
  life = this.disk.begin()
  device = this.#begin()
  /** What the person was told stands, by row. */
  readonly promised = new Map<string, string>()
  /** Written as the process died: he was told nothing, and it may stand or not. */
  readonly open = new Map<string, string>()

  #begin(): ExampleDevice {
    const device = new ExampleDevice({ life: this.life, authority: this.authority })
    this.#devices.push(device)
    return device
  }

  async end(): Promise<void> {
    this.disk.heal()
    for (const device of this.#devices) await patiently(this.disk, device.book.leave())
  }

  /** The app was closed, by whomever, and is opened again. */
  async restart(): Promise<void> {
    this.life = this.disk.begin()
    this.device = this.#begin()
    await patiently(this.disk, this.device.open())
    expect(this.device.book.broken).toBe(false)
  }

  async rows(): Promise<readonly DeviceRow[]> {
    return (await storedOn(this.disk)).filter(isRecord).map(fromStored)
  }

  /** D1: what stands is on the disk or has arrived. D2: a position stands for rows that are there. */
  async check(): Promise<void> {
    const stored = await storedOn(this.disk)
    const rows = new Map(stored.filter(isRecord).map((each) => [each.id, fromStored(each)]))
    const note = stored.find(({ id }) => id === holdingsId)
    const { positions } = holdingsOf(note, undefined)
    for (const id of this.authority.rowsUpTo(positions[bucket] ?? 0)) {
      expect([...rows.keys()]).toContain(id)
    }
    for (const [id, promised] of this.promised) {
      const row = rows.get(id)
      const mayStand = this.open.get(id)
      const said = row?.body['words'] === mayStand ? mayStand : promised
      expect(row?.body['words'], id).toBe(said)
      const isUnderway = row?.edits.some(({ fields }) => fields['words'] === said)
      if (!isUnderway) expect([...this.authority.edits.values()]).toContain(id)
    }
  }
}

const promises: Readonly<Record<string, readonly [id: string, said: string]>> = {
  'first write': ['mine-1', '第一次'],
  'second write': ['mine-1', '第二次'],
  'write once more': ['mine-2', '又一次'],
}

/** The process dies in the middle of a deed, and another one begins on what it left. */
async function die(index: number, at: number, fault: 'death' | 'deathAfter'): Promise<void> {
  const trial = new Trial()
  for (const deed of deeds.slice(0, index)) await tell(trial, deed)
  const deed = deeds[index] as Deed
  const promise = promises[deed.name]
  if (promise) trial.open.set(...promise)
  trial.disk.plan(at, fault)
  // Whatever the dead process still says, nobody hears it.
  deed.act(trial.device).catch(() => undefined)
  while (!trial.life.isDead) await patiently(trial.disk, Promise.resolve())
  trial.disk.heal()
  await trial.restart()
  await trial.check()
  trial.open.clear()
  for (const rest of deeds.slice(index)) expect(await tell(trial, rest), rest.name).toBe(true)
  await trial.restart()
  expect((await patiently(trial.disk, trial.device.sync()))?.kind).toBe('confirmed')
  await trial.check()
  await trial.end()
}

async function tell(trial: Trial, { name, act }: Deed): Promise<boolean> {
  const stands = await patiently(trial.disk, act(trial.device)).catch((error: unknown) => {
    if (storageFailureOf(error) === undefined) throw error
    return false
  })
  const promise = promises[name]
  if (stands && promise) trial.promised.set(...promise)
  return stands
}

/** How many steps of which kind each deed takes on a good day. */
async function stepsOf(): Promise<readonly (readonly Step[])[]> {
  const trial = new Trial()
  const steps: (readonly Step[])[] = []
  for (const deed of deeds) {
    trial.disk.heal()
    expect(await tell(trial, deed), deed.name).toBe(true)
    steps.push([...trial.disk.steps])
  }
  await trial.check()
  await trial.end()
  return steps
}

async function meet(index: number, at: number, fault: Fault, times: number): Promise<void> {
  const trial = new Trial()
  try {
    await meetIn(trial, index, at, fault, times)
  } catch (error) {
    throw new Error(`${JSON.stringify(fault)} from step ${at}, ${times} times`, { cause: error })
  } finally {
    await trial.end()
  }
}

async function meetIn(
  trial: Trial,
  index: number,
  at: number,
  fault: Fault,
  times: number,
): Promise<void> {
  for (const deed of deeds.slice(0, index)) await tell(trial, deed)
  const deed = deeds[index] as Deed
  trial.disk.plan(at, fault, times)
  // Never an exception, never an end that does not come.
  const told = await tell(trial, deed)
  trial.disk.heal()
  await trial.check()
  if (deed.name === 'keep a draft') {
    const read = await patiently(trial.disk, trial.device.drafts.read('草稿'))
    expect(read?.value, 'the words are at least in memory').toBe('半句')
    if (told) expect(await trial.disk.contents(/--drafts$/)).toHaveLength(1)
  }
  if (!told) {
    await patiently(trial.disk, trial.device.book.reopen())
    expect(await tell(trial, deed), 'a second try').toBe(true)
  }
  await trial.check()
  for (const rest of deeds.slice(index + 1)) expect(await tell(trial, rest), rest.name).toBe(true)
  await trial.restart()
  expect((await patiently(trial.disk, trial.device.sync()))?.kind).toBe('confirmed')
  await trial.check()
  expect((await trial.rows()).map(({ id }) => id).sort()).toEqual([
    'mine-1',
    'mine-2',
    'theirs-1',
    'theirs-2',
  ])
}

describe('every step to the disk, met by every fault and by death', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const steps = await stepsOf()
  vi.useRealTimers()
  const cases = deeds
    .flatMap((deed, index) =>
      (steps[index] ?? []).map((step, at) => ({ deed: deed.name, index, step, at })),
    )
    // One read is much like another: a third of them in the everyday run, all with UNDER_FIRE=all.
    .filter(({ step, at }) => everything || (step !== 'read' && step !== 'begin') || at % 3 === 0)
  test.each(cases)('$deed, step $at: $step', { timeout: 120_000 }, async ({ index, step, at }) => {
    const [usual = ''] = errorsOf[step]
    await meet(index, at, { error: usual }, 1)
    for (const error of errorsOf[step]) await meet(index, at, { error }, Infinity)
    await meet(index, at, 'silence', Infinity)
    await die(index, at, 'death')
    if (step === 'commit') await die(index, at, 'deathAfter')
  })
})
