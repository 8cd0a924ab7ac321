import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { noticeVersion } from './notice-version.ts'
import { privacyNotices } from './privacy-notice.ts'

it('the newest notice is the one that is asked for', () => {
  expect(privacyNotices[0].version).toBe(noticeVersion)
  const versions = privacyNotices.map(({ version }) => version)
  expect(versions).toEqual([...versions].sort((left, right) => right - left))
})

/** Changed words are a new version, whose hash is added here. Never change a hash that people have read. */
const hashes: Readonly<Record<number, string>> = {
  1: '3c99f58444b248ac',
}

it.each(privacyNotices.map((notice) => [notice.version, notice] as const))(
  'version %i says what those who read it were told',
  (version, notice) => {
    const hash = createHash('sha256').update(JSON.stringify(notice)).digest('hex').slice(0, 16)
    expect(hash).toBe(hashes[version])
  },
)

it('every sentence stands in both languages, the Chinese in full-width punctuation', () => {
  for (const { parts } of privacyNotices)
    for (const { zh, en } of parts.flatMap(({ title, lines }) => [title, ...lines])) {
      expect(en).not.toBe('')
      expect(zh).not.toMatch(/[,;:!?()]/)
    }
})
