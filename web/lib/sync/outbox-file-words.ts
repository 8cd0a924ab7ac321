/** What came of a file of unsent work, in sentences. A flaw or failure without words does not compile. */
import { m } from '#lib/i18n/generated/messages.js'
import type { ExportFailure } from '#lib/data/outbox-export.ts'
import type { BringFailure } from '#lib/session/outbox-file-client.ts'
import type { OutboxFileAnswer, OutboxFileTaken } from '#sync/wire/outbox-file.ts'

type Flaw = Extract<OutboxFileAnswer, { kind: 'notTaken' }>['flaw']

const flaws: Record<Flaw, () => string> = {
  notOurs: () => m.outbox_flaw_not_ours(),
  newer: () => m.outbox_flaw_newer(),
  wrongServer: () => m.outbox_flaw_wrong_server(),
  damaged: () => m.outbox_flaw_damaged(),
  unknownAuthor: () => m.outbox_flaw_unknown_author(),
  forged: () => m.outbox_flaw_forged(),
  ended: () => m.outbox_flaw_ended(),
}

export const sayFlaw = (flaw: Flaw): string => flaws[flaw]()

export function sayBringFailure(failure: BringFailure): string {
  switch (failure) {
    case 'unreachable':
      return m.outbox_failed_unreachable()
    case 'signedOut':
      return m.outbox_failed_signed_out()
    case 'busy':
      return m.outbox_failed_busy()
    case 'dayIsFull':
      return m.outbox_failed_day_is_full()
    case 'tooLarge':
      return m.outbox_failed_too_large()
    default:
      return m.outbox_failed_broken()
  }
}

const exports: Record<ExportFailure, () => string> = {
  nothing: () => m.outbox_none(),
  noServerKey: () => m.outbox_no_key(),
  noCipher: () => m.outbox_no_cipher(),
}

export const sayExportFailure = (failure: ExportFailure): string => exports[failure]()

/** A sentence for each fate that some of the edits met. */
export function sayTaken({ authorName: name, counts }: OutboxFileTaken): readonly string[] {
  const { accepted, duplicate, refused, later } = counts
  return [
    ...(accepted > 0 ? [m.outbox_accepted({ name, count: accepted })] : []),
    ...(duplicate > 0 ? [m.outbox_duplicate({ count: duplicate })] : []),
    ...(refused > 0 ? [m.outbox_refused({ name, count: refused })] : []),
    ...(later > 0 ? [m.outbox_later({ count: later })] : []),
  ]
}
