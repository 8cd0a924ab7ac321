import { describe, expect, it } from 'vitest'
import { pictureSize } from '../../schema/derive/picture-size.ts'
import { smallJpeg, smallPdf, withSegment } from './example-file.ts'
import { flawInFile, kindOf } from './file-kind.ts'

const officeFile = (...names: readonly string[]) =>
  Buffer.from(['PK\x03\x04', '[Content_Types].xml', ...names].join('....'), 'latin1')

describe('a file is what its bytes say', () => {
  it('and not what its sender says', () => {
    expect(kindOf(smallJpeg)).toBe('jpeg')
    expect(kindOf(smallPdf)).toBe('pdf')
    expect(kindOf(officeFile('word/document.xml'))).toBe('docx')
    expect(kindOf(officeFile('xl/workbook.xml'))).toBe('xlsx')
    for (const other of [
      '<html><script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'GIF89a<script>',
      'PK\x03\x04 a plain archive',
      'MZ',
      '',
    ])
      expect([other, kindOf(Buffer.from(other))]).toEqual([other, undefined])
    expect(flawInFile(Buffer.from('<html>'), 'jpeg')).toBe('wrongKind')
    expect(flawInFile(smallPdf, 'jpeg')).toBe('wrongKind')
    expect(flawInFile(smallPdf, 'pdf')).toBeUndefined()
  })

  it('and no Office file that hides a program', () => {
    expect(kindOf(officeFile('word/document.xml', 'word/vbaProject.bin'))).toBeUndefined()
  })
})

describe('a photo', () => {
  it('says nothing of where, when or by what it was taken', () => {
    expect(flawInFile(smallJpeg, 'jpeg')).toBeUndefined()
    for (const [marker, contents] of [
      [0xe1, 'Exif\0\0MM\0*'],
      [0xe1, 'http://ns.adobe.com/xap/1.0/\0<x/>'],
      [0xed, 'Photoshop 3.0'],
      [0xfe, '32.1N 114.0E'],
    ] as const)
      expect(flawInFile(withSegment(smallJpeg, marker, contents), 'jpeg')).toBe('carriesTraces')
    // Colours are no trace.
    expect(flawInFile(withSegment(smallJpeg, 0xe2, 'ICC_PROFILE'), 'jpeg')).toBeUndefined()
  })

  it('is no larger than a screen, whatever little room it takes', () => {
    const huge = Buffer.from(smallJpeg)
    const frame = huge.indexOf(Buffer.from([0xff, 0xc2]))
    huge.writeUInt16BE(30_000, frame + 5)
    huge.writeUInt16BE(30_000, frame + 7)
    expect(pictureSize(huge)).toEqual({ width: 30_000, height: 30_000 })
    expect(flawInFile(huge, 'jpeg')).toBe('wrongKind')
  })
})

describe('the size of a picture', () => {
  it('is read from its first bytes, of every kind that phones make', () => {
    expect(pictureSize(smallJpeg)).toEqual({ width: 1, height: 1 })
    const png = Buffer.from('89504e470d0a1a0a0000000d494844520000753000007530', 'hex')
    expect(pictureSize(png)).toEqual({ width: 30_000, height: 30_000 })
    const webp = (form: string, rest: string) =>
      pictureSize(Buffer.from(`52494646000000005745425056503820`.slice(0, -2) + form + rest, 'hex'))
    expect(webp('58', '0a00000000000000ff1f00ff0f00')).toEqual({ width: 8_192, height: 4_096 })
    expect(webp('20', '000000000000009d012a40017802')).toEqual({ width: 320, height: 632 })
    expect(webp('4c', '000000002f3fc10f00000000')).toEqual({ width: 320, height: 64 })
  })

  it('is none where the picture is cut off, or none at all', () => {
    for (let length = 0; length < 95; length += 1)
      expect(pictureSize(smallJpeg.subarray(0, length))).toBeUndefined()
    expect(pictureSize(smallPdf)).toBeUndefined()
  })
})
