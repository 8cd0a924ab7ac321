/** Reading what somebody sends, never more than allowed: neither as it travels nor unpacked. */
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Json } from '../../schema/json.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { ApiFailure } from '../../sync/wire/session.ts'
import type { Request } from './environment.ts'

export type BodyFailure = Extract<ApiFailure['error'], 'badRequest' | 'tooLarge'>

const unpack = promisify(gunzip)

export async function readBytes(
  context: Request,
  limit: number,
): Promise<Result<Uint8Array, BodyFailure>> {
  if (Number(context.req.header('content-length') ?? 0) > limit) return fail('tooLarge')
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of context.req.raw.body ?? []) {
    length += chunk.byteLength
    if (length > limit) return fail('tooLarge')
    chunks.push(chunk)
  }
  context.get('hasArrived')?.()
  const bytes = Buffer.concat(chunks)
  const encoding = context.req.header('content-encoding') ?? 'identity'
  if (encoding === 'identity') return succeed(bytes)
  return encoding === 'gzip' ? unpackWithin(bytes, limit) : fail('badRequest')
}

async function unpackWithin(
  bytes: Uint8Array,
  limit: number,
): Promise<Result<Uint8Array, BodyFailure>> {
  try {
    // A small body can unpack to gigabytes: unpacking stops at the limit.
    return succeed(await unpack(bytes, { maxOutputLength: limit }))
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    return fail(isLarge ? 'tooLarge' : 'badRequest')
  }
}

/** Deeper than any record; what recursion meets later is no deeper than this. */
const deepest = 24

export const isShallow = (value: Json, room = deepest): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (room > 0 && Object.values(value).every((part) => isShallow(part, room - 1)))

export async function readJson(
  context: Request,
  limit: number,
): Promise<Result<Json, BodyFailure>> {
  const bytes = await readBytes(context, limit)
  if (!bytes.ok) return bytes
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.value)
    // JSON.parse says nothing of its type: what it gives is JSON.
    const value = JSON.parse(text) as Json
    return isShallow(value) ? succeed(value) : fail('badRequest')
  } catch {
    // Neither text nor JSON: what exactly is wrong with it helps nobody.
    return fail('badRequest')
  }
}
