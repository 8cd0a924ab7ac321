/** Which years of an imported ledger do not lie on a phone by themselves and have to be opened. */
import { firstYearHeld } from '#schema/bucket.ts'
import { yearAt } from '#schema/rules/calendar.ts'
import type { ImportPlan } from '#sync/wire/import.ts'

/** Newest first. */
export function yearsToOpen({ rows }: Pick<ImportPlan, 'rows'>, nowMs: number): readonly number[] {
  const first = firstYearHeld(yearAt(nowMs))
  const years = rows.flatMap(({ verdict, day }) =>
    verdict === 'new' && day !== undefined ? [Number(day.slice(0, 4))] : [],
  )
  return [...new Set(years)].filter((year) => year < first).sort((left, right) => right - left)
}
