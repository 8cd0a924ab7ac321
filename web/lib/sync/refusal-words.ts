/** Every refusal in words, and who can mend it. A refusal added to the wire without words does not compile. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayWords } from '#lib/i18n/say-words.ts'
import { handIn } from '#schema/records/hand-in.ts'
import { registry } from '#schema/records/index.ts'
import { study } from '#schema/records/study.ts'
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
  wrongId: { sentence: m.sync_refused_wrong_id, who: m.sync_mend_rewrite, self: false },
  tooLarge: { sentence: m.sync_refused_too_large, who: m.sync_mend_shorten, self: true },
  notAllowed: { sentence: m.sync_refused_not_allowed, who: m.sync_mend_township, self: false },
  notNow: { sentence: m.sync_refused_not_now, who: m.sync_mend_not_now, self: false },
  frozen: { sentence: m.sync_refused_frozen, who: m.sync_mend_frozen, self: false },
  changedSince: {
    sentence: m.sync_refused_changed_since,
    who: m.sync_mend_changed_since,
    self: false,
  },
}

/** What is read above does not move meanwhile: the authority asks for the signature before it takes a hand-in. */
const unsigned: Said = {
  sentence: m.sync_refused_unsigned,
  who: m.sync_mend_unsigned,
  self: false,
}

/** Nobody writes another's study, so the branch alone can be wrong: he was moved meanwhile (moved-study.ts). */
const movedAway: Said = { sentence: m.sync_refused_moved, who: m.sync_mend_moved, self: false }

function specialOf(type: string, reason: Refusal, name: string | undefined): Said | undefined {
  if (type === study.name && reason === 'notAllowed') return movedAway
  return type === handIn.name && reason === 'notNow' && name === 'meetingId' ? unsigned : undefined
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
  const { sentence, who, self } = specialOf(type, problem.reason, name) ?? said[problem.reason]
  return {
    sentence: sentence({ field: words ? sayWords(words) : m.sync_field_this() }),
    who: who(),
    self,
  }
}
