/**
 * The minutes of one open form. Yjs is fetched when the form opens; until it is here, and where it never comes, words are
 * written all the same, and the authority makes a change of them.
 */
import type { StandingText, TextWrite } from '#schema/document.ts'
import type * as Sessions from '#sync/text-session.ts'

const freshClient = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

/** How long saving waits for Yjs. A phone without a network that never fetched it must not wait for good. */
const patienceMs = 5_000

export class MinutesWriting {
  readonly #loading: Promise<typeof Sessions | undefined>
  #module: typeof Sessions | undefined
  #session: Sessions.TextSession | undefined

  constructor(load: () => Promise<typeof Sessions> = () => import('#sync/text-session.ts')) {
    // No chunk on this phone and no network: words alone are written then.
    this.#loading = load().catch(() => undefined)
    void this.#loading.then((module) => (this.#module = module))
  }

  /** The form says this now. `standing` is what it was typed over, as it stands now. */
  type(write: TextWrite, standing: StandingText): void {
    this.#session ??= this.#module && begin(this.#module, write, standing)
    this.#session?.type(write.text)
  }

  /** What to write over the minutes as they stand. */
  async finish(write: TextWrite, standing: StandingText): Promise<TextWrite> {
    const tidy = { ...write, text: write.text.trim() }
    this.#module ??= await soon(this.#loading)
    this.type(tidy, standing)
    const written = this.#session?.finish(standing)
    // An update that it brought along must not go where none could be made of the whole.
    return written && (written.update ?? write.update) === written.update ? written : tidy
  }
}

/** Words that have an update already, such as refused ones that are written once more, lie on top of what stands. */
function begin(
  { TextSession }: typeof Sessions,
  { text, over, update }: TextWrite,
  { text: shown, held }: StandingText,
): Sessions.TextSession {
  if (update === undefined)
    return new TextSession({ text: shown, ...(held && { held }) }, over ?? shown, freshClient())
  const told = held ?? (shown === '' ? {} : { words: shown })
  const updates = [...(told.updates ?? []), update]
  return new TextSession({ text, held: { ...told, updates } }, over ?? text, freshClient())
}

const soon = <Value>(value: Promise<Value>): Promise<Value | undefined> =>
  Promise.race([
    value,
    new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patienceMs)),
  ])
