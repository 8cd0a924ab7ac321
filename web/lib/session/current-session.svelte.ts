/**
 * Who uses this phone. After one sign-in the facts stay on the device, so that the app opens with no network; the
 * cookie that proves them to the server is out of reach here. When the server no longer accepts it (401), work goes on
 * and only sending waits: signing in again as the same account takes it up.
 */
import type { Actor } from '#schema/access.ts'
import type { Notes } from '#lib/data/local-notes.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { Session, SetUp } from '#sync/wire/session.ts'
import type { SessionApi, SessionFailure } from './api.ts'
import { isSession } from './api.ts'

export type SignOutFailure = { readonly kind: 'unsent'; readonly count: number }

export type SessionParts = {
  readonly api: SessionApi
  readonly notes: Notes
  readonly device: { readonly id: string; readonly label: string }
  /** Rows with unsent edits, refused ones included. */
  countUnsent(): Promise<number>
  /** The server's clock, just heard. */
  onclock(serverNowMs: number): void
  /** The cookie is fresh: what waited can go. */
  onsignedin(): void
  /** Closes the person's database; deletes it where nothing in it is unsent. */
  onleave(forget: boolean): Promise<void>
}

type Facts = Pick<Session, 'account' | 'personName' | 'actor'>

export class CurrentSession {
  #facts = $state.raw<Facts>()
  #restoring = $state(true)
  readonly #parts: SessionParts

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#readFacts()
  }

  /** Undefined while nobody has signed in on this device. */
  get account(): Session['account'] | undefined {
    return this.#facts?.account
  }

  get personName(): string | undefined {
    return this.#facts?.personName
  }

  /** Who the server last took this person for: decides what screens offer, never what is allowed. */
  get actor(): Actor | undefined {
    return this.#facts?.actor
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
      if (current.ok) this.#adopt(current.value)
    }
    this.#restoring = false
  }

  async signIn(name: string, password: string): Promise<Result<undefined, SessionFailure>> {
    const { api, device, notes, onsignedin } = this.#parts
    const answer = await api.signIn({ name, password, device })
    if (!answer.ok) return answer
    notes.write('signed-out', undefined)
    this.#adopt(answer.value)
    onsignedin()
    return succeed(undefined)
  }

  /** The first account of a new server, signed in at once. */
  async setUp(what: SetUp): Promise<Result<undefined, SessionFailure>> {
    const made = await this.#parts.api.setUp(what)
    return made.ok ? this.signIn(what.name, what.password) : made
  }

  /**
   * Signs out. Refused while work is unsent, with the count, unless it is to stay on this device for the same
   * account's next sign-in. Where everything was sent, the records leave the device.
   */
  async signOut(unsent: 'refuse' | 'keep' = 'refuse'): Promise<Result<undefined, SignOutFailure>> {
    const { api, notes, countUnsent, onleave } = this.#parts
    const count = await countUnsent()
    if (count > 0 && unsent === 'refuse') return fail({ kind: 'unsent', count })
    await onleave(count === 0)
    notes.write('session', undefined)
    notes.write('signed-out', 'yes')
    this.#facts = undefined
    const gone = await api.signOut()
    if (gone.ok) notes.write('signed-out', undefined)
    return succeed(undefined)
  }

  /** Every reply says who the server takes the person for. */
  learn(actor: Actor): void {
    const facts = this.#facts
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
  }

  #readFacts(): void {
    const kept = this.#parts.notes.read('session')
    if (kept === JSON.stringify(this.#facts)) return
    const facts: unknown = kept === undefined ? undefined : JSON.parse(kept)
    this.#facts = isSession(facts) ? facts : undefined
  }
}
