/**
 * Which files may lie with a record, and how large they may be: one statement for device and server. The limits are ours: a
 * page of A4 can be read on a photo of 1,600 px, and 250 KB are sent in a minute on 2G.
 */
import { words } from '../field.ts'

/** Pictures of every kind become JPEG on the phone that takes them. */
export const fileKinds = {
  jpeg: words('照片（JPEG）', 'Photo (JPEG)'),
  pdf: words('PDF 文件', 'PDF'),
  docx: words('Word 文档', 'Word document'),
  xlsx: words('Excel 表格', 'Excel workbook'),
} as const

export type FileKind = keyof typeof fileKinds

const office = 'application/vnd.openxmlformats-officedocument'

/** What a browser is told of each, and the ending of its name. */
export const fileForms: Readonly<
  Record<FileKind, { readonly type: string; readonly ending: string }>
> = {
  jpeg: { type: 'image/jpeg', ending: 'jpg' },
  pdf: { type: 'application/pdf', ending: 'pdf' },
  docx: { type: `${office}.wordprocessingml.document`, ending: 'docx' },
  xlsx: { type: `${office}.spreadsheetml.sheet`, ending: 'xlsx' },
}

export const isPicture = (kind: FileKind): boolean => kind === 'jpeg'

/** Of a photo as it is kept: made so on the device that took it. */
export const photoLimits = { side: 1_600, bytes: 250_000 } as const
/** Of the small picture that goes ahead of it. */
export const thumbLimits = { side: 320, bytes: 20_000 } as const
export const documentBytes = 10_000_000

/** More points than any phone's camera takes: such a picture is not opened, and not kept. */
export const mostPixels = 120_000_000
/** Of a picture as it is kept. */
export const mostKeptPixels = 16_000_000

export const mostBytes = (kind: FileKind): number =>
  isPicture(kind) ? photoLimits.bytes : documentBytes

/** What one branch may bring in a calendar year: two photos and a paper for each of two hundred gatherings, and as much again. */
export const branchYearBytes = 2_000_000_000

/** An upload that nobody went on with. */
export const uploadLastsMs = 7 * 86_400_000
/** A file that no record names any more, or only records that were taken away: so long it can still be brought back. */
export const looseFileLastsMs = 30 * 86_400_000
