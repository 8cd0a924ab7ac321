/**
 * What walking every chain cannot show: entries that stand in none, two in one place, and entries whose place in the order
 * of judging (which no hash covers) is not the order of their chain.
 */
import type { Database } from 'better-sqlite3'

export type Stray = { readonly kind: 'chainless' | 'doubled' | 'disordered'; readonly edit: string }

/** The first of each kind, and how many entries there are in all. */
export function straysIn(database: Database): { strays: readonly Stray[]; entries: number } {
  const found = database
    .prepare<[], Stray>(
      `SELECT kind, edit FROM (
         SELECT 'chainless' AS kind, edit FROM history
         WHERE chain NOT IN (SELECT number FROM chain) ORDER BY number LIMIT 1
       )
       UNION ALL SELECT kind, edit FROM (
         SELECT 'doubled' AS kind, later.edit FROM history AS earlier
         JOIN history AS later ON later.chain = earlier.chain AND later.link = earlier.link
         WHERE later.number > earlier.number ORDER BY later.number LIMIT 1
       )
       UNION ALL SELECT kind, edit FROM (
         SELECT 'disordered' AS kind, later.edit FROM history AS earlier
         JOIN history AS later ON later.chain = earlier.chain AND later.link = earlier.link + 1
         WHERE later.number <= earlier.number ORDER BY later.number LIMIT 1
       )`,
    )
    .all()
  const entries = database.prepare<[], number>('SELECT count(*) FROM history').pluck().get() ?? 0
  return { strays: found, entries }
}
