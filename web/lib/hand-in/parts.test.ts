import { describe, expect, it } from 'vitest'
import { mendingOf, partsOf, remarksOf, sayPart } from './parts.ts'

describe('the parts at which a remark is made', () => {
  it('are those that the record has', () => {
    expect(partsOf(true)).toContain('minutes')
    expect(partsOf(true)).not.toContain('notHeld')
    expect(partsOf(false)).toEqual(['kinds', 'startsAt', 'notHeld'])
  })

  it('are read in the order of the page; of one that is not known here the words say enough', () => {
    const said = { files: { text: '丙' }, songs: { text: '丁' }, kinds: { text: '甲' } }
    expect(remarksOf({ remarks: { ...said, minutes: { text: '乙' } } })).toEqual([
      { part: 'kinds', text: '甲' },
      { part: 'minutes', text: '乙' },
      { part: 'files', text: '丙' },
      { part: 'songs', text: '丁' },
    ])
    expect(sayPart('minutes')).toBe('会议记录')
    expect(sayPart('songs')).toBe('其他')
    // What every object has of birth is no part.
    expect(sayPart('constructor')).toBe('其他')
  })
})

it('each is mended where it can be: the roll and the papers of a signed record, beside its page, else in the form', () => {
  const signed = { id: 'm1', body: { stage: 'signed' } } as const
  const hrefs = (mayAmend: boolean) =>
    ['attendance', 'files', 'minutes'].map((part) => mendingOf(part, signed, mayAmend)?.href)
  expect(hrefs(true)).toEqual(['/meetings/m1/edit', '#files', '#amendments'])
  expect(hrefs(false)).toEqual(['/meetings/m1/edit', '#files', undefined])
  const open = { id: 'm1', body: {} }
  expect(mendingOf('notHeld', open, false)?.href).toBe('/meetings/m1/edit?at=notHeld')
})
