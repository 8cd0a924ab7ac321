/**
 * Devices, one authority, and everything between them that can go wrong, in one process and without a real clock: the
 * same commands always give the same history.
 */
import { localYear } from '../../schema/rules/calendar.ts'
import type { Holdings } from '../../sync/device/holdings.ts'
import type { Obstacle } from '../../sync/device/loop.ts'
import { AuthoritySide } from './authority-side.ts'
import type { Act, Command, History, Office, Sync } from './commands.ts'
import { damage } from './damage.ts'
import { Device } from './device.ts'
import type { DiskFault, FaultKind, NetworkFault, Passage } from './faults.ts'
import { Death, DiskError, faultKinds, noneOf, passages } from './faults.ts'
import type { LostWrites } from './lost-database.ts'
import { excuse, noteOwed, writesKnown } from './lost-database.ts'
import { Network } from './network.ts'
import { orderFrom } from './office.ts'
import { start, writeAsOffice } from './township.ts'
import type { Gate } from './turns.ts'
import { openGate, takeTurns } from './turns.ts'
import type { Said } from './stage.ts'
import { actOn } from './paperwork.ts'
import { sendAgainOn, takeBackOn } from './writing.ts'

/** How a run of the loop ended. */
export type RunEnd = {
  readonly exchanges: number
  readonly ended: 'confirmed' | 'died' | Obstacle['kind']
}

export type Running = {
  readonly tab?: 0 | 1
  readonly faults?: readonly (NetworkFault | '')[]
  readonly disk?: readonly DiskFault[]
  readonly gate?: Gate
}

export class World {
  now = start
  readonly page: number
  readonly authority = new AuthoritySide()
  readonly devices: readonly Device[]
  /** Every edit that lay on a disk, in the order of writing. */
  readonly said: Said[] = []
  /** Edits that were lost for a reason no sync can help: with an evicted database, or with the authority's own disk. */
  readonly lostByDisk = new Set<string>()
  readonly lostByRestore: LostWrites = new Map()
  /** Of those, what their writers hold and must offer again (D5). */
  readonly owed = new Map<string, readonly string[]>()
  /** Refused edits that their writers took back. */
  readonly takenBack = new Set<string>()
  /** By paper, what was signed. */
  readonly signed = new Map<string, string>()
  /** The authority's database was once older than what devices had learned from it. */
  restored = false
  readonly imported: string[] = []
  readonly injected = noneOf(faultKinds)
  readonly passed = noneOf(passages)
  readonly network: Network
  exchanges = 0
  /** Devices that in the end had nothing to say and nothing to learn. */
  quiet = 0
  #ids = 0
  #edits = 0
  #letters = 0
  #clients = 0

  constructor({ crew, page }: History) {
    this.page = page
    this.devices = crew.map((member, index) => new Device(index, member))
    this.network = new Network(this)
  }

  async open(): Promise<this> {
    await this.authority.open()
    return this
  }

  note(kind: FaultKind): void {
    this.injected[kind] += 1
  }

  pass(passage: Passage): void {
    this.passed[passage] += 1
  }

  newId = (): string => `id-${(this.#ids += 1)}`

  freshLetters(count: number): string {
    return Array.from({ length: count }, () =>
      String.fromCharCode(0x4e00 + (this.#letters += 1)),
    ).join('')
  }

  newClient = (): number => (this.#clients += 1)

  pen(device: Device) {
    return device.pen(() => this.now, this.newId)
  }

  deviceAt(index: number): Device {
    const device = this.devices[index % this.devices.length]
    if (!device) throw new Error('a history without devices')
    return device
  }

  async perform(command: Command): Promise<void> {
    this.now += 1_000
    switch (command.do) {
      case 'write':
      case 'compose':
      case 'sign':
      case 'sync':
      case 'office':
        return this.#act(command, openGate)
      case 'together':
        return this.#together(command)
      case 'wait':
        return this.#wait(command.ms)
      case 'arrive':
        return this.network.deliverDelayed()
      case 'authority':
        return this.#befallAuthority(command.what)
      default:
        return this.#befall(this.deviceAt(command.device), command)
    }
  }

  async #act(part: Act | Sync | Office, gate: Gate): Promise<void> {
    if (part.do === 'office') {
      await gate()
      return this.#office(part)
    }
    const device = this.deviceAt(part.device)
    if (part.do !== 'sync')
      return this.#onDisk(device, gate, (store) => actOn(this, device, store, part))
    await this.sync(device, { ...part, gate })
  }

  async #together({ parts, order }: Command & { do: 'together' }): Promise<void> {
    const syncs = parts.filter((part) => part.do === 'sync')
    const tabs = new Set(syncs.map(({ device, tab }) => `${device % this.devices.length} ${tab}`))
    const running = new Set(syncs.map(({ device }) => device % this.devices.length))
    if (tabs.size > running.size) this.note('twoTabs')
    await takeTurns(
      parts.map((part) => (gate) => this.#act(part, gate)),
      order,
    )
  }

  async #wait(ms: number): Promise<void> {
    const year = localYear(new Date(this.now).toISOString())
    this.now += ms
    if (localYear(new Date(this.now).toISOString()) !== year) this.note('yearTurns')
  }

  /** What a person does on the device; a full or dying disk tells him at once that it was not kept. */
  async #onDisk(
    device: Device,
    gate: Gate,
    work: (store: ReturnType<Device['disk']['openedBy']>) => Promise<void>,
  ): Promise<void> {
    const store = device.disk.openedBy({ gate, faults: [], onFault: (kind) => this.note(kind) })
    try {
      await work(store)
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
    }
  }

  async #office(order: Office): Promise<void> {
    const edits = await orderFrom(this, order, () => `office-${(this.#edits += 1)}`)
    if (edits.length === 0) return
    await writeAsOffice(this.authority.records, this.now, edits)
    this.note(order.what)
  }

  async #befall(
    device: Device,
    command: Exclude<
      Command,
      { do: Act['do'] | 'sync' | 'office' | 'together' | 'wait' | 'arrive' | 'authority' }
    >,
  ): Promise<void> {
    switch (command.do) {
      case 'setClock':
        return this.note(device.setClock(command, this.now))
      case 'takeBack':
        // The first release kept what had left its scope and was taken back.
        if (device.speaks === 1) return
        return this.#onDisk(device, openGate, (store) => takeBackOn(this, device, store))
      case 'sendAgain':
        return this.#onDisk(device, openGate, (store) => sendAgainOn(this, device, store))
      case 'look':
        return device.look(command)
      case 'lookAway':
        return device.inUse.clear()
      case 'fill':
      case 'makeRoom':
        device.disk.full = command.do === 'fill'
        return
      case 'restart':
        device.restart()
        return this.note('appRestarts')
      case 'update':
        if (device.speaks === 2) return
        device.speaks = 2
        device.restart()
        return this.note('appUpdates')
      case 'evict':
        return this.#evict(device)
      case 'damage':
        // The first release keeps no digests: nothing could ever mend it.
        if (device.speaks === 1 || !(await damage(device.disk, command.how, command.pick))) return
        device.spoiled = true
        excuse(this, device)
        return this.note(command.how)
    }
  }

  async #evict(device: Device): Promise<void> {
    const unsent = (await device.disk.contents.outbox()).flatMap(({ edits }) => edits)
    for (const { id } of unsent) this.lostByDisk.add(id)
    excuse(this, device)
    device.disk.evict()
    device.restart()
    this.note(unsent.length > 0 ? 'evictedWithUnsent' : 'evicted')
  }

  async #befallAuthority(what: (Command & { do: 'authority' })['what']): Promise<void> {
    switch (what) {
      case 'restart':
        this.authority.restart()
        return this.note('authorityRestarts')
      case 'backUp':
        return this.authority.backUp(this.now)
      case 'forgetProtocol1':
        this.authority.oldest = 2
        return this.note('authorityForgetsProtocol1')
      case 'restore':
        return this.#restore()
    }
  }

  async #restore(): Promise<void> {
    const known = await writesKnown(this)
    // Bringing a backup back takes its time.
    if (!this.authority.restore(this.now + 60_000)) return
    this.now += 60_000
    const left = await writesKnown(this)
    for (const [id, stamp] of known) if (!left.has(id)) this.lostByRestore.set(id, stamp)
    await noteOwed(this)
    for (const device of this.devices) device.spoiled = true
    this.network.forget()
    this.signed.clear()
    this.restored = true
    this.note('authorityRestored')
  }

  /** One run of the real loop over a network and a disk that fail as told. */
  async sync(device: Device, running: Running = {}): Promise<RunEnd> {
    const { tab = 0, faults = [], disk = [], gate = openGate } = running
    const opening = { gate, faults: disk, onFault: (kind: FaultKind) => this.note(kind) }
    const line = this.network.lineFor(device, faults, gate)
    const before = await device.disk.contents.holdings()
    try {
      const ended = await device.engine.run({
        store: device.disk.openedBy(opening),
        device: device.name,
        wallMs: () => device.wallMs(this.now),
        open: device.open(),
        rows: this.page < 500 ? 3 : 2_000,
        unmended: device.unmended[tab],
        carry: (request) => line.carry(request),
        onReply: (offsetMs) => void (device.offsetMs = offsetMs),
      })
      return { exchanges: line.exchanges, ended: ended.ok ? 'confirmed' : ended.failure.kind }
    } catch (error) {
      // The process died; what its store holds is all that is left, and the next run starts from there.
      if (!(error instanceof Death)) throw error
      device.restart()
      return { exchanges: line.exchanges, ended: 'died' }
    } finally {
      this.exchanges += line.exchanges
      this.#noteHoldings(device, before, await device.disk.contents.holdings())
    }
  }

  #noteHoldings(device: Device, before: Holdings, after: Holdings): void {
    for (const bucket of Object.keys(before.positions))
      if (!(bucket in after.positions) && !device.lostOnce.has(bucket)) this.pass('letGo')
    for (const bucket of Object.keys(before.packed))
      if (!(bucket in after.packed) && bucket in after.positions) this.pass('packOpened')
  }
}
