import { afterEach, describe, expect, test } from 'vitest'
import { overwriteGetLocale } from '#lib/i18n/generated/runtime.js'
import { refusals } from '#sync/wire/sync.ts'
import { sayRefusal } from './refusal-words.ts'

afterEach(() => overwriteGetLocale(() => 'zh-CN'))

describe.each(['zh-CN', 'en'] as const)(
  'P5: the closed list of refusals in words, %s',
  (locale) => {
    const said = () => {
      overwriteGetLocale(() => locale)
      return refusals.map((reason) => sayRefusal('meeting', { reason, field: 'place' }))
    }
    const language =
      locale === 'en' ? /^[A-Z“][\x20-\x7e“”’]+\.$/ : /^[\u4e00-\u9fff“”，。：；]+。$/

    test('every reason says what happened, each in its own words', () => {
      const sentences = said().map(({ sentence }) => sentence)
      for (const sentence of sentences) expect(sentence).toMatch(language)
      expect(new Set(sentences).size).toBe(refusals.length)
    })

    test('every reason says who can mend it and how', () => {
      for (const { who } of said()) expect(who).toMatch(language)
    })

    test('an unknown field or type still makes a sentence', () => {
      overwriteGetLocale(() => locale)
      for (const reason of refusals) {
        const { sentence, who } = sayRefusal('weather', { reason, field: 'wind' })
        expect(sentence).toMatch(language)
        expect(who).toMatch(language)
      }
    })
  },
)

test('a refusal names the field as the form does', () => {
  expect(sayRefusal('meeting', { reason: 'badValue', field: 'place' }).sentence).toContain('“地点”')
  expect(sayRefusal('meeting', { reason: 'badValue', field: 'agenda/k1' }).sentence).toContain(
    '“议程”',
  )
})

test('a member who was moved is told what to do, and is not sent to have his office looked up', () => {
  const { sentence, who } = sayRefusal('study', { reason: 'notAllowed' })
  expect([sentence, who]).toEqual([
    '这条是在原来的支部写的，现在您已经转到别的支部。',
    '按“再送一次”，就记到您现在的支部。',
  ])
})

test('a hand-in whose signature has not arrived is told to wait for it, and not that the record moved on', () => {
  const { sentence, who } = sayRefusal('handIn', { reason: 'notNow', field: 'meetingId' })
  expect(sentence).toContain('签字')
  expect(who).toContain('再送一次')
  expect(sayRefusal('handIn', { reason: 'notNow', field: 'state' }).sentence).not.toContain('签字')
})
