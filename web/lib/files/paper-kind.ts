/** What a chosen file is, by its first bytes; the server looks more closely. */
import type { FileKind } from '#schema/rules/files.ts'

/** `legacy`: Word and Excel of before 2007. */
export type ChosenKind = Exclude<FileKind, 'jpeg'> | 'picture' | 'legacy' | 'other'

export async function chosenKind(file: File): Promise<ChosenKind> {
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer())
  const text = String.fromCharCode(...head)
  if (text.startsWith('%PDF-')) return 'pdf'
  if (text.startsWith('\xd0\xcf\x11\xe0')) return 'legacy'
  if (text.startsWith('PK\x03\x04')) {
    if (/\.docx$/i.test(file.name)) return 'docx'
    return /\.xlsx$/i.test(file.name) ? 'xlsx' : 'other'
  }
  const isPicture =
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG') ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') ||
    file.type.startsWith('image/')
  return isPicture ? 'picture' : 'other'
}

/** A name that means nothing to any system: no paths, no controls, nothing that turns the writing round. */
export const cleanName = (name: string): string =>
  name
    .normalize('NFC')
    // Controls, and the marks that turn the direction of writing, so that `cod.exe` reads as one.
    // eslint-disable-next-line no-control-regex -- just these must not stay
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/^.*[/\\]/, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
    .slice(-100) || '—'
