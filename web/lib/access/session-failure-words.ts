/** Why signing in or setting up did not work. A failure added to the wire without words does not compile. */
import { m } from '#lib/i18n/generated/messages.js'
import type { SessionFailure } from '#lib/session/api.ts'

const minuteMs = 60_000

const said: Record<SessionFailure['error'], (failure: SessionFailure) => string> = {
  wrongPassword: () => m.session_error_wrong_password(),
  codeNeeded: () => m.session_error_code_needed(),
  wrongCode: () => m.session_error_wrong_code(),
  factorToSet: () => m.session_error_code_needed(),
  nameTaken: () => m.session_error_name_taken(),
  unknownCode: () => m.session_error_unknown_code(),
  tooManyTries: ({ retryAfterMs = minuteMs }) =>
    m.session_error_too_many_tries({ minutes: Math.max(1, Math.ceil(retryAfterMs / minuteMs)) }),
  unreachable: () => m.session_error_unreachable(),
  outdated: () => m.session_error_outdated(),
  busy: () => m.session_error_busy(),
  usedLink: () => m.session_error_used_link(),
  expired: () => m.session_error_expired(),
  notAllowed: () => m.session_error_not_allowed(),
  badRequest: () => m.session_error_bad_request(),
  // The rest is never an answer to signing in; should one come, it still reads as a sentence.
  signedOut: () => m.session_error_broken(),
  notFound: () => m.session_error_broken(),
  tooLarge: () => m.session_error_broken(),
  notExcel: () => m.session_error_broken(),
  missingColumns: () => m.session_error_broken(),
  emptySheet: () => m.session_error_broken(),
  broken: () => m.session_error_broken(),
}

export const saySessionFailure = (failure: SessionFailure): string =>
  (said[failure.error] ?? m.session_error_broken)(failure)
