/** A picture of one point, papers of a few letters, and rows that name them: for the tests of files. */
import { derivedId } from '../../schema/define-record.ts'
import type { Json } from '../../schema/json.ts'
import type { FileKind } from '../../schema/rules/files.ts'
import { digestOf } from './file-store.ts'

export const smallJpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////' +
    'wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
)

/** The same photo as another one: bytes after its end are looked at by nobody. */
export const jpegOf = (bytes: number, fill = 1): Buffer =>
  Buffer.concat([smallJpeg, Buffer.alloc(bytes - smallJpeg.length, fill)])

/** An APP1 segment right after the beginning, as cameras write it. */
export const withSegment = (jpeg: Buffer, marker: number, contents: string): Buffer => {
  const head = Buffer.from([0xff, marker, 0, contents.length + 2])
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(contents), jpeg.subarray(2)])
}

export const smallPdf = Buffer.from('%PDF-1.4\n%%EOF\n')

export function attachmentOf(
  meetingId: string,
  branchId: string,
  file: Buffer,
  more: { readonly kind?: FileKind; readonly fields?: Readonly<Record<string, Json>> } = {},
): { readonly id: string; readonly digest: string; readonly fields: Record<string, Json> } {
  const digest = digestOf(file)
  return {
    id: derivedId('attachment', [meetingId, digest.slice(0, 40)]),
    digest,
    fields: {
      ...{ meetingId, branchId, digest, kind: more.kind ?? 'jpeg', bytes: file.length, order: 0 },
      ...{ heldAt: '2026-10-14T01:30:00.000Z', addedAt: '2026-10-14T03:00:00.000Z' },
      ...more.fields,
    },
  }
}
