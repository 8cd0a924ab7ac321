/** Single facts about this installation. */
import type { Connections } from '../store/connections.ts'

export class MetaBook {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  get(name: string): string | undefined {
    return this.#statements.get.get(name)
  }

  put(name: string, value: string): Promise<void> {
    return this.#connections.note(() => void this.#statements.put.run(name, value))
  }

  /** Takes a fact away where it has this value; false where it had not. */
  async take(name: string, value: string): Promise<boolean> {
    let taken = false
    await this.#connections.note(() => {
      taken = this.#statements.take.run(name, value).changes === 1
    })
    return taken
  }
}

const prepare = ({ writer, lookup }: Connections) => ({
  get: lookup.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck(),
  put: writer.prepare<[string, string]>(
    `INSERT INTO meta (name, value) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  ),
  take: writer.prepare<[string, string]>('DELETE FROM meta WHERE name = ? AND value = ?'),
})
