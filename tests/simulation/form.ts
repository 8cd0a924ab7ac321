/** An open form over the words of a paper, as the app has it: with Yjs, or, where that did not load, with words alone. */
import type { StandingText, TextWrite } from '../../schema/document.ts'
import { TextSession, mergedWords } from '../../sync/text-session.ts'
import type { Compose } from './commands.ts'

export class Form {
  readonly cut = new Set<string>()
  readonly begun: StandingText
  readonly #over: string
  #seen: string
  readonly #session: TextSession | undefined

  /** `client` undefined where Yjs did not load. */
  constructor(standing: StandingText, client: number | undefined) {
    this.begun = standing
    this.#over = client === undefined ? standing.text : mergedWords(standing)
    this.#seen = this.#over
    this.#session = client === undefined ? undefined : new TextSession(standing, this.#over, client)
  }

  work({ at, cut }: Compose, fresh: string): void {
    const place = at % (this.#seen.length + 1)
    const gone = this.#seen.slice(place, place + cut)
    for (const letter of gone) this.cut.add(letter)
    this.#seen = this.#seen.slice(0, place) + fresh + this.#seen.slice(place + cut)
    this.#session?.type(this.#seen)
  }

  finish(standing: StandingText): TextWrite {
    return this.#session?.finish(standing) ?? { text: this.#seen, over: this.#over }
  }

  get seen(): string {
    return this.#seen
  }
}
