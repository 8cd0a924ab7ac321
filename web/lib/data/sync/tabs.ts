/**
 * Tabs of one account speak to each other: the leading one syncs, the others ask it to and hear how it went. A leader that a
 * browser froze or killed must hold up nobody, before a run or in the middle of one: where no answer comes, the asking
 * tab syncs itself, which does no harm, because the authority applies an edit once and the database keeps writers apart.
 * Nobody counts heartbeats: timers of hidden tabs come once a minute, but messages are answered at once.
 */
import type { Actor } from '#schema/access.ts'
import type { Outcome } from './schedule.ts'

export type TabNews = {
  readonly running: boolean
  readonly outcome: Outcome | undefined
  readonly lastContactAt: number | undefined
  readonly offsetMs: number | undefined
  readonly actor: Actor | undefined
  readonly storageFull: boolean
}

type Question =
  | {
      readonly kind: 'ask'
      readonly id: string
      readonly open: readonly string[]
      readonly wish?: 'person' | undefined
    }
  | { readonly kind: 'stillThere'; readonly id: string }

type Message =
  | Question
  | { readonly kind: 'heard'; readonly id: string }
  | { readonly kind: 'news'; readonly news: TabNews }

export type TabsParts = {
  leads(): boolean
  /** Another tab wants a run, with these buckets besides the usual; `wish`: because a person asked for it. */
  onask(open: readonly string[], wish: 'person' | undefined): void
  onnews(news: TabNews): void
  newId(): string
}

const answerLimitMs = 3_000

export class Tabs {
  readonly #parts: TabsParts
  readonly #channel: BroadcastChannel | undefined
  readonly #asking = new Map<string, (heard: boolean) => void>()

  constructor(accountId: string, parts: TabsParts) {
    this.#parts = parts
    if (typeof BroadcastChannel === 'undefined') return
    this.#channel = new BroadcastChannel(`branchbook-sync-${accountId}`)
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data)
  }

  /** Asks the leader for a run; false where nobody took it on in time. */
  ask(open: readonly string[], wish?: 'person'): Promise<boolean> {
    return this.#question({ kind: 'ask', id: this.#parts.newId(), open, wish })
  }

  /** Whether the leader still answers. */
  isLed(): Promise<boolean> {
    return this.#question({ kind: 'stillThere', id: this.#parts.newId() })
  }

  tell(news: TabNews): void {
    this.#channel?.postMessage({ kind: 'news', news } satisfies Message)
  }

  close(): void {
    this.#channel?.close()
    for (const end of [...this.#asking.values()]) end(false)
  }

  #question(question: Question): Promise<boolean> {
    const channel = this.#channel
    if (!channel) return Promise.resolve(false)
    return new Promise((resolve) => {
      const end = (heard: boolean) => {
        clearTimeout(timer)
        this.#asking.delete(question.id)
        resolve(heard)
      }
      const timer = setTimeout(() => end(false), answerLimitMs)
      this.#asking.set(question.id, end)
      channel.postMessage(question)
    })
  }

  #hear(message: Message): void {
    if (message.kind === 'news') this.#parts.onnews(message.news)
    else if (message.kind === 'heard') this.#asking.get(message.id)?.(true)
    else if (this.#parts.leads()) {
      this.#channel?.postMessage({ kind: 'heard', id: message.id } satisfies Message)
      if (message.kind === 'ask') this.#parts.onask(message.open, message.wish)
    }
  }
}
