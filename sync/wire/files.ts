/**
 * Bringing and fetching files: the core of tus 1.0 with creation, creation-with-upload, expiration and termination
 * (https://tus.io/protocols/resumable-upload), and what it refuses. The record that names a file travels by itself, and first.
 */
export const tusVersion = '1.0.0'
export const uploadsAddress = '/api/uploads'
export const chunkType = 'application/offset+octet-stream'

/** Of one request: on 2G half a minute. */
export const largestChunk = 1_048_576

export const fileAddress = (digest: string, row: string): string =>
  `/api/files/${digest}?row=${encodeURIComponent(row)}`

/** Why a file is not taken: a closed list with words in web/messages (files). */
export const uploadRefusals = [
  /** The record that names it has not arrived, or does not name it. */
  'notYet',
  'notAllowed',
  'tooLarge',
  /** It is not of the kind its record says, or of one that is not kept. */
  'wrongKind',
  /** It says where or by what it was taken. */
  'carriesTraces',
  /** Its bytes are not those its name stands for. */
  'wrongContents',
  /** The branch has brought all that fits into a year. */
  'noRoom',
] as const
export type UploadRefusal = (typeof uploadRefusals)[number]

/** Of an upload that goes on: begin again, or ask where it stands. */
export type UploadTrouble = 'gone' | 'offset' | 'busy' | 'badRequest' | 'version'

/** The pairs of `Upload-Metadata`, of which values are base64. */
export const writeMetadata = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => `${name} ${btoa(value)}`)
    .join(',')

export function readMetadata(header: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>()
  for (const pair of header.split(',')) {
    const [, name, value = ''] =
      /^\s*([\w-]{1,40})(?: ([A-Za-z0-9+/=]{0,400}))?\s*$/.exec(pair) ?? []
    if (name === undefined) continue
    try {
      pairs.set(name, atob(value))
    } catch {
      // No base64: then it says nothing.
    }
  }
  return pairs
}
