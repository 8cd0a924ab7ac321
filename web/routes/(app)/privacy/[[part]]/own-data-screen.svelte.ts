import type { App } from '#lib/app-context.svelte.ts'
import type { Row } from '#lib/data/types.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { exportMark } from '#lib/paper/export-mark.ts'
import { isoOf } from '#lib/record/months.ts'
import type { NameOf, OwnRows, SaidRow } from '#lib/privacy/own-data.ts'
import { gatherOwn, namesFor, ownJson, ownSheets, sayOwnRow } from '#lib/privacy/own-data.ts'
import { workbookOf } from '#lib/paper/workbook.ts'
import { saveFile } from '#lib/ui/save-file.ts'
import type { Definition } from '#schema/define-record.ts'
import type { Body } from '#schema/json.ts'
import { registry } from '#schema/records/index.ts'
import { localDay } from '#schema/rules/calendar.ts'

/** All that this device holds about whoever uses it. */
export class OwnDataScreen {
  readonly #app: App
  #nameOf = $state.raw<NameOf>(() => undefined)
  own = $state.raw<readonly OwnRows[]>([])
  busy = $state(false)
  /** What makes the file could not be fetched. */
  failed = $state(false)

  constructor(app: App) {
    this.#app = app
  }

  get name(): string {
    return this.#app.session.personName ?? ''
  }

  async gather(): Promise<void> {
    const { actor } = this.#app.session
    if (!actor) return
    const own = await gatherOwn(this.#app.records, registry, actor.personId)
    this.#nameOf = await namesFor(this.#app.records, own)
    this.own = own
  }

  say(definition: Definition, row: Row<Body>): SaidRow {
    return sayOwnRow(definition, row, this.#nameOf)
  }

  async saveExcel(): Promise<void> {
    if (this.busy) return
    this.busy = true
    const mark = exportMark(this.name, this.#app.clock.now())
    const file = await workbookOf(mark, ownSheets(this.own, this.#nameOf))
    this.busy = false
    this.failed = file === undefined
    if (file) saveFile(file, this.#fileName('xlsx'))
  }

  saveJson(): void {
    const exportedAt = this.#now
    const text = ownJson(this.own, { name: this.name, exportedAt })
    saveFile(new Blob([text], { type: 'application/json' }), this.#fileName('json'))
  }

  get #now(): string {
    return isoOf(this.#app.clock.now())
  }

  #fileName(ending: string): string {
    return m.privacy_data_file({ name: this.name, day: localDay(this.#now), ending })
  }
}
