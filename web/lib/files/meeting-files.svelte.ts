/** The photos and papers of one meeting: those that are filed, and those that lie on this device alone. */
import type { App } from '#lib/app-context.svelte.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { attachment } from '#schema/records/attachment.ts'
import type { FileKind } from '#schema/rules/files.ts'
import { isPicture } from '#schema/rules/files.ts'
import type { FileDesk, MeetingOf } from './file-desk.svelte.ts'
import { sayRefused, sayTakeFailure } from './file-words.ts'
import { isoOf } from './seal-bytes.ts'
import type { Taken, TakenWords } from './shelf.ts'

export type Item = TakenWords & {
  readonly row: string
  readonly kind: FileKind
  readonly digest: string
  readonly thumb: string | undefined
  readonly bytes: number
  /** On this device alone, so far. */
  readonly taken: Taken | undefined
}

/** Construct it while a component begins. */
export class MeetingFiles {
  readonly #app: App
  readonly #meeting: () => MeetingOf
  readonly #rows
  /** Before it is written, photos wait for it. */
  readonly #isWritten: () => boolean
  desk = $state.raw<FileDesk>()
  missingPart = $state(false)
  /** Of several being prepared. */
  working = $state.raw<{ readonly done: number; readonly count: number }>()
  failures = $state.raw<readonly string[]>([])
  /** What was taken away last, while it can still be brought back. */
  removed = $state.raw<Item>()
  /** The row of the photo that is shown large: its place among the others changes as they come and go. */
  large = $state<string>()
  #words = $state.raw<Readonly<Record<string, TakenWords>>>({})
  /** Rows whose bytes this device saw arrive. */
  readonly #sent: string[] = []

  constructor(app: App, meeting: () => MeetingOf, isWritten: () => boolean) {
    this.#app = app
    this.#meeting = meeting
    this.#isWritten = isWritten
    this.#rows = app.records.list(attachment, () => ({ of: meeting().id }))
  }

  /** Call when the component is there. */
  async open(): Promise<void> {
    try {
      this.desk = await this.#app.files.desk()
    } catch {
      this.missingPart = true
      return
    }
    // What a killed app left half way: the meeting was written, and its photos not filed with it.
    if (this.#isWritten()) await this.desk.file(this.#meeting())
  }

  readonly #own = $derived.by(
    () => this.desk?.taken.filter(({ meetingId }) => meetingId === this.#meeting().id) ?? [],
  )

  readonly items = $derived.by((): readonly Item[] => {
    const filed = [...this.#rows.current]
      .sort((left, right) => left.body.order - right.body.order || (left.id < right.id ? -1 : 1))
      .map(({ id: row, body }) => ({
        ...{ row, kind: body.kind, digest: body.digest, thumb: body.thumb, bytes: body.bytes },
        ...(body.name !== undefined && { name: body.name }),
        ...(body.caption !== undefined && { caption: body.caption }),
        taken: this.#own.find((each) => each.row === row),
      }))
    const known = filed.map(({ row }) => row)
    const waiting = this.#own
      .filter(({ row, filed: isFiled }) => !isFiled && !known.includes(row))
      .map((taken) => ({
        ...{ row: taken.row, kind: taken.kind, digest: taken.digest, thumb: taken.thumb },
        ...{ bytes: taken.bytes, taken, ...this.#words[taken.row] },
      }))
    return [...filed, ...waiting].filter(({ row }) => row !== this.removed?.row)
  })

  readonly photos = $derived.by(() => this.items.filter(({ kind }) => isPicture(kind)))
  /** Where it stands by now; -1 where it is gone. */
  readonly largeAt = $derived.by(() => this.photos.findIndex(({ row }) => row === this.large))
  readonly papers = $derived.by(() => this.items.filter(({ kind }) => !isPicture(kind)))

  /** The words of what is not filed yet lie sealed. */
  async readWords(taken: readonly Taken[]): Promise<void> {
    const { desk } = this
    if (!desk) return
    const read = taken.map(async (each) => [each.row, await desk.wordsOf(each)] as const)
    this.#words = Object.fromEntries(await Promise.all(read))
  }

  get own(): readonly Taken[] {
    return this.#own
  }

  #adding: Promise<unknown> = Promise.resolve()

  /**
   * What is chosen while others are being prepared waits for its turn. `more`: of the same sitting, whose failures stay.
   * Answers what was not kept, in words.
   */
  add(
    files: readonly (File | Blob)[],
    more = this.working !== undefined,
  ): Promise<readonly string[]> {
    if (!more) this.failures = []
    const turn = this.#adding.then(() => this.#addAll(files))
    this.#adding = turn.catch(() => undefined)
    return turn
  }

  async #addAll(files: readonly (File | Blob)[]): Promise<readonly string[]> {
    const { desk } = this
    if (!desk) return [m.files_fail_part()]
    const failed: string[] = []
    try {
      for (const [index, file] of files.entries()) {
        this.working = { done: index + 1, count: files.length }
        const added = await desk.add(file, this.#meeting(), this.#isWritten())
        if (added.ok && added.value === this.removed?.row) this.removed = undefined
        if (!added.ok) failed.push(sayTakeFailure(added.failure, file))
      }
    } finally {
      this.working = undefined
      const said = [...this.failures, ...failed]
      this.failures = said.filter((words, at) => said.indexOf(words) === at)
    }
    return failed
  }

  /** Whether it is kept. */
  async caption(item: Item, caption: string): Promise<boolean> {
    const words = caption.trim()
    if (words === (item.caption ?? '')) return true
    if (!item.taken || item.taken.filed)
      return this.#write(item.row, { caption: words === '' ? null : words })
    await this.desk?.say(item.taken, words)
    return true
  }

  async remove(item: Item): Promise<void> {
    await this.forgetRemoved()
    if (!item.taken || item.taken.filed) {
      const removedAt = isoOf(this.#app.clock.now())
      if (!(await this.#write(item.row, { removedAt }))) return
    } else await this.desk?.drop(item.row, 'drop')
    this.removed = item
  }

  async bringBack(): Promise<void> {
    const item = this.removed
    if (!item) return
    const isFiled = !item.taken || item.taken.filed
    if (!isFiled) await this.desk?.drop(item.row, 'bringBack')
    else if (!(await this.#write(item.row, { removedAt: null }))) return
    this.removed = undefined
  }

  /** The time to say otherwise is over. */
  async forgetRemoved(): Promise<void> {
    const item = this.removed
    this.removed = undefined
    if (item?.taken?.filed) await this.desk?.letGo(item.row)
    else if (item?.taken) await this.desk?.drop(item.row, 'forgetDropped')
  }

  /** Nothing where all is well and quiet. */
  stateOf(item: Item): { readonly words: string; readonly refused: boolean } | undefined {
    const { taken } = item
    if (!taken) {
      const words = this.#sent.includes(item.row) ? m.files_state_arrived() : undefined
      return words === undefined ? undefined : { words, refused: false }
    }
    if (!this.#sent.includes(item.row)) this.#sent.push(item.row)
    if (taken.refused) return { words: sayRefused(taken.refused), refused: true }
    if (!taken.filed) return { words: m.files_state_draft(), refused: false }
    const share = this.desk?.progress[item.row]
    return share === undefined
      ? { words: m.files_state_here(), refused: false }
      : { words: m.files_state_sending({ percent: Math.floor(share * 100) }), refused: false }
  }

  async #write(row: string, fields: Record<string, string | null>): Promise<boolean> {
    const written = await this.#app.records.write([{ type: attachment, id: row, fields }])
    if (!written.ok) this.failures = [m.files_fail_storage({ name: m.files_fail_unnamed() })]
    return written.ok
  }
}
