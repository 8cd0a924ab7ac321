/** This device's name towards the server. Lost with the browser's storage, and then simply another device. */
import type { Notes } from '#lib/data/local-notes.ts'
import { randomId } from '#lib/data/random-id.ts'

export function deviceId(notes: Notes): string {
  const kept = notes.read('device')
  if (kept !== undefined && /^[A-Za-z0-9_-]{6,24}$/.test(kept)) return kept
  const made = randomId(16)
  notes.write('device', made)
  return made
}

/** What the device list shows: enough for a person to recognise it. */
export function deviceLabel(): string {
  const [, system = ''] = /\(([^)]*)\)/.exec(navigator.userAgent) ?? []
  return system.slice(0, 80)
}
