import type { App } from '#lib/app-context.svelte.ts'
import type { WriteFailure } from '#lib/data/types.ts'
import { isoOf } from '#lib/record/months.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { arrivalOf } from '#lib/desk/arrival.ts'
import { byName } from '#lib/record/recorded.ts'
import { exportMark } from '#lib/paper/export-mark.ts'
import { filesSheet } from '#lib/people/files-sheet.ts'
import { lookDraft } from '#lib/people/note-look.ts'
import { workbookOf } from '#lib/paper/workbook.ts'
import { saveFile } from '#lib/ui/save-file.ts'
import { filesBucket } from '#schema/bucket.ts'
import { person } from '#schema/records/person.ts'
import { personFile } from '#schema/records/person-file.ts'
import { localDay } from '#schema/rules/calendar.ts'

export type Branch = { readonly id: string; readonly name: string }

const shortest = 4

/** Taking the files of a branch out of the app. Construct it while a component begins. */
export class FilesExport {
  readonly #app: App
  readonly #branch: () => Branch
  readonly #people
  readonly #files
  readonly #openedAt: number
  reason = $state('')
  lacksReason = $state(false)
  busy = $state(false)
  failure = $state.raw<WriteFailure | 'notHere'>()

  constructor(app: App, branch: () => Branch) {
    this.#app = app
    this.#branch = branch
    this.#openedAt = app.clock.now()
    this.#people = app.records.list(person, () => ({ of: branch().id }))
    this.#files = app.records.list(personFile)
  }

  readonly people = $derived.by(() => [...this.#people.current].sort(byName))
  readonly #byPerson = $derived.by(
    () =>
      // Made anew whenever the rows change, and never changed.
      // eslint-disable-next-line svelte/prefer-svelte-reactivity
      new Map(
        this.#files.current
          .filter(({ body }) => body.branchId === this.#branch().id)
          .map(({ body }) => [body.personId, body]),
      ),
  )
  readonly files = $derived.by(() => this.#byPerson.size)
  readonly arrival = $derived.by(() =>
    arrivalOf({
      openedAt: this.#openedAt,
      lastContactAt: this.#app.sync.lastContactAt,
      running: this.#app.sync.running,
      reached: this.#app.sync.reached,
      rows: this.files,
    }),
  )

  open(): () => void {
    return this.#app.sync.open([filesBucket(this.#branch().id)])
  }

  /** First it is written down for every member whose file is in it, in one transaction; only then is there a file. */
  async take(): Promise<boolean> {
    const reason = this.reason.trim()
    this.lacksReason = [...reason].length < shortest
    if (this.lacksReason || this.busy) return false
    this.busy = true
    this.failure = await this.#take(reason)
    this.busy = false
    return this.failure === undefined
  }

  async #take(reason: string): Promise<WriteFailure | 'notHere' | undefined> {
    const { session, records, clock } = this.#app
    const { actor, personName = '' } = session
    if (!actor) return undefined
    const nowMs = clock.now()
    const { id: branchId, name } = this.#branch()
    const mark = exportMark(personName, nowMs)
    const file = await workbookOf(mark, [filesSheet(name, this.people, this.#byPerson)])
    if (!file) return 'notHere'
    const key = records.newId()
    const looked = { actor, name: personName, nowMs }
    const drafts = [...this.#byPerson.keys()].flatMap(
      (personId) =>
        lookDraft(looked, { personId, branchId }, { kind: 'export', key, reason }) ?? [],
    )
    const written = await records.write(drafts)
    if (!written.ok) return written.failure
    const day = localDay(isoOf(nowMs))
    saveFile(file, m.privacy_export_file({ branch: name, day }))
    return undefined
  }
}
