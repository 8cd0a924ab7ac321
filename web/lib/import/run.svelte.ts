import type { ImportClient, ImportFailure } from '#lib/session/import-client.ts'
import type { Verdict } from './words.ts'
import type { ImportKind, ImportPlan, ImportProgress, ImportResult } from '#sync/wire/import.ts'
import { importFileLimit } from '#sync/wire/import.ts'

type Stage =
  | { readonly at: 'choosing' }
  /** `share` of the file has left, 0 to 1; 1 means the server is reading it. */
  | { readonly at: 'checking'; readonly share: number; readonly stop: () => void }
  | { readonly at: 'planned'; readonly plan: ImportPlan }
  | { readonly at: 'applying'; readonly plan: ImportPlan; readonly progress?: ImportProgress }
  | { readonly at: 'done'; readonly plan: ImportPlan; readonly result: ImportResult }

/** One import from choosing the file to what was written. Nothing is written before `apply`. */
export class ImportRun {
  readonly #client: ImportClient
  /** Fetches what was written, so that the other screens have it at once. */
  readonly #onwritten: () => void
  kind = $state.raw<ImportKind>('roster')
  file = $state.raw<File>()
  stage = $state.raw<Stage>({ at: 'choosing' })
  failure = $state.raw<ImportFailure>()
  /** Which rows are shown; all of them where undefined. */
  verdict = $state.raw<Verdict>()
  downloading = $state(false)

  constructor(client: ImportClient, kind: ImportKind, onwritten: () => void) {
    this.#client = client
    this.kind = kind
    this.#onwritten = onwritten
  }

  readonly plan = $derived.by(() => ('plan' in this.stage ? this.stage.plan : undefined))
  readonly rows = $derived.by(() =>
    (this.plan?.rows ?? []).filter(
      ({ verdict }) => this.verdict === undefined || verdict === this.verdict,
    ),
  )
  /** How many rows applying would write. */
  readonly toWrite = $derived.by(() =>
    this.plan ? this.plan.counts.new + this.plan.counts.changed : 0,
  )

  choose(file: File): void {
    this.file = file
    void this.check()
  }

  async check(): Promise<void> {
    const { file } = this
    if (!file || this.stage.at === 'checking' || this.stage.at === 'applying') return
    // Nobody sends so much to hear that it is too much.
    if (file.size > importFileLimit) {
      this.failure = { error: 'tooLarge' }
      return
    }
    const control = new AbortController()
    const stop = () => control.abort()
    this.failure = undefined
    this.verdict = undefined
    this.stage = { at: 'checking', share: 0, stop }
    const onsent = (share: number) => {
      if (this.stage.at === 'checking') this.stage = { at: 'checking', share, stop }
    }
    const planned = await this.#client.plan(this.kind, file, onsent, control.signal)
    if (!planned.ok) {
      this.failure = planned.failure
      this.stage = { at: 'choosing' }
      return
    }
    const { counts } = planned.value
    // What needs a person's eye first.
    this.verdict = counts.refused > 0 ? 'refused' : counts.changed > 0 ? 'changed' : undefined
    this.stage = { at: 'planned', plan: planned.value }
  }

  async apply(): Promise<void> {
    const { plan, stage } = this
    if (!plan || stage.at !== 'planned') return
    this.failure = undefined
    this.stage = { at: 'applying', plan }
    const applied = await this.#client.apply(plan.id, (progress) => {
      if (this.stage.at === 'applying') this.stage = { at: 'applying', plan, progress }
    })
    if (applied.ok) {
      this.stage = { at: 'done', plan, result: applied.value }
      this.#onwritten()
      return
    }
    this.failure = applied.failure
    this.stage = { at: 'planned', plan }
  }

  /** The rows that cannot be imported, handed to the browser as a file. */
  async download(save: (blob: Blob) => void): Promise<void> {
    if (!this.plan || this.downloading) return
    this.failure = undefined
    this.downloading = true
    const rows = await this.#client.refusedRows(this.plan.id)
    this.downloading = false
    if (rows.ok) save(rows.value)
    else this.failure = rows.failure
  }

  /** Back to choosing; `kind` for what comes next. */
  startAgain(kind: ImportKind = this.kind): void {
    this.kind = kind
    this.file = undefined
    this.failure = undefined
    this.stage = { at: 'choosing' }
  }
}
