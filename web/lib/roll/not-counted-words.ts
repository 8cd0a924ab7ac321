/** Who is left out of the count, in words: the same on the page, in the form and on paper. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayDay } from '#lib/i18n/people-time.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { ExclusionBody } from '#schema/records/exclusion.ts'
import { exclusionReasons, exclusionScopes } from '#schema/records/exclusion.ts'
import { localDay } from '#schema/rules/calendar.ts'

/** `name`: of the member; `above`: of the organisation that approved. Undefined where this device does not know it. */
export const sayNotCounted = (
  { reason, scope, answeredAt }: ExclusionBody,
  { name, above }: { readonly name: string | undefined; readonly above: string | undefined },
): string =>
  m.exclusion_line({
    name: name ?? m.meetings_somebody(),
    reason: sayWords(exclusionReasons[reason]),
    scope: sayWords(exclusionScopes[scope]),
    by:
      answeredAt === undefined
        ? ''
        : m.exclusion_by_on({
            name: above ?? m.exclusion_above(),
            day: sayDay(localDay(answeredAt)),
          }),
  })
