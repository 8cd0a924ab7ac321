/**
 * Using a code that somebody gave. The device makes a secret for it and keeps both until an answer has come: where the signal
 * breaks off in between, or the app is closed, the same code is sent with the same secret and is still good.
 */
import type { Notes } from '#lib/data/disk/local-notes.ts'
import { randomId } from '#lib/data/random-id.ts'
import type { Result } from '#sync/result.ts'
import { succeed } from '#sync/result.ts'
import type { AccessApi } from './access-api.ts'
import type { SessionFailure } from '#lib/session/api.ts'
import type { CurrentSession } from '#lib/session/current-session.svelte.ts'

const note = 'enrolment'

type Tried = { readonly code: string; readonly proof: string }

export class Entering {
  readonly #api: Pick<AccessApi, 'enrol'>
  readonly #notes: Notes
  readonly #session: Pick<CurrentSession, 'device' | 'enter'>

  constructor(
    api: Pick<AccessApi, 'enrol'>,
    notes: Notes,
    session: Pick<CurrentSession, 'device' | 'enter'>,
  ) {
    this.#api = api
    this.#notes = notes
    this.#session = session
  }

  async enter(code: string): Promise<Result<undefined, SessionFailure>> {
    const { id, label } = this.#session.device
    const answer = await this.#api.enrol({
      code,
      proof: this.#proofFor(code),
      device: { id, label },
    })
    if (!answer.ok) {
      // An answer of the server's is one: only where none came is the same to be asked again.
      if (answer.failure.error !== 'unreachable') this.#notes.write(note, undefined)
      return answer
    }
    this.#notes.write(note, undefined)
    this.#session.enter(answer.value)
    return succeed(undefined)
  }

  #proofFor(code: string): string {
    const kept = this.#notes.read(note)
    // Written below, by this device.
    const tried = kept === undefined ? undefined : (JSON.parse(kept) as Tried)
    if (tried?.code === code) return tried.proof
    const proof = randomId(32)
    this.#notes.write(note, JSON.stringify({ code, proof } satisfies Tried))
    return proof
  }
}
