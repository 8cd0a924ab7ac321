import { expect, it } from 'vitest'
import { localNotes, ofOnePerson } from './local-notes.ts'

function fakeStorage(full = false): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => {
      if (full) throw new Error('full')
      kept.set(name, value)
    },
    removeItem: (name) => void kept.delete(name),
    clear: () => kept.clear(),
  }
}

it.each([
  ['on the disk', () => fakeStorage()],
  ['where the disk is full', () => fakeStorage(true)],
  ['where storage is forbidden', () => undefined],
])('what one person looked at is dropped, and nothing else, %s', (_where, make) => {
  const storage = make()
  const notes = localNotes(storage)
  notes.write(`${ofOnePerson}devices a`, '1')
  notes.write(`${ofOnePerson}devices b`, '2')
  notes.write('session', '3')
  notes.dropAll(ofOnePerson)
  expect(notes.read(`${ofOnePerson}devices a`)).toBeUndefined()
  expect(notes.read(`${ofOnePerson}devices b`)).toBeUndefined()
  expect(notes.read('session')).toBe('3')
})
