/** Of what somebody chose or took: what it is, and the bytes that will lie on the shelf. */
import { documentBytes } from '#schema/rules/files.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import { digestOf } from './fetch-file.ts'
import { chosenKind, cleanName } from './paper-kind.ts'
import type { Piece, Taken, TakenWords } from './shelf.ts'
import type { ShrinkFailure } from './shrink-photo.ts'
import { shrinkPhoto } from './shrink-photo.ts'

/** Why something chosen was not taken. */
export type TakeFailure =
  | ShrinkFailure
  | 'tooLarge'
  | 'legacyOffice'
  | 'otherKind'
  /** The system names it and does not give its bytes: it lies in a cloud, or was taken away meanwhile. */
  | 'outOfReach'
  | 'full'
  | 'storage'

type Made = Pick<
  Taken,
  'digest' | 'kind' | 'bytes' | 'thumb' | 'thumbBytes' | 'width' | 'height'
> & {
  readonly pieces: readonly Piece[]
  readonly words: TakenWords
}

/** What reading a file fails with (W3C File API, 7). */
const readErrors = ['NotFoundError', 'NotReadableError', 'SecurityError']

export async function makePieces(file: File | Blob): Promise<Result<Made, TakeFailure>> {
  try {
    return await piecesOf(file)
  } catch (error) {
    if (error instanceof DOMException && readErrors.includes(error.name)) return fail('outOfReach')
    throw error
  }
}

async function piecesOf(file: File | Blob): Promise<Result<Made, TakeFailure>> {
  const kind = file instanceof File ? await chosenKind(file) : 'picture'
  if (kind === 'picture') return makePhoto(file)
  if (kind === 'legacy') return fail('legacyOffice')
  if (kind === 'other') return fail('otherKind')
  if (file.size > documentBytes) return fail('tooLarge')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const digest = digestOf(bytes)
  const words = file instanceof File ? { name: cleanName(file.name) } : {}
  return succeed({ digest, kind, bytes: bytes.length, words, pieces: [{ digest, bytes }] })
}

async function makePhoto(file: Blob): Promise<Result<Made, TakeFailure>> {
  const shrunk = await shrinkPhoto(file)
  if (!shrunk.ok) return shrunk
  const { photo, thumb, width, height } = shrunk.value
  const [digest, small] = [digestOf(photo), digestOf(thumb)]
  const pieces = [
    { digest, bytes: photo },
    { digest: small, bytes: thumb },
  ]
  const facts = { digest, bytes: photo.length, thumb: small, thumbBytes: thumb.length }
  return succeed({ ...facts, kind: 'jpeg', width, height, words: {}, pieces })
}
