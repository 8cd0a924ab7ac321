import type { ApiFailure } from '../../sync/wire/session.ts'
import type { Request } from './environment.ts'

const statuses = {
  badRequest: 400,
  signedOut: 401,
  wrongPassword: 401,
  codeNeeded: 401,
  wrongCode: 401,
  factorToSet: 401,
  notAllowed: 403,
  notFound: 404,
  unknownCode: 404,
  nameTaken: 409,
  usedLink: 410,
  expired: 410,
  tooLarge: 413,
  notExcel: 422,
  missingColumns: 422,
  emptySheet: 422,
  outdated: 426,
  tooManyTries: 429,
  busy: 429,
  broken: 500,
} as const satisfies Record<ApiFailure['error'], number>

export function answerFailure(context: Request, failure: ApiFailure) {
  if (failure.retryAfterMs !== undefined)
    context.header('retry-after', String(Math.ceil(failure.retryAfterMs / 1_000)))
  context.header('cache-control', 'no-store')
  return context.json(failure, statuses[failure.error])
}
