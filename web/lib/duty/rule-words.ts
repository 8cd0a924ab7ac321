/** What a rule asks, in words. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { restDayWays } from '#schema/records/duty-rule.ts'
import { meetingKinds } from '#schema/records/meeting.ts'
import { organisationKinds } from '#schema/records/organisation.ts'
import { dutyPeriods } from '#schema/rules/duty-period.ts'
import type { DutyRule } from '#schema/rules/duty-rules.ts'
import { monthWithYear } from '#lib/desk/words.ts'

const sayOften = ({ every, times }: DutyRule): string =>
  times === 0 ? m.rules_no_number() : m.rules_often({ every: sayWords(dutyPeriods[every]), times })

/** Whoever it is asked of, where that is not everybody. */
function sayWhom({ kind, only }: DutyRule): string | undefined {
  if (only && only.length > 0) return sayList(only.map((each) => sayWords(organisationKinds[each])))
  if (kind === 'committee') return m.rules_with_committee()
  return kind === 'group' ? m.rules_each_group() : undefined
}

function sayDayOf({ kind, day, onRestDay }: DutyRule): string | undefined {
  const said =
    day === undefined
      ? undefined
      : kind === 'themeDay'
        ? m.rules_on_day({ day })
        : m.rules_by_day({ day })
  const way = onRestDay && m.rules_rest_day({ way: sayWords(restDayWays[onRestDay]) })
  return [said, way].filter((each) => each !== undefined).join(m.rules_comma()) || undefined
}

function sayTime({ from, until, rank }: DutyRule): string | undefined {
  if (rank !== 'local') return undefined
  return until === undefined
    ? m.rules_since({ month: monthWithYear(from) })
    : m.rules_from_until({ from: monthWithYear(from), until: monthWithYear(until) })
}

export type SaidRule = { readonly name: string; readonly asks: string; readonly source: string }

export const sayRule = (rule: DutyRule): SaidRule => ({
  name: sayWords(meetingKinds[rule.kind]),
  asks: [sayOften(rule), sayDayOf(rule), sayWhom(rule), sayTime(rule)]
    .filter((each) => each !== undefined)
    .join(m.rules_between()),
  source: saySource(rule),
})

const saySource = ({ source, issued, rank }: DutyRule): string =>
  issued === undefined || rank === 'usual'
    ? sayWords(source)
    : m.rules_source({ source: sayWords(source), day: sayDay(issued) })
