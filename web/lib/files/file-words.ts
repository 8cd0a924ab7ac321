/** What is said of a photo or a paper: how large it is, where it is, why it was not taken. */
import { m } from '#lib/i18n/generated/messages.js'
import type { UploadRefusal } from '#sync/wire/files.ts'
import type { TakeFailure } from './make-pieces.ts'
import type { Pause } from './send-files.ts'

export function saySize(bytes: number): string {
  if (bytes < 1_000_000)
    return m.files_size_kb({ count: String(Math.max(1, Math.round(bytes / 1_000))) })
  const megabytes = bytes / 1_000_000
  return m.files_size_mb({ count: megabytes.toFixed(megabytes < 10 ? 1 : 0) })
}

const refusals: Record<UploadRefusal, () => string> = {
  notYet: m.files_refused_notYet,
  notAllowed: m.files_refused_notAllowed,
  tooLarge: m.files_refused_tooLarge,
  wrongKind: m.files_refused_wrongKind,
  carriesTraces: m.files_refused_carriesTraces,
  wrongContents: m.files_refused_wrongContents,
  noRoom: m.files_refused_noRoom,
}

export const sayRefused = (why: UploadRefusal): string =>
  m.files_state_refused({ why: refusals[why]() })

const failures: Record<TakeFailure, (words: { name: string; size: string }) => string> = {
  unreadable: m.files_fail_unreadable,
  tooManyPixels: m.files_fail_tooManyPixels,
  tooLarge: m.files_fail_tooLarge,
  legacyOffice: m.files_fail_legacyOffice,
  otherKind: m.files_fail_otherKind,
  outOfReach: m.files_fail_outOfReach,
  full: m.files_fail_full,
  storage: m.files_fail_storage,
}

export const sayTakeFailure = (failure: TakeFailure, file: Blob): string =>
  failures[failure]({
    name: file instanceof File ? file.name.slice(0, 60) : m.files_fail_unnamed(),
    size: saySize(file.size),
  })

const pauses: Record<Pause, () => string> = {
  metered: m.files_pause_metered,
  unknownLink: m.files_pause_unknownLink,
  unreachable: m.files_pause_unreachable,
  busy: m.files_pause_busy,
  signedOut: m.files_pause_signedOut,
}

export const sayPause = (pause: Pause): string => pauses[pause]()
