import { expect, test } from 'vitest'
import { refusals } from '#sync/wire/sync.ts'
import { sayRefusal } from './refusal-words.ts'

test('a refusal names the field as the form does', () => {
  expect(sayRefusal('meeting', { reason: 'badValue', field: 'place' }).sentence).toContain('“地点”')
  expect(sayRefusal('meeting', { reason: 'badValue', field: 'agenda/k1' }).sentence).toContain(
    '“议程”',
  )
})

test('an unknown field or type still makes a sentence', () => {
  for (const reason of refusals) {
    const { sentence, who } = sayRefusal('weather', { reason, field: 'wind' })
    expect(sentence).not.toContain('undefined')
    expect(who).not.toBe('')
  }
})
