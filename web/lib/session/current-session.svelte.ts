/**
 * Who uses this phone. After one sign-in the facts stay on the device, so that the app opens with no network; the
 * cookie that proves them to the server is out of reach here. When the server no longer accepts it (401), work goes on
 * and only sending waits: signing in again as the same account takes it up.
 */
import type { Actor } from '#schema/access.ts'
import { actorOn } from '#schema/access.ts'
import type { Holding } from '#lib/data/disk/leaving.ts'
import type { Notes } from '#lib/data/disk/local-notes.ts'
import { dayAt } from '#schema/rules/calendar.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { Session, SetUp } from '#sync/wire/session.ts'
import type { SessionApi, SessionFailure } from './api.ts'
import { isSession } from './api.ts'
import type { Facts } from './people-here.ts'
import { PeopleHere } from './people-here.ts'

export type SignOutFailure =
  /** Something in the book is unsent or not finished. */
  | { readonly kind: 'unfinished' }
  /** Something being typed is in memory only, and would go with the page. */
  | { readonly kind: 'unkept' }

/** What becomes of a book whose owner leaves: it stays, or it is deleted unless something in it holds it. */
export type Fate = 'stays' | { readonly goesUnless: Holding }

export type SessionParts = {
  readonly api: SessionApi
  readonly notes: Notes
  readonly device: {
    readonly id: string
    readonly label: string
    readonly desk: boolean
    adopt(id: string | undefined): void
  }
  /** What is being typed lies on the disk; false where the disk does not take it. */
  settle(): Promise<boolean>
  /** The server's clock, just heard. */
  onclock(serverNowMs: number): void
  /** The cookie is fresh: what waited can go. */
  onsignedin(): void
  /** Closes the person's database, or deletes it. False, and nothing is done, where something in it holds it. */
  onleave(accountId: string, fate: Fate): Promise<boolean>
  /** The corrected clock, ms. */
  now(): number
}

export class CurrentSession {
  #facts = $state.raw<Facts>()
  #restoring = $state(true)
  #foundByCookie = false
  #day = $state('')
  readonly #parts: SessionParts
  readonly #people: PeopleHere

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#people = new PeopleHere(parts.notes)
    this.#readFacts()
    this.turnDay()
  }

  /** Undefined while nobody has signed in on this device. */
  get account(): Session['account'] | undefined {
    return this.#facts?.account
  }

  get personName(): string | undefined {
    return this.#facts?.personName
  }

  readonly #actor = $derived.by(() => this.#facts && actorOn(this.#facts.actor, this.#day))

  /**
   * Who the server last took this person for, as of today: an office that began or ended since counts from its day on, with
   * or without a network. Decides what screens offer, never what is allowed.
   */
  get actor(): Actor | undefined {
    return this.#actor
  }

  /** The same as the server said it, for tabs to tell each other. */
  get told(): Actor | undefined {
    return this.#facts?.actor
  }

  /** Time has passed: call now and then. */
  turnDay(): void {
    this.#day = dayAt(this.#parts.now())
  }

  /** This browser knew nobody, and yet had the cookie of a session: its storage was cleared. */
  get foundByCookie(): boolean {
    return this.#foundByCookie
  }

  /** True until it is known whether somebody is signed in: show neither the app nor the sign-in page. */
  get restoring(): boolean {
    return this.#restoring && this.#facts === undefined
  }

  /** Where the device knows nobody, the browser's cookie may: asks once. Call when the app starts. */
  async restore(): Promise<void> {
    const { api, notes } = this.#parts
    if (notes.read('signed-out') !== undefined) {
      // Signed out without a network: the cookie is still to be thrown away.
      const gone = await api.signOut()
      if (gone.ok || gone.failure.error === 'signedOut') notes.write('signed-out', undefined)
    } else if (!this.#facts) {
      const current = await api.current()
      if (current.ok) {
        this.#foundByCookie = true
        this.#parts.device.adopt(current.value.device)
        this.#adopt(current.value)
      }
    }
    this.#restoring = false
  }

  /** `code`: of an authenticator, or on paper. Answers the codes on paper where they were made just now. */
  async signIn(
    name: string,
    password: string,
    code?: string,
  ): Promise<Result<Pick<Session, 'papers'>, SessionFailure>> {
    const { api, device } = this.#parts
    const { id, label, desk } = device
    const wish = { name, password, ...(code && { code }), device: { id, label, desk } }
    const answer = await api.signIn(wish)
    if (!answer.ok) return answer
    this.enter(answer.value)
    return answer
  }

  /** The server has let this device in, by whichever way. */
  enter(session: Session): void {
    this.#parts.notes.write('signed-out', undefined)
    this.#parts.notes.write('ended', undefined)
    this.#adopt(session)
    this.#parts.onsignedin()
  }

  /** The last session here was taken back by somebody, and everything has left the device. */
  get ended(): boolean {
    return this.#parts.notes.read('ended') !== undefined
  }

  /** What a device list shows of this one. */
  get device(): SessionParts['device'] {
    return this.#parts.device
  }

  /** The session was taken back, and all that was saved here has arrived: nothing stays, drafts neither. */
  async end(): Promise<void> {
    const { notes, onleave } = this.#parts
    const fate = { goesUnless: 'unsent' } as const
    if (!(await onleave(this.#facts?.account.id ?? '', fate))) return
    notes.write('session', undefined)
    notes.write('ended', 'yes')
    this.#facts = undefined
  }

  /** The first account of a new server, signed in at once. */
  async setUp(what: SetUp): Promise<Result<Pick<Session, 'papers'>, SessionFailure>> {
    const made = await this.#parts.api.setUp(what)
    return made.ok ? this.signIn(what.name, what.password) : made
  }

  /**
   * Signs out. Refused while work is unsent or not finished, unless it is to stay on this device for the same account's
   * next sign-in. Where there is none, the records leave the device.
   */
  async signOut(
    unfinished: 'refuse' | 'keep' = 'refuse',
  ): Promise<Result<undefined, SignOutFailure>> {
    const { api, notes, settle, onleave } = this.#parts
    const accountId = this.#facts?.account.id ?? ''
    if (!(await settle())) return fail({ kind: 'unkept' })
    if (await onleave(accountId, { goesUnless: 'unfinished' })) this.#people.forget(accountId)
    else if (unfinished === 'refuse') return fail({ kind: 'unfinished' })
    else await onleave(accountId, 'stays')
    notes.write('session', undefined)
    notes.write('signed-out', 'yes')
    this.#facts = undefined
    const gone = await api.signOut()
    if (gone.ok) notes.write('signed-out', undefined)
    return succeed(undefined)
  }

  /** Everybody with a book on this device. */
  get people(): readonly Facts[] {
    return this.#people.all()
  }

  /**
   * Another of them takes the device; without a network. Whatever lies here of either stays. To send, he has to have
   * signed in as himself: the cookie is still that of whoever signed in last.
   */
  async switchTo(accountId: string): Promise<void> {
    const next = this.#people.all().find(({ account }) => account.id === accountId)
    if (!next || !this.#facts) return
    await this.#parts.onleave(this.#facts.account.id, 'stays')
    this.#keep(next)
  }

  /** Makes room at the door for somebody who has no PIN, or has never been here. */
  async stepAside(): Promise<void> {
    if (!this.#facts) return
    await this.#parts.onleave(this.#facts.account.id, 'stays')
    this.#parts.notes.write('session', undefined)
    this.#facts = undefined
  }

  /** Every reply says who the server takes the person for. */
  learn(actor: Actor): void {
    const facts = this.#facts
    this.turnDay()
    if (!facts || JSON.stringify(facts.actor) === JSON.stringify(actor)) return
    this.#keep({ ...facts, actor })
  }

  /** Another tab signed in or out: follow it. Call with `storage` events. */
  readonly followOtherTabs = (): void => this.#readFacts()

  #adopt(session: Session): void {
    this.#parts.onclock(session.now)
    this.#keep({ account: session.account, personName: session.personName, actor: session.actor })
  }

  #keep(facts: Facts): void {
    this.#facts = facts
    this.#parts.notes.write('session', JSON.stringify(facts))
    this.#people.note(facts)
  }

  #readFacts(): void {
    const kept = this.#parts.notes.read('session')
    if (kept === JSON.stringify(this.#facts)) return
    const facts: unknown = kept === undefined ? undefined : JSON.parse(kept)
    this.#facts = isSession(facts) ? facts : undefined
  }
}
