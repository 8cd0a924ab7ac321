/**
 * Tabs of one account speak to each other: the leading one syncs, the others ask it to and hear how it went. A leader that a
 * browser froze must hold up nobody: where no answer comes, the asking tab syncs itself, which does no harm, because
 * the authority applies an edit once and the database keeps writers apart.
 */
import type { Actor } from '#schema/access.ts'
import type { Outcome } from './schedule.ts'

export type TabNews = {
  readonly running: boolean
  readonly outcome: Outcome['kind'] | undefined
  readonly lastContactAt: number | undefined
  readonly offsetMs: number | undefined
  readonly actor: Actor | undefined
}

type Message =
  | { readonly kind: 'ask'; readonly id: string; readonly open: readonly string[] }
  | { readonly kind: 'heard'; readonly id: string }
  | { readonly kind: 'news'; readonly news: TabNews }

export type TabsParts = {
  leads(): boolean
  /** Another tab wants a run, with these buckets besides the usual. */
  onask(open: readonly string[]): void
  onnews(news: TabNews): void
  newId(): string
}

const answerLimitMs = 3_000

export class Tabs {
  readonly #parts: TabsParts
  readonly #channel: BroadcastChannel | undefined
  readonly #asking = new Map<string, () => void>()

  constructor(accountId: string, parts: TabsParts) {
    this.#parts = parts
    if (typeof BroadcastChannel === 'undefined') return
    this.#channel = new BroadcastChannel(`branchbook-sync-${accountId}`)
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data)
  }

  /** Asks the leader for a run; false where nobody took it on in time. */
  ask(open: readonly string[]): Promise<boolean> {
    if (!this.#channel) return Promise.resolve(false)
    const id = this.#parts.newId()
    return new Promise((resolve) => {
      const end = (heard: boolean) => {
        clearTimeout(timer)
        this.#asking.delete(id)
        resolve(heard)
      }
      const timer = setTimeout(() => end(false), answerLimitMs)
      this.#asking.set(id, () => end(true))
      this.#say({ kind: 'ask', id, open })
    })
  }

  tell(news: TabNews): void {
    this.#say({ kind: 'news', news })
  }

  close(): void {
    this.#channel?.close()
  }

  #say(message: Message): void {
    this.#channel?.postMessage(message)
  }

  #hear(message: Message): void {
    if (message.kind === 'news') this.#parts.onnews(message.news)
    if (message.kind === 'heard') this.#asking.get(message.id)?.()
    if (message.kind === 'ask' && this.#parts.leads()) {
      this.#say({ kind: 'heard', id: message.id })
      this.#parts.onask(message.open)
    }
  }
}
