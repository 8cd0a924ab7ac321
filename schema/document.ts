/**
 * A document as edits and bodies hold it. The body says its words as a plain text, so that lists, searches, prints and
 * phones of an older release read it like any other; beside it lies what merging needs, which nobody else looks at.
 */
import type { Body, Json } from './json.ts'
import { isObject } from './json.ts'

/** What an edit says of a document. */
export type TextWrite = {
  /** All of it, as its writer saw it. */
  readonly text: string
  /** The change as one Yjs update (base64) against the last state the authority told. Missing where it was made without Yjs. */
  readonly update?: string
  /**
   * Of what the update does not bring: the words it was written over. Edits of releases that knew no documents have
   * neither.
   */
  readonly over?: string
}

/** What lies beside the words. None means that the words are a document of one first update (sync/text-document.ts). */
export type Held = {
  /** The authority's Yjs state, base64. */
  readonly state?: string
  /** Where it told only words: those under the updates. */
  readonly words?: string
  /** Changes that nobody with Yjs has merged yet. */
  readonly updates?: readonly string[]
  /** Some change lies on top that has no update. */
  readonly loose?: true
}

export type StandingText = { readonly text: string; readonly held?: Held }

/** No field's name holds a dot, so this is never one. */
const besideName = (name: string): string => `${name}.document`

export function standingIn(body: Body, name: string): StandingText {
  const text = body[name]
  const held = body[besideName(name)]
  return {
    text: typeof text === 'string' ? text : '',
    // Written by sync alone, in this shape.
    ...(isObject(held) && { held }),
  }
}

/** Puts a document into a body that is being made. */
export function putStanding(
  body: Record<string, Json>,
  name: string,
  { text, held }: StandingText,
): void {
  if (text === '') delete body[name]
  else body[name] = text
  if (held === undefined) delete body[besideName(name)]
  else body[besideName(name)] = held
}

/** What a written value says: null clears, and a release that knew no documents wrote plain words. */
export function textWrite(value: Json): TextWrite {
  if (typeof value === 'string') return { text: value }
  // Its shape was checked against the definition, or this device wrote it.
  return isObject(value) ? (value as unknown as TextWrite) : { text: '' }
}
