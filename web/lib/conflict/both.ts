/** Of two versions of one element a third that has the words of both: nobody has to type what somebody wrote already. */
import type { Definition } from '#schema/define-record.ts'
import type { Json } from '#schema/json.ts'
import { isObject, sameJson } from '#schema/json.ts'
import { kindAt } from '#lib/record/say-field.ts'
import type { Version } from './view.ts'

type Parts = Readonly<Record<string, Json>>

/** Longer texts are paragraphs. */
const longTexts = 500

/**
 * Undefined where there is nothing to join: no words differ, somebody took the element out, or both together are too long. What
 * is no free text (who, until when, how many) is as it stands now.
 */
export function bothOf(
  definition: Definition,
  path: string,
  versions: readonly Version[],
  was: Json | undefined,
): Json | undefined {
  const parts = versions.map(({ value }) => value).filter(isObject)
  const stands = versions.find((version) => version.stands)?.value
  if (parts.length < 2 || parts.length < versions.length || !isObject(stands)) return undefined
  const schemas = partsOf(kindAt(definition, path)?.schema)
  const joined: Record<string, Json> = { ...stands }
  for (const [name, schema] of Object.entries(schemas)) {
    const longest = freeText(schema)
    if (longest === undefined) continue
    const text = joinedText(name, parts, was, longest)
    if (text.length > longest) return undefined
    if (text !== '') joined[name] = text
  }
  return parts.some((part) => sameJson(part, joined)) ? undefined : joined
}

const partsOf = (schema: unknown): Parts => {
  const properties = (schema as { readonly properties?: Json } | undefined)?.properties
  return isObject(properties) ? properties : {}
}

/** How long the text may be; undefined where it is none that a person composes. */
function freeText(schema: Json): number | undefined {
  if (!isObject(schema) || schema['type'] !== 'string' || 'pattern' in schema) return undefined
  const longest = schema['maxLength']
  return typeof longest === 'number' ? longest : undefined
}

/** What all of them begin with stands once, then what each has added. */
function joinedText(
  name: string,
  parts: readonly Parts[],
  was: Json | undefined,
  longest: number,
): string {
  const texts = parts.map((part) => wordsAt(part, name)).filter((text) => text !== '')
  const different = texts.filter(
    (text, index) =>
      texts.indexOf(text) === index &&
      !texts.some((other) => other !== text && other.includes(text)),
  )
  const before = isObject(was) ? wordsAt(was, name) : ''
  const head = different.every((text) => text.startsWith(before)) ? before : ''
  const added = different.map((text, index) => {
    const rest = text.slice(head.length).trim()
    return index === 0 ? rest : rest.replace(/^[，、；。,;.]+\s*/, '')
  })
  return head + added.join(longest > longTexts ? '\n' : '；')
}

const wordsAt = (part: Parts, name: string): string => {
  const value = part[name]
  return typeof value === 'string' ? value : ''
}
