/** Between a device and the authority: one request at a time, and everything that befalls it on the way. */
import type { Account } from '../../sync/authority/answer.ts'
import type { Obstacle } from '../../sync/device/loop.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { ReceivedRequest } from '../../sync/wire/request.ts'
import { readRequest } from '../../sync/wire/request.ts'
import type { Answered } from './authority-side.ts'
import type { Device } from './device.ts'
import type { NetworkFault } from './faults.ts'
import { Death, DiskError, holds } from './faults.ts'
import type { Gate } from './turns.ts'
import { openGate } from './turns.ts'
import type { Stage } from './stage.ts'

type Sent = { readonly account: Account; readonly request: ReceivedRequest }
type Carried = Result<string, Obstacle>

const unreachable: Carried = fail({ kind: 'unreachable' })
const portal = '<!doctype html><title>欢迎使用</title><p>请先登录</p>'

/** What happens to the request before the authority sees it; undefined where it gets there. */
const stopped: Partial<Record<NetworkFault, Carried>> = {
  requestLost: unreachable,
  requestDelayed: unreachable,
  captivePortal: succeed(portal),
  serverError: unreachable,
  busy: fail({ kind: 'busy', retryAfterMs: 30_000 }),
  signedOut: fail({ kind: 'signedOut' }),
}

export class Network {
  /** Requests that the authority has answered since its database last came back, for repeating them. */
  readonly answered: Sent[] = []
  readonly #world: Stage
  #delayed: Sent[] = []

  constructor(world: Stage) {
    this.#world = world
  }

  /** A line of one run; `faults` befall its exchanges in order. */
  lineFor(device: Device, faults: readonly (NetworkFault | '')[], gate: Gate): Line {
    return new Line(this.#world, this, device, [...faults], gate)
  }

  delay(sent: Sent): void {
    this.#delayed.push(sent)
  }

  /** What was sent to a database that is no more. */
  forget(): void {
    this.answered.length = 0
  }

  async deliverDelayed(): Promise<void> {
    const delayed = this.#delayed
    this.#delayed = []
    for (const sent of delayed) await this.ask(sent, openGate, undefined)
  }

  /** Undefined where nobody stands behind the account, or the authority could not write. */
  async ask(
    sent: Sent,
    gate: Gate,
    fault: NetworkFault | '' | undefined,
  ): Promise<Answered | undefined> {
    const world = this.#world
    const trouble =
      fault === 'authorityTrips' ? 'trips' : fault === 'authorityWriteFails' ? 'fails' : undefined
    try {
      const answered = await world.authority.ask(sent.request, {
        account: sent.account,
        now: () => world.now,
        gate,
        trouble,
        onCommit: () => void (world.now += fault === 'commitDelayed' ? 100_000 : 0),
      })
      if (answered) this.answered.push(sent)
      return answered
    } catch (error) {
      // The whole transaction failed: an error page, as far as the device can see.
      if (!(error instanceof DiskError)) throw error
      return undefined
    }
  }
}

class Line {
  exchanges = 0
  readonly #world: Stage
  readonly #network: Network
  readonly #device: Device
  readonly #faults: (NetworkFault | '')[]
  readonly #gate: Gate

  constructor(
    world: Stage,
    network: Network,
    device: Device,
    faults: (NetworkFault | '')[],
    gate: Gate,
  ) {
    this.#world = world
    this.#network = network
    this.#device = device
    this.#faults = faults
    this.#gate = gate
  }

  async carry(sent: unknown): Promise<Carried> {
    const world = this.#world
    this.exchanges += 1
    const most = world.authority.pagesAtMost(world.page)
    holds(
      this.exchanges <= most,
      'L1',
      () => `${this.#device.name} goes on beyond ${most} exchanges`,
    )
    const fault = this.#faults.shift() ?? ''
    const read = readRequest(JSON.parse(JSON.stringify(sent)), world.authority.oldest)
    if (!read) throw new Error(`W1: the device sent what is no request: ${JSON.stringify(sent)}`)
    // A device cannot ask for pages this small; here they make snapshots long.
    const request = { ...read, page: Math.min(read.page, world.page) }
    const { account } = this.#device
    if (fault !== '' && fault !== 'replyStale') world.note(fault)
    world.now += fault === 'slow' ? 300_000 : 300
    if (fault === 'requestDelayed') this.#network.delay({ account, request })
    await this.#gate()
    const before = fault === '' ? undefined : stopped[fault]
    if (before) return before
    return this.#exchange({ account, request }, fault)
  }

  async #exchange(sent: Sent, fault: NetworkFault | ''): Promise<Carried> {
    const world = this.#world
    const device = this.#device
    if (fault === 'replyStale' && device.lastReply !== undefined) {
      // A cache between the two answers with the reply to another request: what it says of places is not this request's.
      world.note(fault)
      device.spoiled = true
      return succeed(device.lastReply)
    }
    if (fault === 'requestRepeated') await this.#network.ask(sent, this.#gate, '')
    const answered = await this.#network.ask(sent, this.#gate, fault)
    world.now += fault === 'slow' ? 300_000 : 300
    await this.#gate()
    if (!answered || fault === 'replyLost') return unreachable
    if (fault === 'diesBeforeApplying') throw new Death()
    if (fault === 'replyTruncated')
      return succeed(answered.text.slice(0, Math.floor((answered.text.length * 2) / 3)))
    device.lastReply = answered.text
    notePassages(world, device, sent.request, answered)
    return succeed(answered.text)
  }
}

function notePassages(
  world: Stage,
  device: Device,
  request: ReceivedRequest,
  { reply }: Answered,
): void {
  for (const { result, reason } of reply.verdicts) {
    if (result === 'refused' || result === 'merged') world.pass(result)
    if (reason === 'frozen') world.pass('frozenRefused')
    if (reason === 'notNow') world.pass('stepTooLate')
    if (reason === 'changedSince') world.pass(reason)
  }
  if (request.protocol === 1 && request.edits.length > 0) world.pass('writtenByReleased')
  if (Object.values(request.positions).some((position) => typeof position === 'string'))
    world.pass('snapshotGoesOn')
  if (reply.packs.length > 0) world.pass('packTaken')
  if (reply.unpack.length > 0) world.pass('packOutdated')
  if (reply.repairs.some(({ differing }) => differing.length > 0)) world.pass('repaired')
  if (reply.rows.some(({ type }) => type === 'conflict')) world.pass('conflictRaised')
  noteScope(world, device, request, reply)
}

function noteScope(
  world: Stage,
  device: Device,
  { positions }: ReceivedRequest,
  { granted }: Answered['reply'],
): void {
  if (!granted) return
  const lost = Object.keys(positions).filter((bucket) => !granted.includes(bucket))
  if (lost.length > 0) world.pass('scopeLost')
  if (granted.some((bucket) => device.lostOnce.has(bucket))) world.pass('scopeRegained')
  for (const bucket of lost) device.lostOnce.add(bucket)
  for (const bucket of granted) device.lostOnce.delete(bucket)
}
