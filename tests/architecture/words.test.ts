// Both languages say everything, and each area's words stay in its own file (Paraglide would let the last win).
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import settings from '../../web/project.inlang/settings.json' with { type: 'json' }

const folder = new URL('../../web/messages/', import.meta.url)
const areas = readdirSync(new URL('zh-CN', folder)).map((file) => file.replace('.json', ''))

function words(locale: string, area: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${locale}/${area}.json`, folder), 'utf8')) as Record<
    string,
    unknown
  >
}

/** Every text of a message: one, or one a variant. */
function texts(message: unknown): string[] {
  if (typeof message === 'string') return [message]
  const variants = message as { match?: Record<string, string> }[]
  return variants.flatMap(({ match }) => Object.values(match ?? {}))
}

function placeholders(message: unknown): string[] {
  const names = texts(message).flatMap((text) => text.match(/(?<!\\)\{[^}]+\}/g) ?? [])
  return [...new Set(names)].sort()
}

test('Paraglide reads every area, and no other', () => {
  const { pathPattern } = settings['plugin.inlang.messageFormat']
  const listed = pathPattern.map((path) => /([\w-]+)\.json$/.exec(path)?.[1])
  expect(listed.sort()).toEqual([...areas].sort())
  expect(readdirSync(new URL('en', folder))).toEqual(readdirSync(new URL('zh-CN', folder)))
})

describe.each(areas)('words of %s', (area) => {
  const chinese = words('zh-CN', area)
  const english = words('en', area)

  test('are the same set in both languages', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort())
  })

  test('begin with the name of the area', () => {
    expect(Object.keys(chinese).filter((key) => !key.startsWith(`${area}_`))).toEqual([])
  })

  test.each(['zh-CN', 'en'])('say each thing once in %s: of two the last would win', (locale) => {
    const text = readFileSync(new URL(`${locale}/${area}.json`, folder), 'utf8')
    const keys = [...text.matchAll(/^ {2}"(\w+)":/gm)].map(([, key = '']) => key)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })

  test('are never empty', () => {
    const empty = [chinese, english].flatMap((all) =>
      Object.keys(all).filter((key) => {
        const found = texts(all[key])
        return found.length === 0 || found.some((text) => text.trim() === '')
      }),
    )
    expect(empty).toEqual([])
  })

  test('name the same placeholders in both languages', () => {
    const differing = Object.keys(chinese).filter(
      (key) => placeholders(chinese[key]).join() !== placeholders(english[key]).join(),
    )
    expect(differing).toEqual([])
  })
})
