/** What the parts of the simulated world may use of it, and what they note in it. */
import type { Json } from '../../schema/json.ts'
import type { Pen } from '../../sync/device/write.ts'
import type { AuthoritySide } from './authority-side.ts'
import type { Device } from './device.ts'
import type { FaultKind, Passage } from './faults.ts'

export type Fields = Readonly<Record<string, Json>>

/** One edit as its writer meant it, noted apart from the sync. */
export type Said = {
  readonly id: string
  readonly device: number
  readonly row: string
  /** By today's names. */
  readonly fields: Fields
  /** What a person typed of it; the rest was carried along from what was refused. */
  readonly typed: ReadonlySet<string>
  /** When the words were first written, among all. */
  readonly order: number
  /** Written without having one's own earlier words before one's eyes: nothing says that it comes after them. */
  readonly blind: boolean
  /** Of the document of a paper, where it was written. */
  readonly words?: Words
  /** Of a signature: the page that its writer had before his eyes. */
  readonly page?: Json
}

export type Words = {
  /** All that its writer saw as he saved. */
  readonly text: string
  /** Of it what the edit brings: without what he says it was written over: that has edits of its own. */
  readonly letters: string
  /** Letters that he had before him and took out, now or in earlier words that these take up. */
  readonly cut: ReadonlySet<string>
  /** Written with Yjs, and with an update. */
  readonly exact: boolean
}

export type Stage = {
  /** True time, milliseconds; what takes time moves it on. */
  now: number
  /** Bytes a page, about. */
  readonly page: number
  readonly authority: AuthoritySide
  /** Every edit that lay on a disk, in the order of writing. */
  readonly said: Said[]
  /** Refused edits that their writers took back. */
  readonly takenBack: Set<string>
  /** Rows of the archive that the office has brought in. */
  readonly imported: string[]
  /** Counts a fault that really befell somebody. */
  note(kind: FaultKind): void
  /** Counts a way through the protocol that was taken. */
  pass(passage: Passage): void
  /** What a person on the device writes with. */
  pen(device: Device): Pen
  /** Letters that nobody has written yet. */
  freshLetters(count: number): string
  /** A client id for Yjs that nobody has used. */
  newClient(): number
}
