/**
 * What has come since somebody last looked. No row says when it arrived here, so the desk keeps which meetings it had
 * shown; what it has now and had not then is new. Kept on this device only, in local notes.
 */
import { isObject } from '#schema/json.ts'

export type Seen = {
  /** ms, corrected time */
  readonly at: number
  /** First characters of the ids shown: enough to tell them apart, and a tenth of the room. */
  readonly ids: ReadonlySet<string>
}

export type Visits = {
  /** As it stood when the visit before this one ended. */
  readonly before: Seen | undefined
  readonly last: Seen | undefined
}

/** Going to a branch and back is one visit. */
const visitMs = 30 * 60_000

const shortened = (id: string): string => id.slice(0, 8)

/** The visits as this one begins. */
export const arrive = ({ before, last }: Visits, nowMs: number): Visits =>
  last === undefined || nowMs - last.at < visitMs ? { before, last } : { before: last, last }

export const look = ({ before }: Visits, ids: readonly string[], nowMs: number): Visits => ({
  before,
  last: { at: nowMs, ids: new Set(ids.map(shortened)) },
})

/** Which of these came since the last visit; none on the first, when everything is new and nothing is news. */
export const newSince = ({ before }: Visits, ids: readonly string[]): ReadonlySet<string> =>
  new Set(before ? ids.filter((id) => !before.ids.has(shortened(id))) : [])

const pack = (seen: Seen | undefined) => seen && { at: seen.at, ids: [...seen.ids].join(' ') }

export const packVisits = ({ before, last }: Visits): string =>
  JSON.stringify({ before: pack(before), last: pack(last) })

function unpack(value: unknown): Seen | undefined {
  if (!isObject(value) || typeof value['at'] !== 'number') return undefined
  const ids = value['ids']
  return typeof ids === 'string' ? { at: value['at'], ids: new Set(ids.split(' ')) } : undefined
}

/** What was packed, or a first visit where the note is missing or not ours. */
export function unpackVisits(note: string | null | undefined): Visits {
  try {
    const value: unknown = JSON.parse(note ?? '{}')
    if (isObject(value)) return { before: unpack(value['before']), last: unpack(value['last']) }
  } catch {
    // Not ours: as if nobody had looked before.
  }
  return { before: undefined, last: undefined }
}
