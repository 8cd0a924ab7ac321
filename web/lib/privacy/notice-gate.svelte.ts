/**
 * Whether the privacy notice has been read by whoever uses this device. That he read it is a record of his, written offline
 * like any other; a note outside the database keeps the first screen from waiting for it.
 */
import type { App } from '#lib/app-context.svelte.ts'
import type { Notes } from '#lib/data/disk/local-notes.ts'
import { isoOf } from '#lib/record/months.ts'
import { derivedId } from '#schema/define-record.ts'
import { noticeRead } from '#schema/records/notice-read.ts'
import { noticeVersion } from '#schema/rules/notice-version.ts'

type Parts = Pick<App, 'session' | 'records' | 'clock' | 'book'>

export class NoticeGate {
  readonly #parts: Parts
  readonly #notes: Notes
  readonly #row
  /** The disk took nothing: he may go on, and is asked again the next time. */
  #passed = $state<string>()

  constructor(parts: Parts, notes: Notes) {
    this.#parts = parts
    this.#notes = notes
    this.#row = parts.records.one(noticeRead, () => this.#rowId)
  }

  /** Undefined while the device is still looking. */
  readonly read = $derived.by((): boolean | undefined => {
    const account = this.#parts.session.account?.id
    if (account === undefined) return undefined
    if (this.#parts.book.broken || this.#passed === account) return true
    if (this.#notes.read(noteOf(account)) === String(noticeVersion)) return true
    return this.#row.ready ? this.#row.current !== undefined : undefined
  })

  async agree(): Promise<void> {
    const { session, records, clock } = this.#parts
    const { account, actor } = session
    if (!account || !actor) return
    const written = await records.write([
      {
        type: noticeRead,
        fields: {
          personId: actor.personId,
          branchId: actor.branchId,
          version: noticeVersion,
          at: isoOf(clock.now()),
        },
      },
    ])
    if (written.ok) this.#notes.write(noteOf(account.id), String(noticeVersion))
    this.#passed = account.id
  }

  get #rowId(): string | undefined {
    const { actor } = this.#parts.session
    return actor && derivedId(noticeRead.name, [actor.personId, String(noticeVersion)])
  }
}

const noteOf = (accountId: string) => `notice-read.${accountId}`
