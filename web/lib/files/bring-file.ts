/**
 * Brings one file to the server by tus 1.0, in pieces that fit the link. It begins by asking where the upload stands, so after a
 * broken link, a killed app or a lost reply it goes on where the server has come to, and asks for nothing twice.
 */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import { askServer } from '#lib/session/ask-server.ts'
import type { UploadRefusal } from '#sync/wire/files.ts'
import {
  chunkType,
  largestChunk,
  tusVersion,
  uploadRefusals,
  uploadsAddress,
  writeMetadata,
} from '#sync/wire/files.ts'

export type BringFailure =
  /** The link, or a server that trips over itself: later. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'refused'; readonly why: UploadRefusal }
  /** Whoever sends was told to stop. */
  | { readonly kind: 'stopped' }

export type FileToBring = {
  readonly row: string
  readonly digest: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type BringParts = {
  readonly fetch: typeof fetch
  readonly accountId: string
  /** For measuring how long a piece takes, ms. */
  now(): number
  /** Before each piece: false to stop. */
  goesOn(): Promise<boolean>
  onprogress(sent: number): void
}

const firstChunk = 65_536
const smallestChunk = 16_384
const quickMs = 2_000
const slowMs = 8_000
const busyForMs = 30_000

/** Of the next piece, after one that took so long. */
export function nextChunk(size: number, tookMs: number): number {
  if (tookMs < quickMs) return Math.min(size * 2, largestChunk)
  return tookMs > slowMs ? Math.max(size / 2, smallestChunk) : size
}

type Standing = { readonly offset: number; readonly location: string | undefined }

export async function bringFile(
  parts: BringParts,
  file: FileToBring,
  begin = firstChunk,
): Promise<Result<undefined, BringFailure>> {
  const begun = await ask(parts, uploadsAddress, 'POST', {
    'upload-length': String(file.bytes.length),
    'upload-metadata': writeMetadata({ row: file.row, digest: file.digest }),
  })
  if (!begun.ok) return begun
  let { offset } = begun.value
  const { location } = begun.value
  let size = begin
  while (offset < file.bytes.length) {
    if (location === undefined) return fail({ kind: 'unreachable' })
    parts.onprogress(offset)
    if (!(await parts.goesOn())) return fail({ kind: 'stopped' })
    const from = parts.now()
    const piece = file.bytes.subarray(offset, offset + size)
    const headers = { 'upload-offset': String(offset), 'content-type': chunkType }
    const told = await ask(parts, location, 'PATCH', headers, piece)
    if (!told.ok) return told
    if (told.value.offset <= offset) return fail({ kind: 'unreachable' })
    offset = told.value.offset
    size = nextChunk(size, parts.now() - from)
  }
  parts.onprogress(offset)
  return succeed(undefined)
}

/** Until an answer begins: a phone on 2G sends a kilobyte a second on a bad day. */
const answerLimitMs = (sentBytes: number) => 30_000 + sentBytes

async function ask(
  { fetch: fetchNow, accountId }: BringParts,
  address: string,
  method: 'POST' | 'PATCH',
  headers: Readonly<Record<string, string>>,
  body?: Uint8Array<ArrayBuffer>,
): Promise<Result<Standing, BringFailure>> {
  const init = {
    method,
    headers: { ...headers, 'tus-resumable': tusVersion, 'x-branchbook-account': accountId },
    ...(body && { body }),
    limitMs: answerLimitMs(body?.length ?? 0),
  }
  try {
    return await askServer(fetchNow, address, init, readAnswer)
  } catch {
    // No network, a time-out, a redirect: one thing from here, and the next try asks where it stands.
    return fail({ kind: 'unreachable' })
  }
}

/** Whatever does not speak tus is not our server. */
async function readAnswer(response: Response): Promise<Result<Standing, BringFailure>> {
  const { status, headers } = response
  const offset = headers.get('upload-offset')
  if (response.ok && headers.get('tus-resumable') === tusVersion && offset !== null)
    return succeed({ offset: Number(offset), location: headers.get('location') ?? undefined })
  if (status === 429) {
    const seconds = Number(headers.get('retry-after'))
    return fail({ kind: 'busy', retryAfterMs: seconds > 0 ? seconds * 1_000 : busyForMs })
  }
  const content: unknown = await response.json().catch(() => undefined)
  const { error } = (content ?? {}) as { readonly error?: unknown }
  if (status === 401 && error === 'signedOut') return fail({ kind: 'signedOut' })
  const why = uploadRefusals.find((each) => each === error)
  return fail(why ? { kind: 'refused', why } : { kind: 'unreachable' })
}
