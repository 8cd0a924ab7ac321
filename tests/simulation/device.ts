/** One browser of one person: its disk, its clock, what is open on its screen, and the release of the app that runs. */
import { filesBucket, publicBucket, workBucket } from '../../schema/bucket.ts'
import type { Account } from '../../sync/authority/answer.ts'
import type { Pen } from '../../sync/device/write.ts'
import type { Command, Member } from './commands.ts'
import { Disk } from './disk.ts'
import { engineOf } from './engines.ts'
import type { FaultKind } from './faults.ts'
import type { Form } from './form.ts'
import { branches, homeOf, people, start } from './township.ts'

/** A clock that is years out; the histories set it eleven years ahead or seven behind. */
export function eraOf(wallMs: number): 'future' | 'past' | undefined {
  const year = new Date(wallMs).getUTCFullYear()
  return year >= 2036 ? 'future' : year <= 2020 ? 'past' : undefined
}

export class Device {
  readonly disk = new Disk()
  readonly index: number
  readonly name: string
  readonly account: Account
  readonly branch: string
  speaks: 1 | 2
  aheadMs = 0
  /** Of a clock that runs too fast, milliseconds an hour. */
  driftMs = 0
  offsetMs = 0
  readonly inUse = new Set<string>()
  readonly kept = new Set<string>()
  /** Forms over papers, by row. */
  readonly forms = new Map<string, Form>()
  /** What each tab remembers of digests that would not be mended. */
  readonly unmended = [new Map<string, string>(), new Map<string, string>()] as const
  /** The last reply of an earlier exchange, which a broken cache may deliver again. */
  lastReply: string | undefined
  /** Buckets it once had to give back. */
  readonly lostOnce = new Set<string>()
  /**
   * Something has been at its database, or a reply to another request was taken for this one's: until what is held has
   * been counted, positions prove nothing (R2).
   */
  spoiled = false

  constructor(index: number, { who, speaks }: Member) {
    this.index = index
    this.name = `device-${index}`
    this.account = people[who % people.length] ?? { id: 'nobody', personId: 'nobody' }
    this.branch = homeOf(this.account.personId)
    this.speaks = speaks
  }

  get engine() {
    return engineOf(this.speaks)
  }

  wallMs(now: number): number {
    return now + this.aheadMs + Math.round((this.driftMs * (now - start)) / 3_600_000)
  }

  pen(now: () => number, newId: () => string): Pen {
    return {
      device: this.name,
      wallMs: () => this.wallMs(now()),
      offsetMs: () => this.offsetMs,
      newId,
    }
  }

  /** What is wrong with the clock now. */
  setClock(
    { aheadMs, driftMs = 0 }: Command & { readonly do: 'setClock' },
    now: number,
  ): FaultKind {
    this.aheadMs = aheadMs
    this.driftMs = driftMs
    const era = eraOf(this.wallMs(now))
    if (era !== undefined) return era === 'future' ? 'clockAt2037' : 'clockAt2019'
    return driftMs === 0 ? 'clockSet' : 'clockDrifts'
  }

  look({ branch, part, year, keep }: Command & { readonly do: 'look' }): void {
    const branchId = branches[branch % branches.length] ?? branches[0]
    const bucket =
      part === 'files'
        ? filesBucket(branchId)
        : (part === 'work' ? workBucket : publicBucket)(branchId, String(year))
    ;(keep ? this.kept : this.inUse).add(bucket)
  }

  /** The app was closed or killed: screens are gone, what it only remembered as well. */
  restart(): void {
    for (const tab of this.unmended) tab.clear()
    this.inUse.clear()
    this.forms.clear()
  }

  open() {
    return { inUse: [...this.inUse], kept: [...this.kept] }
  }
}
