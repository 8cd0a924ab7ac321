/** This device's name towards the server. Lost with the browser's storage, and then found again by the session's cookie. */
import type { Notes } from '#lib/data/disk/local-notes.ts'
import { randomId } from '#lib/data/random-id.ts'

const isName = (name: string | undefined): name is string =>
  name !== undefined && /^[A-Za-z0-9_-]{6,24}$/.test(name)

export class ThisDevice {
  readonly #notes: Notes
  #id: string

  constructor(notes: Notes) {
    this.#notes = notes
    const kept = notes.read('device')
    this.#id = isName(kept) ? kept : randomId(16)
    if (this.#id !== kept) notes.write('device', this.#id)
  }

  get id(): string {
    return this.#id
  }

  /** What the device list shows: enough for a person to recognise it. */
  get label(): string {
    const [, system = ''] = /\(([^)]*)\)/.exec(navigator.userAgent) ?? []
    return system.slice(0, 80)
  }

  /** A wide screen with a mouse: others may sit down at it, and its sessions are short. */
  get desk(): boolean {
    return matchMedia('(min-width: 64em) and (pointer: fine)').matches
  }

  /** The name it had before its storage was cleared. */
  adopt(id: string | undefined): void {
    if (!isName(id) || id === this.#id) return
    this.#id = id
    this.#notes.write('device', id)
  }
}
