import type { Actor } from '../../schema/access.ts'
import type { FaultProxy } from '../fault-proxy/fault-proxy.ts'
import type { Phone } from '../load/phone.ts'
import type { Device } from './device.ts'
import type { Ledger } from './ledger.ts'
import type { Action } from './plan.ts'
import type { ServerRows } from './server-rows.ts'
import type { BranchBook } from './works.ts'

/** A branch's secretary with his phone, and the world around him. */
export type Life = {
  readonly device: Device
  readonly proxy: FaultProxy
  /** Somebody else of the same branch, on a good network. */
  readonly deputy: Phone
  readonly ledger: Ledger
  readonly book: BranchBook
  readonly server: ServerRows
  actor(): Promise<Actor>
  restartServer(how: 'ask' | 'kill'): Promise<void>
  readonly membersEach: number
  /** Hears of every action before it is done. */
  trace(action: Action): void
}
