/** The devices of each account and how they fared when they last spoke: what lets a secretary find a phone full of unsent work. */
import type { Health } from '../../sync/wire/request.ts'
import type { Connections } from '../store/connections.ts'

export class DeviceBook {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  register(account: string, device: { id: string; label: string }, now: number): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.register.run(account, device.id, device.label, now, now)
    })
  }

  noteContact(account: string, id: string, now: number, health?: Health): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.contact.run({
        account,
        id,
        now,
        app: health?.app ?? null,
        unsent: health?.unsent ?? null,
        oldest: health?.oldest ?? null,
        offset: health?.offset ?? null,
        used: health?.storageUsed ?? null,
      })
    })
  }
}

type Contact = {
  account: string
  id: string
  now: number
  app: string | null
  unsent: number | null
  oldest: number | null
  offset: number | null
  used: number | null
}

const prepare = ({ writer }: Connections) => ({
  register: writer.prepare<[string, string, string, number, number]>(
    `INSERT INTO device (account, id, label, first_contact, last_contact) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (account, id) DO UPDATE SET label = excluded.label,
       last_contact = excluded.last_contact`,
  ),
  // What the device left unsaid stays as it last said it.
  contact: writer.prepare<Contact>(
    `UPDATE device SET last_contact = @now, app = coalesce(@app, app),
       unsent = coalesce(@unsent, unsent), oldest = coalesce(@oldest, oldest),
       clock_offset = coalesce(@offset, clock_offset),
       storage_used = coalesce(@used, storage_used)
     WHERE account = @account AND id = @id`,
  ),
})
