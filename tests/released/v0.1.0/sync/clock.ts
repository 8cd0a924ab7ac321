/**
 * Hybrid logical clocks as strings that sort: nine base-36 digits of milliseconds, three of a counter, then the
 * device. A later write of a field always carries a greater stamp than the one it replaced, whatever the
 * wall clock says; between devices the corrected wall clock decides, then the device's name.
 */
import type { Stamp } from './wire/edit.ts'

const timeDigits = 9
const counterDigits = 3
const counterLimit = 36 ** counterDigits

export type StampParts = { readonly ms: number; readonly counter: number; readonly device: string }

const digits = (value: number, length: number) => value.toString(36).padStart(length, '0')

export function makeStamp({ ms, counter, device }: StampParts): Stamp {
  return counter < counterLimit
    ? digits(ms, timeDigits) + digits(counter, counterDigits) + device
    : makeStamp({ ms: ms + 1, counter: counter - counterLimit, device })
}

export const readStamp = (stamp: Stamp): StampParts => ({
  ms: parseInt(stamp.slice(0, timeDigits), 36),
  counter: parseInt(stamp.slice(timeDigits, timeDigits + counterDigits), 36),
  device: stamp.slice(timeDigits + counterDigits),
})

/** A stamp at `nowMs`, or just after `after` where that is later. */
export function stampAfter(nowMs: number, device: string, after: Stamp | undefined): Stamp {
  if (after === undefined) return makeStamp({ ms: nowMs, counter: 0, device })
  const last = readStamp(after)
  return last.ms < nowMs
    ? makeStamp({ ms: nowMs, counter: 0, device })
    : makeStamp({ ms: last.ms, counter: last.counter + 1, device })
}

export const latestOf = (stamps: Iterable<Stamp | undefined>): Stamp | undefined => {
  let latest: Stamp | undefined
  for (const stamp of stamps)
    if (stamp !== undefined && (latest === undefined || stamp > latest)) latest = stamp
  return latest
}
