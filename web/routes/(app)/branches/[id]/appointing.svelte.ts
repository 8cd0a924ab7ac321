import type { Records } from '#lib/data/types.ts'
import type { AppointmentFlaw } from '#lib/people/office-terms.ts'
import { appointmentDrafts, flawsIn, incumbentOf } from '#lib/people/office-terms.ts'
import { matchesName } from '#lib/ui/match-name.ts'
import type { Office } from '#schema/access.ts'
import type { BranchScreen } from './screen.svelte.ts'

/** As many as fit under the field without hiding what follows. */
const shownAtOnce = 5

/** Appointing somebody to an office of one organisation; with the secretary goes the one before him. */
export class Appointing {
  readonly #records: Pick<Records, 'write'>
  readonly #screen: BranchScreen
  readonly #organisationId: string
  offices = $state<readonly Office[]>([])
  query = $state('')
  from = $state('')
  until = $state('')
  relieves = $state(true)
  saving = $state(false)
  failed = $state(false)
  #personId = $state('')
  #tried = $state(false)

  constructor(records: Pick<Records, 'write'>, screen: BranchScreen, organisationId: string) {
    this.#records = records
    this.#screen = screen
    this.#organisationId = organisationId
    this.from = screen.today
  }

  readonly #appointment = $derived.by(() => ({
    office: this.offices[0],
    personId: this.#personId,
    from: this.from,
    until: this.until,
  }))
  readonly person = $derived.by(() =>
    this.#screen.candidates.find(({ id }) => id === this.#personId),
  )
  readonly found = $derived.by(() =>
    this.#screen.candidates
      .filter(({ body }) => matchesName(this.query, body))
      .slice(0, shownAtOnce),
  )
  readonly incumbent = $derived.by(() => incumbentOf(this.#screen.terms, this.#appointment))
  /** Named only once somebody has tried to save. */
  readonly flaws = $derived.by((): readonly AppointmentFlaw[] =>
    this.#tried ? flawsIn(this.#appointment) : [],
  )

  choose(personId: string | undefined): void {
    this.#personId = personId ?? ''
    this.query = ''
  }

  async save(): Promise<boolean> {
    this.#tried = true
    if (this.flaws.length > 0 || this.saving) return false
    const relieved = this.relieves ? this.incumbent : undefined
    this.saving = true
    const drafts = appointmentDrafts(this.#organisationId, this.#appointment, relieved)
    const written = await this.#records.write(drafts)
    this.saving = false
    this.failed = !written.ok
    return written.ok
  }
}
