import type { Records } from '#lib/data/types.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meetingTemplate } from '#schema/records/meeting-template.ts'
import { organisation } from '#schema/records/organisation.ts'
import { lineageOf } from '#schema/rules/local-rules.ts'
import { templatesFor } from '#schema/rules/meeting-templates.ts'

/** The usual courses a branch may begin a meeting with. Construct it while a component begins. */
export class HeldTemplates {
  readonly #branchId: () => string
  readonly #organisations
  readonly #rows

  constructor(records: Pick<Records, 'list'>, branchId: () => string) {
    this.#branchId = branchId
    this.#organisations = records.list(organisation)
    this.#rows = records.list(meetingTemplate)
  }

  readonly all = $derived.by(() => {
    const id = this.#branchId()
    const branch = this.#organisations.current.find((each) => each.id === id)
    const lineage = lineageOf(id, this.#organisations.current)
    return templatesFor(branch?.body.kind, lineage, this.#rows.current)
  })

  /** Those that are of all the kinds ticked; every one while nothing is ticked. */
  fitting(kinds: readonly MeetingKind[]) {
    return this.all.filter((each) => kinds.every((kind) => each.kinds.includes(kind)))
  }

  /** What the notes of an item so called begin with. */
  sentenceFor(title: string): string | undefined {
    const wanted = title.trim()
    const items = this.all.flatMap(({ items: own }) => own)
    const found = items.find((item) => item.sentence && sayWords(item.title) === wanted)
    return found?.sentence && sayWords(found.sentence)
  }
}
