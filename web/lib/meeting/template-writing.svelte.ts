import type { Records } from '#lib/data/types.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meetingTemplate } from '#schema/records/meeting-template.ts'
import type { OrganisationKind } from '#schema/records/organisation.ts'
import type { MeetingTemplate } from '#schema/rules/meeting-templates.ts'

export type TemplateLine = { key: string; title: string; kind: string; sentence: string }

/** `untitled`: a sentence without the item it begins. */
export type TemplateFlaw = 'title' | 'kinds' | 'items' | 'untitled'

const isUntitled = ({ title, sentence }: TemplateLine): boolean =>
  title.trim() === '' && sentence.trim() !== ''

/** A template being written. One that comes with the app is never changed: a copy of the same title takes its place. */
export class TemplateWriting {
  readonly #records: Pick<Records, 'write' | 'newId'>
  readonly #organisationId: string
  readonly #over: MeetingTemplate | undefined
  readonly #keysBefore: readonly string[]
  title = $state('')
  kinds = $state<readonly MeetingKind[]>([])
  only = $state<readonly OrganisationKind[]>([])
  items = $state<TemplateLine[]>([])
  /** The item taken out last, while it can still be put back where it was. */
  taken = $state.raw<{ readonly line: TemplateLine; readonly index: number }>()
  saving = $state(false)
  failed = $state(false)
  #tried = $state(false)

  constructor(
    records: Pick<Records, 'write' | 'newId'>,
    organisationId: string,
    over: MeetingTemplate | undefined,
  ) {
    this.#records = records
    this.#organisationId = over?.organisationId ?? organisationId
    this.#over = over
    this.title = over ? sayWords(over.title) : ''
    this.kinds = over?.kinds ?? ['themeDay']
    this.only = over?.only ?? []
    this.items = (over?.items ?? []).map(({ title, kind, sentence }, index) => ({
      key: keyAt(index),
      title: sayWords(title),
      kind: kind ?? '',
      sentence: sentence ? sayWords(sentence) : '',
    }))
    this.#keysBefore = this.isOwn ? this.items.map(({ key }) => key) : []
  }

  get isOwn(): boolean {
    return this.#over?.organisationId !== undefined
  }

  /** Named only once somebody has tried to save. */
  readonly flaws = $derived.by((): readonly TemplateFlaw[] =>
    this.#tried
      ? [
          ...(this.title.trim() === '' ? (['title'] as const) : []),
          ...(this.kinds.length === 0 ? (['kinds'] as const) : []),
          ...(this.#filled.length === 0 ? (['items'] as const) : []),
          ...(this.items.some(isUntitled) ? (['untitled'] as const) : []),
        ]
      : [],
  )

  lacksTitle(line: TemplateLine): boolean {
    return this.#tried && isUntitled(line)
  }

  get typed() {
    return {
      title: this.title,
      kinds: this.kinds,
      only: this.only,
      items: this.items.map((line) => ({ ...line })),
    }
  }

  /** What was typed in an earlier visit and not saved. */
  fill({ title, kinds, only, items }: TemplateWriting['typed']): void {
    this.title = title
    this.kinds = kinds
    this.only = only
    this.items = items.map((line) => ({ ...line }))
  }

  get #filled() {
    return this.items.filter(({ title }) => title.trim() !== '')
  }

  add(): void {
    this.items = [...this.items, { key: '', title: '', kind: '', sentence: '' }]
  }

  takeOut(index: number): void {
    const line = this.items[index]
    if (!line) return
    this.items = this.items.filter((_item, at) => at !== index)
    this.taken = { line, index }
  }

  putBack(): void {
    if (!this.taken) return
    const { line, index } = this.taken
    this.items = [...this.items.slice(0, index), line, ...this.items.slice(index)]
    this.taken = undefined
  }

  /** The time to say otherwise is over. */
  forgetTaken(): void {
    this.taken = undefined
  }

  moveUp(index: number): void {
    const moved = this.items[index]
    if (!moved || index === 0) return
    const others = this.items.filter((_item, at) => at !== index)
    this.items = [...others.slice(0, index - 1), moved, ...others.slice(index - 1)]
  }

  async save(): Promise<boolean> {
    this.#tried = true
    if (this.flaws.length > 0 || this.saving) return false
    return this.#write({
      organisationId: this.#organisationId,
      title: this.title.trim(),
      kinds: [...this.kinds],
      only: this.only.length > 0 ? [...this.only] : null,
      ...this.#itemFields(),
    })
  }

  async #write(fields: Parameters<Records['write']>[0][number]['fields']): Promise<boolean> {
    const id = this.isOwn ? this.#over?.id : undefined
    this.saving = true
    const written = await this.#records.write([
      { type: meetingTemplate, ...(id && { id }), fields },
    ])
    this.saving = false
    this.failed = !written.ok
    return written.ok
  }

  /** Items are written by their place: the first is always the first, whoever moved it there. */
  #itemFields() {
    const filled = this.#filled.map(({ title, kind, sentence }, order) => [
      `items/${keyAt(order)}`,
      {
        order,
        title: title.trim(),
        ...(kind !== '' && { kind }),
        ...(sentence.trim() !== '' && { sentence: sentence.trim() }),
      },
    ])
    const gone = this.#keysBefore.slice(filled.length).map((key) => [`items/${key}`, null])
    return Object.fromEntries([...filled, ...gone])
  }
}

const keyAt = (index: number): string => `k${index + 1}`
