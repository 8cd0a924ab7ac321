/**
 * A planned meeting for the calendar of a phone (RFC 5545). Its UID follows from the meeting, so that a later file changes the
 * same entry; its sequence never goes back.
 */
import type { Row } from '#lib/data/types.ts'
import { localDay, localTime } from '#schema/rules/calendar.ts'

export type IcsMeeting = {
  readonly id: string
  /** Never lower than in an earlier file. */
  readonly sequence: number
  readonly startsAt: string
  readonly endsAt?: string | undefined
  readonly title: string
  readonly place?: string | undefined
  readonly text: string
  readonly organiser: string
  readonly isOff?: boolean | undefined
}

/**
 * The revision that the authority confirmed: it only grows, whatever comes of edits on the way, which may be refused and taken
 * back. Of two files of the same sequence the one made later counts (DTSTAMP, RFC 5546, 2.1.5), so unsent changes are seen too.
 */
export const sequenceOf = ({ revision, edits }: Pick<Row<unknown>, 'revision' | 'edits'>): number =>
  revision - edits.length

/** Long enough for most gatherings, where nobody said when it ends. */
const usualHours = 2

/** Backslash, semicolon and comma stand for themselves only behind a backslash; lines end as `\n`, and nothing else controls. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ')

/** Octets of a character in UTF-8. */
function sizeOf(character: string): number {
  const point = character.codePointAt(0) ?? 0
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x10000 ? 3 : 4
}

/** At most 75 octets a line, counted in UTF-8, no character torn; what follows begins with a space. */
export function folded(line: string): string {
  const lines: string[] = []
  let current = ''
  let octets = 0
  for (const character of line) {
    const size = sizeOf(character)
    if (octets + size > 75) {
      lines.push(current)
      current = ' '
      octets = 1
    }
    current += character
    octets += size
  }
  return [...lines, current].join('\r\n')
}

/** `20261015T093000` by the clock of the village. */
function localStamp(iso: string): string {
  return `${localDay(iso).replaceAll('-', '')}T${localTime(iso).replace(':', '')}00`
}

const utcStamp = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

function endOf({ startsAt, endsAt }: IcsMeeting): string {
  return endsAt ?? new Date(Date.parse(startsAt) + usualHours * 3_600_000).toISOString()
}

/** One zone without summer time since 1991: a program that knows no zones by name still finds the hour. */
const zone = [
  'BEGIN:VTIMEZONE',
  'TZID:Asia/Shanghai',
  'BEGIN:STANDARD',
  'DTSTART:19910915T000000',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0800',
  'TZNAME:CST',
  'END:STANDARD',
  'END:VTIMEZONE',
]

/** The day before; of a meeting that was called off nobody is reminded. */
const alarmOf = ({ title }: IcsMeeting): readonly string[] => [
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  `DESCRIPTION:${escaped(title)}`,
  'TRIGGER:-P1D',
  'END:VALARM',
]

/** The contents of an `.ics` file; `nowMs` is when it is made. */
export function meetingIcs(meeting: IcsMeeting, nowMs: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Branchbook//Branchbook//ZH',
    'CALSCALE:GREGORIAN',
    ...zone,
    'BEGIN:VEVENT',
    `UID:${meeting.id}@branchbook`,
    `DTSTAMP:${utcStamp(nowMs)}`,
    `SEQUENCE:${meeting.sequence}`,
    `STATUS:${meeting.isOff ? 'CANCELLED' : 'CONFIRMED'}`,
    `DTSTART;TZID=Asia/Shanghai:${localStamp(meeting.startsAt)}`,
    `DTEND;TZID=Asia/Shanghai:${localStamp(endOf(meeting))}`,
    `SUMMARY:${escaped(meeting.title)}`,
    ...(meeting.place === undefined ? [] : [`LOCATION:${escaped(meeting.place)}`]),
    `DESCRIPTION:${escaped(meeting.text)}`,
    `CONTACT:${escaped(meeting.organiser)}`,
    ...(meeting.isOff ? [] : alarmOf(meeting)),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

/** `2026-10-15-主题党日.ics`: no character that a file system refuses. */
export const icsName = (startsAt: string, title: string): string =>
  `${localDay(startsAt)}-${title.replace(/[\\/:*?"<>|\s]/g, '')}.ics`
