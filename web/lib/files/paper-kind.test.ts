import { expect, test } from 'vitest'
import { chosenKind, cleanName } from './paper-kind.ts'

test('a name of a file means nothing to any system', () => {
  expect(cleanName('会议 签到表.pdf')).toBe('会议 签到表.pdf')
  expect(cleanName('../../etc/passwd')).toBe('passwd')
  expect(cleanName('C:\\windows\\calc.exe')).toBe('calc.exe')
  expect(cleanName('photo\u202egnp.exe')).toBe('photognp.exe')
  expect(cleanName('<img src=x onerror=alert(1)>.pdf')).toBe('_img src=x onerror=alert(1)_.pdf')
  expect(cleanName('a\u0000b\n.pdf')).toBe('ab.pdf')
  expect(cleanName('..')).toBe('..')
  expect(cleanName('')).toBe('—')
  expect(cleanName('长'.repeat(300))).toHaveLength(100)
})

test('a file is what its first bytes say; its name only tells Office files apart', async () => {
  const kind = (bytes: string, name: string, type = '') =>
    chosenKind(new File([Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))], name, { type }))
  expect(await kind('%PDF-1.7', 'scan.jpg', 'image/jpeg')).toBe('pdf')
  expect(await kind('\xff\xd8\xff\xe0', 'photo.pdf')).toBe('picture')
  expect(await kind('RIFF1234WEBP', 'x')).toBe('picture')
  expect(await kind('PK\x03\x04', '议程.DOCX')).toBe('docx')
  expect(await kind('PK\x03\x04', '名册.xlsx')).toBe('xlsx')
  expect(await kind('PK\x03\x04', 'all.zip')).toBe('other')
  expect(await kind('\xd0\xcf\x11\xe0', 'old.doc')).toBe('legacy')
  expect(await kind('<html>', 'page.html', 'text/html')).toBe('other')
  expect(await kind('', 'empty')).toBe('other')
})
