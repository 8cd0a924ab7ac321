/** Writing one's own file of unsent work, and bringing somebody else's. */
import type { App } from '#lib/app-context.svelte.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { bringOutboxFile } from '#lib/session/outbox-file-client.ts'
import { saveFile } from '#lib/ui/save-file.ts'
import { dayAt } from '#schema/rules/calendar.ts'
import { sayBringFailure, sayExportFailure, sayFlaw, sayTaken } from './outbox-file-words.ts'

export class OutboxFile {
  exporting = $state(false)
  exported = $state<string>()
  exportFailure = $state<string>()
  bringing = $state(false)
  /** What came of the file brought last. */
  taken = $state<readonly string[]>([])
  bringFailure = $state<string>()
  readonly #app: Pick<App, 'exportUnsent' | 'session' | 'clock'>
  readonly #fetch: typeof fetch

  constructor(app: Pick<App, 'exportUnsent' | 'session' | 'clock'>, fetchNow: typeof fetch) {
    this.#app = app
    this.#fetch = fetchNow
  }

  async export(): Promise<void> {
    if (this.exporting) return
    const { exportUnsent, session, clock } = this.#app
    this.exporting = true
    this.exported = undefined
    this.exportFailure = undefined
    const written = await exportUnsent().finally(() => (this.exporting = false))
    if (!written.ok) {
      this.exportFailure = sayExportFailure(written.failure)
      return
    }
    const day = dayAt(clock.now()).replaceAll('-', '')
    const name = m.outbox_file({ name: session.personName ?? '', day })
    saveFile(new Blob([written.value.text], { type: 'text/plain' }), name)
    this.exported = m.outbox_exported({ file: name })
  }

  async bring(file: Blob | undefined): Promise<void> {
    if (this.bringing || !file) return
    this.bringing = true
    this.taken = []
    this.bringFailure = undefined
    const brought = await bringOutboxFile(this.#fetch, file).finally(() => (this.bringing = false))
    if (!brought.ok) this.bringFailure = sayBringFailure(brought.failure)
    else if (brought.value.kind === 'notTaken') this.bringFailure = sayFlaw(brought.value.flaw)
    else this.taken = sayTaken(brought.value)
  }
}
