/** Every refusal in words, and who can mend it. A refusal added to the wire without words does not compile. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayWords } from '#lib/i18n/say-words.ts'
import { registry } from '#schema/records/index.ts'
import type { Refusal } from '#sync/wire/sync.ts'

type Said = {
  readonly sentence: (field: { field: string }) => string
  readonly who: () => string
  /** Whether the person at this device can put it right by opening the record. */
  readonly self: boolean
}

const said: Record<Refusal, Said> = {
  unknownType: {
    sentence: m.sync_refused_unknown_type,
    who: m.sync_mend_administrator,
    self: false,
  },
  unknownField: {
    sentence: m.sync_refused_unknown_field,
    who: m.sync_mend_administrator,
    self: false,
  },
  badValue: { sentence: m.sync_refused_bad_value, who: m.sync_mend_self, self: true },
  missing: { sentence: m.sync_refused_missing, who: m.sync_mend_self, self: true },
  wrongId: { sentence: m.sync_refused_wrong_id, who: m.sync_mend_rewrite, self: true },
  tooLarge: { sentence: m.sync_refused_too_large, who: m.sync_mend_shorten, self: true },
  notAllowed: { sentence: m.sync_refused_not_allowed, who: m.sync_mend_township, self: false },
}

export type SaidRefusal = {
  readonly sentence: string
  readonly who: string
  readonly self: boolean
}

export function sayRefusal(
  type: string,
  problem: { readonly reason: Refusal; readonly field?: string | undefined },
): SaidRefusal {
  const name = problem.field?.split('/')[0]
  const words = name === undefined ? undefined : registry.find(type)?.fields[name]?.words
  const { sentence, who, self } = said[problem.reason]
  return {
    sentence: sentence({ field: words ? sayWords(words) : m.sync_field_this() }),
    who: who(),
    self,
  }
}
