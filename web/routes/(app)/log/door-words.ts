/** What happened at the door, in words. A kind added to the wire without words does not compile. */
import { m } from '#lib/i18n/generated/messages.js'
import type { DoorGroup, DoorKind } from '#sync/wire/door-log.ts'

const kinds: Readonly<Record<DoorKind, () => string>> = {
  setUp: m.access_log_set_up,
  signedIn: m.access_log_signed_in,
  signInRefused: m.access_log_sign_in_refused,
  signedOut: m.access_log_signed_out,
  codeIssued: m.access_log_code_issued,
  enrolled: m.access_log_enrolled,
  enrolmentRefused: m.access_log_enrolment_refused,
  linkIssued: m.access_log_link_issued,
  linkUsed: m.access_log_link_used,
  passwordChanged: m.access_log_password_changed,
  factorSet: m.access_log_factor_set,
  factorRemoved: m.access_log_factor_removed,
  paperUsed: m.access_log_paper_used,
  deviceRevoked: m.access_log_device_revoked,
  deviceEnded: m.access_log_device_ended,
  unlocked: m.access_log_unlocked,
  numberShown: m.access_log_number_shown,
  accountClosed: m.access_log_account_closed,
  accountReopened: m.access_log_account_reopened,
  erased: m.access_log_erased,
}

/** What a newer server says and this app has no words for stands as it is. */
export const sayDoorKind = (kind: string): string =>
  (kinds as Readonly<Record<string, (() => string) | undefined>>)[kind]?.() ?? kind

export const doorGroupWords: Readonly<Record<DoorGroup, () => string>> = {
  entered: m.access_log_group_entered,
  refused: m.access_log_group_refused,
  letIn: m.access_log_group_let_in,
  proofs: m.access_log_group_proofs,
  devices: m.access_log_group_devices,
  shown: m.access_log_group_shown,
  accounts: m.access_log_group_accounts,
}
