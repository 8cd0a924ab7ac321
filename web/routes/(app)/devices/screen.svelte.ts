import type { App } from '#lib/app-context.svelte.ts'
import type { Notes } from '#lib/data/disk/local-notes.ts'
import { ofOnePerson } from '#lib/data/disk/local-notes.ts'
import type { AccessApi } from '#lib/access/access-api.ts'
import type { SessionFailure } from '#lib/session/api.ts'
import { person } from '#schema/records/person.ts'
import type { DeviceLine, DeviceList } from '#sync/wire/getting-in.ts'

/**
 * Devices as the server last told of them. The last answer stays on this device until its user leaves it, without anybody's
 * name: names come from the records.
 */
export class DevicesScreen {
  list = $state.raw<DeviceList>()
  failure = $state.raw<SessionFailure>()
  busy = $state(false)
  readonly #people
  readonly #api: Pick<AccessApi, 'devices' | 'revoke'>
  readonly #notes: Notes
  readonly #note: string
  readonly #branchId: string | undefined

  constructor(
    app: Pick<App, 'records' | 'session'>,
    api: Pick<AccessApi, 'devices' | 'revoke'>,
    notes: Notes,
    branchId: string | undefined,
  ) {
    this.#api = api
    this.#notes = notes
    this.#branchId = branchId
    this.#note = `${ofOnePerson}devices ${app.session.account?.id} ${branchId ?? ''}`
    this.#people = app.records.list(person, () => (branchId === undefined ? {} : { of: branchId }))
    const kept = notes.read(this.#note)
    // Written below, by this device.
    if (kept !== undefined) this.list = JSON.parse(kept) as DeviceList
  }

  readonly #names = $derived.by(() =>
    Object.fromEntries(this.#people.current.map(({ id, body }) => [id, body.name])),
  )

  nameOf({ personId }: DeviceLine): string | undefined {
    return this.#names[personId]
  }

  async look(): Promise<void> {
    if (this.busy) return
    this.busy = true
    const answer = await this.#api.devices(this.#branchId)
    this.busy = false
    this.failure = answer.ok ? undefined : answer.failure
    if (!answer.ok) return
    this.list = answer.value
    this.#notes.write(this.#note, JSON.stringify(answer.value))
  }

  /** Why it was not taken back; undefined once it is, and the list shows it. */
  async revoke({ accountId, deviceId }: DeviceLine): Promise<SessionFailure | undefined> {
    const answer = await this.#api.revoke({ accountId, deviceId })
    if (!answer.ok) return answer.failure
    await this.look()
    return undefined
  }
}
