/**
 * What a file is, by its own bytes: what its name or its sender say of it counts for nothing. Pictures must say nothing of where
 * they were taken; the app makes them anew on the phone, and what comes otherwise is refused here once more.
 */
import type { FileKind } from '../../schema/rules/files.ts'
import { mostKeptPixels } from '../../schema/rules/files.ts'
import { pictureSize } from '../../schema/derive/picture-size.ts'

type KindFlaw = 'wrongKind' | 'carriesTraces'

const startsWith = (bytes: Buffer, text: string, at = 0) =>
  bytes.length >= at + text.length && bytes.toString('latin1', at, at + text.length) === text

/** Undefined for everything that is not kept. */
export function kindOf(bytes: Buffer): FileKind | undefined {
  if (startsWith(bytes, '\xff\xd8\xff')) return 'jpeg'
  if (startsWith(bytes, '%PDF-')) return 'pdf'
  return startsWith(bytes, 'PK\x03\x04') ? officeKind(bytes) : undefined
}

/** Office files are ZIP archives; the names in their index tell them apart, and whether a program is hidden in them. */
function officeKind(bytes: Buffer): FileKind | undefined {
  const has = (name: string) => bytes.includes(name, 0, 'latin1')
  if (!has('[Content_Types].xml') || has('vbaProject.bin')) return undefined
  if (has('word/document.xml')) return 'docx'
  return has('xl/workbook.xml') ? 'xlsx' : undefined
}

/** Why it is not kept as what its record says; undefined where it is. */
export function flawInFile(bytes: Buffer, wanted: FileKind): KindFlaw | undefined {
  const kind = kindOf(bytes)
  if (kind !== wanted) return 'wrongKind'
  if (kind !== 'jpeg') return undefined
  const size = pictureSize(bytes)
  if (!size || size.width * size.height > mostKeptPixels) return 'wrongKind'
  return markersOf(bytes).some((marker) => traces.has(marker)) ? 'carriesTraces' : undefined
}

/** APP1 holds EXIF and XMP, APP13 what picture editors add, COM words. */
const traces: ReadonlySet<number> = new Set([0xe1, 0xed, 0xfe])

/** The markers before the picture itself. */
function markersOf(bytes: Buffer): readonly number[] {
  const markers: number[] = []
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    markers.push(marker)
    if (marker === 0xda) break
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return markers
}
