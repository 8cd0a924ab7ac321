/**
 * What was refused, as a file that a person keeps: first in words, then whole as JSON for whoever helps him. It is plain
 * text, and every line of somebody's words is quoted: whatever program opens the file, no line is a formula or a tag.
 */
import { m } from '#lib/i18n/generated/messages.js'
import { exactTime } from '#lib/i18n/people-time.ts'
import type { HeldEdit } from '#lib/data/types.ts'
import type { SaidField } from '#lib/record/say-field.ts'

export type Exported = {
  readonly title: string
  readonly rowId: string
  readonly type: string
  readonly edits: readonly HeldEdit[]
  readonly why: string
  readonly who: string
  readonly said: readonly SaidField[]
}

type About = {
  /** Corrected time, ms. */
  readonly nowMs: number
  /** Whose words they are. */
  readonly name: string
}

/** So that an editor on an old Windows knows it for UTF-8. */
const byteOrderMark = '\ufeff'
const quote = '｜'

/** Control characters, and those that turn the direction of writing: they show what is not there. */
// eslint-disable-next-line no-control-regex -- just these are meant
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g

const plain = (words: string): string => words.replaceAll('\t', ' ').replaceAll(unseen, '')

const quoted = (words: string): readonly string[] =>
  words.split(/\r\n|\r|\n/).map((line) => quote + plain(line))

/** JSON whose text no program takes for a tag, and in which nothing is hidden. */
const safeJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    // As above, and what begins a tag.
    /[<>&\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

function inWords({ title, edits, why, who, said }: Exported): readonly string[] {
  const [first] = edits
  const writtenAt = first && exactTime(new Date(first.madeAt + first.offset).toISOString())
  return [
    ...quoted(title),
    ...(writtenAt === undefined ? [] : [m.sync_export_written({ time: writtenAt })]),
    m.sync_export_why({ why: plain(why) }),
    m.sync_export_who({ who: plain(who) }),
    ...said.flatMap(({ label, value }) => [m.sync_export_field({ label }), ...quoted(value)]),
    '',
  ]
}

/** The file's text. The JSON is the line after the last that is just `branchbook-refused-1`. */
export function refusalExport(rows: readonly Exported[], { nowMs, name }: About): string {
  const exportedAt = new Date(nowMs).toISOString()
  const json = {
    exportedAt,
    name,
    rows: rows.map(({ rowId, type, edits }) => ({ row: rowId, type, edits })),
  }
  const lines = [
    m.sync_export_title(),
    m.sync_export_at({ time: exactTime(exportedAt), name: plain(name) }),
    '',
    ...rows.flatMap(inWords),
    m.sync_export_machine(),
    'branchbook-refused-1',
    safeJson(json),
    '',
  ]
  return byteOrderMark + lines.join('\r\n')
}

/** `支部簿-没有收下的-2026-10-16.txt` */
export const exportName = (day: string): string => m.sync_export_file({ day })
