/** Importing in words: a new reason or failure that nobody has put into words does not compile. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import type { ImportFailure } from '#lib/session/import-client.ts'
import type { MarkKind } from '#lib/ui/Mark.svelte'
import type { IconName } from '#lib/ui/icons.ts'
import type { DoorRefusal } from '#sync/wire/session.ts'
import type {
  ApplyRefusal,
  FieldChange,
  ImportKind,
  ImportRow,
  RowNote,
  RowVerdict,
} from '#sync/wire/import.ts'

type Say = () => string
export type Verdict = RowVerdict['verdict']

export const kindWords: Record<ImportKind, { readonly word: Say; readonly hint: Say }> = {
  branches: { word: m.import_kind_branches, hint: m.import_kind_branches_hint },
  roster: { word: m.import_kind_roster, hint: m.import_kind_roster_hint },
  questions: { word: m.import_kind_questions, hint: m.import_kind_questions_hint },
  ledger: { word: m.import_kind_ledger, hint: m.import_kind_ledger_hint },
}

export const verdictWords: Record<
  Verdict,
  { readonly kind: MarkKind; readonly icon: IconName; readonly word: Say }
> = {
  new: { kind: 'done', icon: 'plus', word: m.import_count_new },
  changed: { kind: 'info', icon: 'pen', word: m.import_count_changed },
  same: { kind: 'calm', icon: 'calm', word: m.import_count_same },
  joined: { kind: 'calm', icon: 'calm', word: m.import_count_joined },
  refused: { kind: 'over', icon: 'over', word: m.import_count_refused },
}

/** A meeting of a ledger that is there already need not say the same. */
export const sayVerdict = (verdict: Verdict, kind: ImportKind): string =>
  kind === 'ledger' && verdict === 'same' ? m.import_count_there() : verdictWords[verdict].word()

const refusalWords: Record<ApplyRefusal, Say> = {
  noName: m.import_refusal_noName,
  noBranch: m.import_refusal_noBranch,
  unknownBranch: m.import_refusal_unknownBranch,
  ambiguousBranch: m.import_refusal_ambiguousBranch,
  badIdentityNumber: m.import_refusal_badIdentityNumber,
  strayIdentityNumber: m.import_refusal_strayIdentityNumber,
  badIdentityCheckDigit: m.import_refusal_badIdentityCheckDigit,
  duplicateInFile: m.import_refusal_duplicateInFile,
  badDate: m.import_refusal_badDate,
  badChoice: m.import_refusal_badChoice,
  tooLong: m.import_refusal_tooLong,
  notAllowed: m.import_refusal_notAllowed,
  unknownSuperior: m.import_refusal_unknownSuperior,
  ambiguousPerson: m.import_refusal_ambiguousPerson,
  badQuestion: m.import_refusal_badQuestion,
  noDate: m.import_refusal_noDate,
  notYet: m.import_refusal_notYet,
  noMeetingKind: m.import_refusal_noMeetingKind,
  badMeetingKind: m.import_refusal_badMeetingKind,
  otherBranch: m.import_refusal_otherBranch,
  changedSince: m.import_refusal_changedSince,
  notSaved: m.import_refusal_notSaved,
}

export const sayRefusal = (reason: ApplyRefusal): string => refusalWords[reason]()

type RefusedRow = Extract<ImportRow, { verdict: 'refused' }>

/** Why a row is refused, and where in it: the reason, then the column and what stood there. */
export function sayRefusedRow({ reason, column, value, firstLine }: RefusedRow): {
  readonly why: string
  readonly where: string | undefined
} {
  const why =
    reason === 'duplicateInFile' && firstLine !== undefined
      ? m.import_refusal_duplicate_line({ line: firstLine })
      : sayRefusal(reason)
  return { why, where: sayWhere(column, value) }
}

function sayWhere(column: string | undefined, value: string | undefined): string | undefined {
  if (column === undefined) return undefined
  return value === undefined || value === ''
    ? m.import_refused_in({ column })
    : m.import_refused_at({ column, value })
}

export const sayChange = ({ label, before, after }: FieldChange): string =>
  m.import_change({
    field: sayWords(label),
    before: before === '' ? m.import_empty_value() : before,
    after: after === '' ? m.import_empty_value() : after,
  })

type NoteInputs = { column: string; value: string; first: number; second: number }

const noteWords: Record<RowNote['note'], (inputs: NoteInputs) => string> = {
  unknownName: m.import_note_unknownName,
  ambiguousName: m.import_note_ambiguousName,
  noTime: () => m.import_note_noTime(),
  longTopic: () => m.import_note_longTopic(),
  notHeld: m.import_note_notHeld,
  ofGroups: m.import_note_ofGroups,
  unknownGroup: m.import_note_unknownGroup,
  sameDay: m.import_note_sameDay,
  moreThanExpected: m.import_note_moreThanExpected,
  differs: m.import_note_differs,
  rollNoted: m.import_note_rollNoted,
  countsOnly: () => m.import_note_countsOnly(),
  rollUnclear: () => m.import_note_rollUnclear(),
  rollNotAddingUp: () => m.import_note_rollNotAddingUp(),
  rollOfSome: () => m.import_note_rollOfSome(),
  rollOfOthers: m.import_note_rollOfOthers,
}

/** What somebody should know of a row that is to be written. */
export function sayNote({ note, column = '', value = '', counts }: RowNote): string {
  const [first, second] = counts ?? [0, 0]
  return noteWords[note]({ column, value, first, second })
}

type Said = Exclude<ImportFailure['error'], 'missingColumns' | 'stopped' | DoorRefusal>

const failureWords: Record<Said, Say> = {
  badRequest: m.import_failure_badRequest,
  signedOut: m.import_failure_signedOut,
  wrongPassword: m.import_failure_wrongPassword,
  tooManyTries: m.import_failure_tooManyTries,
  usedLink: m.import_failure_usedLink,
  notAllowed: m.import_failure_notAllowed,
  notFound: m.import_failure_notFound,
  tooLarge: m.import_failure_tooLarge,
  outdated: m.import_failure_outdated,
  busy: m.import_failure_busy,
  notExcel: m.import_failure_notExcel,
  emptySheet: m.import_failure_emptySheet,
  expired: m.import_failure_expired,
  broken: m.import_failure_broken,
  unreachable: m.import_failure_unreachable,
  unanswered: m.import_failure_unanswered,
}

/** One sentence, undefined where somebody stopped it himself and knows. */
export function sayImportFailure({ error, names }: ImportFailure): string | undefined {
  if (error === 'stopped') return undefined
  if (error === 'missingColumns') {
    return m.import_failure_missingColumns({ names: sayList([...(names ?? [])]) })
  }
  // Whoever is in is asked for nothing at the door; should such an answer come, it still reads as a sentence.
  return (error in failureWords ? failureWords[error as Said] : m.import_failure_broken)()
}
