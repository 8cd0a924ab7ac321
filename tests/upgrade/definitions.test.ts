// What phones of earlier releases may rely on in the rows that today's server sends them (V3).
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ExampleServer } from '../../server/example-server.ts'
import { registry } from '../../schema/records/index.ts'
import { isAmongCommittee } from '../../schema/records/meeting.ts'
import { registry as first } from '../released/v0.1.0/schema/records/index.ts'
import { serverAfter } from './fixtures.ts'

const ofJson = (schema: object) => (schema as { readonly type?: string }).type ?? 'any'

describe.each(first.all.map((definition) => [definition.name, definition] as const))(
  'V3: a %s, as v0.1.0 knows it',
  (name, released) => {
    const today = registry.find(name)

    it.each(Object.entries(released.fields))('has its %s, of the same kind', (field, { kind }) => {
      const now = today?.fields[field]?.kind
      expect(now && ofJson(now.schema)).toBe(ofJson(kind.schema))
      // What was always there is always there: phones compute by it where a row lies and when it happened.
      if (!kind.optional) expect(now?.optional).toBe(false)
    })
  },
)

describe('V3: rows kept since v0.1.0', () => {
  let server: ExampleServer
  beforeEach(async () => void (server = await serverAfter('v0.1.0')))
  afterEach(() => server.close())

  it('lie where they lay, for phones of then and of now', async () => {
    const rows = await server.parts.store.read(async (view) =>
      (await Promise.all(registry.all.map(({ name }) => view.rowsOfType(name)))).flat(),
    )
    const placed = rows.map(({ id, type, body, of, at }) => {
      const [then, now] = [first.find(type), registry.find(type)]
      expect([id, then?.of(body), then?.at(body)]).toEqual([id, of, at])
      expect([id, now?.of(body), now?.at(body)]).toEqual([id, of, at])
      // What the committee has among itself is published no more, to phones of then neither (0037).
      const isApart = type === 'meeting' && isAmongCommittee(body as never)
      const seen = now?.seenIn(body, id) ?? []
      if (isApart) expect(seen.filter((bucket) => bucket.includes('/public/'))).toEqual([])
      else expect([id, then?.seenIn(body, id)]).toEqual([id, seen])
    })
    expect(placed.length).toBeGreaterThan(15)
  })
})
