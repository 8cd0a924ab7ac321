/** What a small request of `/api` says, read by its schema; or why it cannot be read. */
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { Request } from './environment.ts'
import type { BodyFailure } from './read-body.ts'
import { readJson } from './read-body.ts'

const bodyLimit = 4_000

export async function readWish<Wish>(
  context: Request,
  read: (value: unknown) => Wish | undefined,
): Promise<Result<Wish, BodyFailure>> {
  const body = await readJson(context, bodyLimit)
  if (!body.ok) return body
  const wish = read(body.value)
  return wish === undefined ? fail('badRequest') : succeed(wish)
}
