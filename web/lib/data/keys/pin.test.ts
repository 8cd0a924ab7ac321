import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { toBase64 } from '#sync/base64.ts'
import { newNote, unwrap } from './data-key.ts'
import { FaultyDisk } from '../disk/faulty-disk.ts'
import { KeyKeeper, Locked } from './key-keeper.ts'
import { KeyStore } from './key-store.ts'
import { isPin, openByPin, setPin } from './pin.ts'

const accountId = 'account-1'
const [right, wrong, other] = ['480913', '111213', '907155']
const minute = 60_000
/** Rounds of stretching: a test must not wait as a thief has to. */
const few = 1_000

let disk: IDBFactory
let notes: KeyStore
let now: number
beforeEach(async () => {
  now = 1_790_000_000_000
  disk = new IDBFactory()
  notes = new KeyStore({ indexedDB: disk })
  const note = await newNote(accountId)
  await notes.change(accountId, () => note)
})

const dataKey = async () => {
  const note = await notes.read(accountId)
  const bytes = note && (await unwrap(note))
  if (!bytes) throw new Error('no key')
  return bytes
}
const attempt = async (pin: string) => {
  const opened = await openByPin(notes, accountId, pin, now)
  return opened.ok ? toBase64(opened.value) : opened.failure
}
/** Wrong so often, waiting as long as is asked for. */
async function fail(times: number) {
  for (let time = 0; time < times; time += 1) {
    await attempt(wrong)
    now += 20 * minute
  }
}

describe('a PIN', () => {
  it('has six digits or more and is not the first that anybody would try', () => {
    expect(['480913', '13800138000'].map(isPin)).toEqual([true, true])
    for (const pin of ['48091', '', 'abcdef', '48 0913', '000000', '123456', '987654321'])
      expect(isPin(pin), pin).toBe(false)
  })

  it('opens the same key as before it was set, and without it the key is closed', async () => {
    const bytes = await dataKey()
    await setPin(notes, accountId, bytes, right, few)
    const note = await notes.read(accountId)
    expect(note && (await unwrap(note))).toBeUndefined()
    expect(await attempt(wrong)).toEqual({ kind: 'wrong', left: 7 })
    expect(await attempt(right)).toBe(toBase64(bytes))
  })

  it('changed or taken away, the earlier one opens nothing any more', async () => {
    const bytes = await dataKey()
    await setPin(notes, accountId, bytes, right, few)
    await setPin(notes, accountId, bytes, other, few)
    expect(await attempt(right)).toEqual({ kind: 'wrong', left: 7 })
    expect(await attempt(other)).toBe(toBase64(bytes))
    await setPin(notes, accountId, bytes, undefined)
    expect(toBase64(await dataKey())).toBe(toBase64(bytes))
  })

  it('counts a wrong one before it is tried, so that a killed process gains no guess', async () => {
    await setPin(notes, accountId, await dataKey(), right, few)
    const killed = openByPin(notes, accountId, wrong, now)
    await expect.poll(async () => (await notes.read(accountId))?.tries?.failed).toBe(1)
    await killed
  })

  it('makes wait longer and longer, and a right one forgives', async () => {
    const bytes = await dataKey()
    await setPin(notes, accountId, bytes, right, few)
    const asked: unknown[] = []
    for (let time = 0; time < 4; time += 1) asked.push(await attempt(wrong))
    expect(asked.slice(0, 3)).toEqual([7, 6, 5].map((left) => ({ kind: 'wrong', left })))
    expect(asked[3]).toEqual({ kind: 'wait', ms: 30_000 })
    expect(await attempt(right), 'also the right one waits').toEqual({ kind: 'wait', ms: 30_000 })
    now += 30_000
    expect(await attempt(right)).toBe(toBase64(bytes))
    expect(await attempt(wrong)).toEqual({ kind: 'wrong', left: 7 })
  })

  it('a clock put back makes nobody wait for years', async () => {
    await setPin(notes, accountId, await dataKey(), right, few)
    await fail(3)
    now -= 365 * 24 * 60 * minute
    expect(await attempt(wrong)).toEqual({ kind: 'wait', ms: 30_000 })
  })

  it('after eight wrong ones opens nothing, and everything sealed is still there', async () => {
    const bytes = await dataKey()
    await setPin(notes, accountId, bytes, right, few)
    await fail(8)
    expect(await attempt(right)).toEqual({ kind: 'lockedOut' })
    // The server's way in (recovery.ts) ends with a new wrap: nothing else was lost.
    await setPin(notes, accountId, bytes, other, few)
    expect(await attempt(other)).toBe(toBase64(bytes))
  })
})

describe('the keys open in a page', () => {
  it('D1: a process killed anywhere while the PIN changes leaves a book that one of the two opens', async () => {
    const bytes = await dataKey()
    await setPin(notes, accountId, bytes, right, few)
    const note = await notes.read(accountId)
    const steps = await stepsOfSetting(bytes)
    expect(steps).toContain('commit')
    for (const fault of ['death', 'deathAfter'] as const) {
      for (const [at, step] of steps.entries()) {
        if (fault === 'deathAfter' && step !== 'commit') continue
        const disk = new FaultyDisk()
        const life = disk.begin()
        const dying = new KeyStore(life.disk)
        const left = new KeyStore({ indexedDB: disk.factory })
        await left.change(accountId, () => note)
        disk.plan(at, fault)
        setPin(dying, accountId, bytes, other, few).catch(() => undefined)
        await vi.waitUntil(() => life.isDead || disk.steps.length === steps.length)
        life.end()
        disk.heal()
        const opened = await Promise.all(
          [right, other].map(async (pin) => openByPin(left, accountId, pin, now)),
        )
        expect(
          opened.some(({ ok }) => ok),
          `${fault} at step ${at}`,
        ).toBe(true)
      }
    }
  })

  it('a locked book opens for no page but one that another page hands the key to', async () => {
    const bytes = await dataKey()
    await setPin(notes, accountId, bytes, right, few)
    const channel = () => new BroadcastChannel('keys-test')
    const first = new KeyKeeper(notes, channel())
    const second = new KeyKeeper(notes, channel())
    await expect(first.cipherFor(accountId)).rejects.toThrow(Locked)
    const note = await notes.read(accountId)
    if (note) await first.admit(note, bytes)
    const sealed = await (await first.cipherFor(accountId)).seal('a', '支部')
    const handed = await second.cipherFor(accountId)
    expect(await handed.open('a', sealed)).toBe('支部')
    let told = ''
    second.news = { onopened: () => {}, onused: () => {}, onlocked: (id) => (told = id) }
    first.lock(accountId)
    await expect.poll(() => told).toBe(accountId)
    await expect(second.cipherFor(accountId)).rejects.toThrow(Locked)
    first.close()
    second.close()
  })
})

/** What setting a PIN does to the disk on a good day. */
async function stepsOfSetting(bytes: Uint8Array<ArrayBuffer>) {
  const disk = new FaultyDisk()
  const store = new KeyStore(disk.begin().disk)
  const note = await newNote(accountId)
  await store.change(accountId, () => note)
  disk.heal()
  await setPin(store, accountId, bytes, other, few)
  return [...disk.steps]
}
