/** A tab for tests: a device whose sync goes on by itself, in a time that the test lets pass. Timers are to be faked. */
import { vi } from 'vitest'
import type { BookSync } from './sync/book-sync.ts'
import { noCipher } from './keys/cipher.ts'
import { ExampleAuthority, ExampleDevice, ledFrom } from './example-device.ts'
import type { DeviceParts } from './example-device.ts'
import { FaultyDisk } from './disk/faulty-disk.ts'
import type { Outcome } from './sync/schedule.ts'

/** Lets so many seconds pass, with time between them for the disk and for other tabs. */
export async function seconds(count: number, each: () => void = () => {}): Promise<void> {
  for (let second = 0; second < count; second += 1) {
    await breath()
    each()
    await vi.advanceTimersByTimeAsync(1_000)
  }
  await breath()
}

async function breath(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

type ExampleTab = {
  readonly device: ExampleDevice
  readonly authority: ExampleAuthority
  readonly sync: BookSync
  /** How its own runs ended. */
  readonly runs: readonly Outcome['kind'][]
  close(): Promise<void>
}

/** With a disk of its own, because only what tabs say to each other and to the authority matters here. */
export async function openTab(
  leading: Promise<unknown>,
  parts: Partial<DeviceParts> = {},
): Promise<ExampleTab> {
  const authority = parts.authority ?? new ExampleAuthority()
  // Sealing takes real time, of which the test's knows nothing.
  const cipher = noCipher
  const life = new FaultyDisk().begin()
  const device = new ExampleDevice({ life, cipher, ...parts, authority })
  vi.useRealTimers()
  await device.open()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const runs: Outcome['kind'][] = []
  const sync = device.attend(ledFrom(leading), ({ kind }) => runs.push(kind))
  const close = async () => {
    sync.close()
    await device.book.leave()
  }
  return { device, authority, sync, runs, close }
}
