/** A village where several people write the minutes of one meeting, in memory: the real rows, edits and authority, no wire. */
import { makeRegistry } from '../schema/define-record.ts'
import { standingIn } from '../schema/document.ts'
import type { Json } from '../schema/json.ts'
import { meeting } from '../schema/records/meeting.ts'
import { acceptEdits } from './authority/accept-edits.ts'
import { actorOf } from './authority/actor.ts'
import { MemoryStore } from './authority/memory-store.ts'
import { makeStamp } from './clock.ts'
import type { DeviceRow, HeldEdit } from './device/row.ts'
import { receive, settle } from './device/row.ts'
import { write } from './device/write.ts'
import { accounts, registry as example, settleTownship } from './example-township.ts'
import { TextSession, mergedWords } from './text-session.ts'
import type { Verdict } from './wire/sync.ts'

export const registry = makeRegistry([...example.all, meeting])
const born = { branchId: 'branchA', kinds: ['themeDay'], startsAt: '2026-03-01T01:00:00.000Z' }
const start = Date.parse('2026-03-01T02:00:00.000Z')

/** How the words reach the row: with Yjs, on a phone where it did not load, by a release that knew no documents. */
export type How = 'session' | 'loose' | 'version1'
export type Command =
  | {
      readonly do: 'write'
      readonly phone: number
      readonly how: How
      readonly at: number
      readonly letters: number
      readonly cut: number
    }
  | { readonly do: 'sync'; readonly phone: number; readonly replyLost: boolean }

export class Phone {
  row: DeviceRow | undefined
  readonly name: string
  readonly account
  constructor(index: number, personId: string) {
    this.name = `phone-${index}`
    this.account = accounts.find((account) => account.personId === personId)
  }
}

export class Village {
  readonly authority = new MemoryStore()
  readonly phones: readonly Phone[]
  now = start
  #ids = 0
  #letter = 0x4e00
  /** Every letter written, and those that somebody who had them before him took out. */
  readonly written = new Set<string>()
  readonly cut = new Set<string>()
  /** What the authority did not take. */
  readonly refused: Verdict[] = []

  /** By whose they are. */
  constructor(...people: readonly string[]) {
    this.phones = people.map((personId, index) => new Phone(index, personId))
  }

  /** The meeting lies on the authority as a release without documents stored it: its minutes are words and nothing else. */
  async open(): Promise<this> {
    await settleTownship(this.authority)
    const body = { ...born, minutes: this.#fresh(3) }
    const stamp = makeStamp({ ms: start - 60_000, counter: 0, device: 'authority' })
    await this.authority.write((transaction) =>
      transaction.putRow({
        id: 'm1',
        type: meeting.name,
        of: born.branchId,
        at: born.startsAt,
        rev: 1,
        body,
        stamps: Object.fromEntries(Object.keys(body).map((name) => [name, stamp])),
      }),
    )
    for (const phone of this.phones) await this.sync(phone)
    return this
  }

  #fresh(letters: number): string {
    const fresh = Array.from({ length: letters }, () => String.fromCharCode((this.#letter += 1)))
    for (const letter of fresh) this.written.add(letter)
    return fresh.join('')
  }

  put(phone: Phone, fields: Readonly<Record<string, Json>>): ReturnType<typeof write> {
    const pen = {
      device: phone.name,
      wallMs: () => this.now,
      offsetMs: () => 0,
      newId: () => `edit-${(this.#ids += 1)}`,
    }
    const result = write(meeting, phone.row, { id: 'm1', fields }, pen)
    if (result.ok) phone.row = result.value
    return result
  }

  async perform(command: Command): Promise<void> {
    this.now += 1_000
    const phone = this.phones[command.phone % this.phones.length]
    if (!phone) return
    if (command.do === 'sync') await this.sync(phone, command.replyLost)
    else this.#write(phone, command)
  }

  #write(phone: Phone, { how, at, letters, cut }: Command & { do: 'write' }): void {
    const standing = standingIn(phone.row?.body ?? {}, 'minutes')
    const before = how === 'session' ? mergedWords(standing) : standing.text
    const place = at % (before.length + 1)
    const text = before.slice(0, place) + this.#fresh(letters) + before.slice(place + cut)
    for (const letter of before.slice(place, place + cut)) this.cut.add(letter)
    if (how === 'session') {
      const session = new TextSession(standing, before, 1_000_000 + this.#ids)
      session.type(text)
      this.put(phone, { minutes: session.finish(standing) })
    } else {
      this.put(phone, { minutes: { text, over: before } })
      if (how === 'version1') this.#asVersion1(phone, text)
    }
  }

  /** What a phone with the release before documents would have put into its outbox. */
  #asVersion1(phone: Phone, text: string): void {
    const last = phone.row?.edits.at(-1)
    if (!phone.row || last?.fields['minutes'] === undefined) return
    const old: HeldEdit = { ...last, version: 1, fields: { minutes: text === '' ? null : text } }
    phone.row = { ...phone.row, edits: [...phone.row.edits.slice(0, -1), old] }
  }

  async sync(phone: Phone, replyLost = false): Promise<readonly Verdict[]> {
    const edits = (phone.row?.edits ?? [])
      .filter((edit) => !edit.refused)
      .map(({ refused: _none, ...edit }) => edit)
    const { account, name: device } = phone
    if (!account) return []
    const verdicts = await this.authority.write(async (transaction) => {
      const actor = await actorOf(transaction, account, this.now)
      if (!actor) throw new Error('nobody')
      const arrival = { actor, device, now: this.now, sentAt: this.now }
      return acceptEdits(registry, transaction, edits, arrival, (error) => {
        throw error
      })
    })
    this.refused.push(...verdicts.filter(({ result }) => result === 'refused'))
    if (replyLost) return verdicts
    const told = await this.authority.read((view) => view.row('m1'))
    const byEdit = new Map(verdicts.map((verdict) => [verdict.edit, verdict]))
    if (phone.row) phone.row = settle(registry, phone.row, byEdit)
    if (told) phone.row = receive(registry, phone.row, told)
    return verdicts
  }

  async heal(): Promise<string> {
    for (let round = 0; round < 2; round += 1)
      for (const phone of this.phones) await this.sync(phone)
    const row = await this.authority.read((view) => view.row('m1'))
    return standingIn(row?.body ?? {}, 'minutes').text
  }
}
