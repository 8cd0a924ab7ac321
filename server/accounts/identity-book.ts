/** Full identity numbers, apart from the records: no bucket, no device and no history ever holds one. */
import type { IdentityNumbers } from '../import/index.ts'
import type { Connections } from '../store/connections.ts'

export function makeIdentityBook(connections: Connections): IdentityNumbers {
  const { writer, lookup } = connections
  const byPerson = lookup.prepare<[string], { person: string; number: string }>(
    `SELECT person, number FROM identity_number
     WHERE person IN (SELECT value FROM json_each(?))`,
  )
  const byNumber = lookup.prepare<[string], { person: string; number: string }>(
    `SELECT person, number FROM identity_number
     WHERE number IN (SELECT value FROM json_each(?)) ORDER BY person`,
  )
  const put = writer.prepare<[string, string]>(
    `INSERT INTO identity_number (person, number) VALUES (?, ?)
     ON CONFLICT (person) DO UPDATE SET number = excluded.number`,
  )
  return {
    byPerson: async (ids) =>
      new Map(byPerson.all(JSON.stringify(ids)).map(({ person, number }) => [person, number])),
    personsOf: async (numbers) =>
      new Map(
        [...Map.groupBy(byNumber.all(JSON.stringify(numbers)), (found) => found.number)].map(
          ([number, found]) => [number, found.map(({ person }) => person)],
        ),
      ),
    put: (entries) =>
      connections.note(() => {
        for (const { personId, number } of entries) put.run(personId, number)
      }),
  }
}
