/** What may happen in a history, as plain JSON, so that a failure can be shrunk, printed and kept. */
import type { Json } from '../../schema/json.ts'
import type { Damage, DiskFault, NetworkFault } from './faults.ts'
import type { Stage } from './paper.ts'

/** Whose browser it is, and the protocol of its release. */
export type Member = { readonly who: number; readonly speaks: 1 | 2 }

export type Sync = {
  readonly do: 'sync'
  readonly device: number
  readonly tab?: 0 | 1
  /** Befall the exchanges of the run in order; '' for none. */
  readonly faults: readonly (NetworkFault | '')[]
  readonly disk?: readonly DiskFault[]
}

export type Write = {
  readonly do: 'write'
  readonly device: number
  /** 0–3 an entry, 4–5 a note, 6–7 something from the archive, 8–9 a paper. */
  readonly row: number
  readonly fields: Readonly<Record<string, Json>>
}

/** Work on the words of a paper. A form that is not saved stays open, and the next work goes on in it. */
export type Compose = {
  readonly do: 'compose'
  readonly device: number
  readonly paper: number
  /** Of a form that opens: did Yjs load? The first release knows neither. */
  readonly yjs: boolean
  /** So many letters come at a place, and so many after it go. */
  readonly at: number
  readonly letters: number
  readonly cut: number
  readonly save: boolean
  /** Written with the same stroke. */
  readonly title?: string
}

/** A step of a paper; `flaw`: in another's name, or with a seal of something else. */
export type Sign = {
  readonly do: 'sign'
  readonly device: number
  readonly paper: number
  readonly to: Stage
  readonly flaw?: 'anothersName' | 'wrongSeal'
}

/** What somebody does with a row on a device. */
export type Act = Write | Compose | Sign

export type Office =
  | {
      readonly do: 'office'
      readonly what: 'memberMoves'
      readonly who: number
      readonly branch: number
    }
  | {
      readonly do: 'office'
      readonly what: 'postEnds' | 'postEndsLater'
      readonly post: number
    }
  | {
      readonly do: 'office'
      readonly what: 'postBegins'
      readonly who: number
      readonly office: 'secretary' | 'deputy' | 'staff'
      readonly branch: number
    }
  | {
      readonly do: 'office'
      readonly what: 'import'
      readonly branch: number
      readonly year: number
      readonly rows: number
    }

export type Command =
  | Act
  | Sync
  | Office
  /** Several at once, turn by turn as `order` says. */
  | {
      readonly do: 'together'
      readonly parts: readonly (Act | Sync | Office)[]
      readonly order: readonly number[]
    }
  | { readonly do: 'wait'; readonly ms: number }
  /** Requests that were under way for long reach the authority after all. */
  | { readonly do: 'arrive' }
  | {
      readonly do: 'setClock'
      readonly device: number
      readonly aheadMs: number
      readonly driftMs?: number
    }
  | { readonly do: 'takeBack' | 'sendAgain'; readonly device: number }
  /** Somebody looks into a bucket besides his own, or marks it to be kept on the device. */
  | {
      readonly do: 'look'
      readonly device: number
      readonly branch: number
      readonly part: 'public' | 'work' | 'files'
      readonly year: number
      readonly keep: boolean
    }
  | { readonly do: 'lookAway'; readonly device: number }
  | {
      readonly do: 'damage'
      readonly device: number
      readonly how: Damage
      readonly pick: number
    }
  | { readonly do: 'fill' | 'makeRoom' | 'evict' | 'restart' | 'update'; readonly device: number }
  | {
      readonly do: 'authority'
      readonly what: 'restart' | 'backUp' | 'restore' | 'forgetProtocol1'
    }

export type History = {
  readonly crew: readonly Member[]
  /** Bytes a page, about. */
  readonly page: number
  readonly commands: readonly Command[]
}
