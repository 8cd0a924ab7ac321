/**
 * The record of a meeting in words, part by part, as the guides ask for it: who was there and who was not and why, what was gone
 * through, said, voted and decided. What was written after the signature stands under it, apart: the signed page stays as it is.
 */
import { exactTime, sayDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { MeetingBody, ShownMeeting } from '#lib/record/meeting-draft.ts'
import { shownMeeting } from '#lib/record/meeting-draft.ts'
import { came } from '#lib/record/meeting-roll.ts'
import { verdictOf } from '#lib/record/meeting-votes.ts'
import { sayCounts, sayKinds, sayReason } from '#lib/record/meeting-words.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import { elementLines } from '#lib/record/say-element.ts'
import { sayCounted, sayVerdict } from '#lib/record/vote-words.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meeting } from '#schema/records/meeting.ts'
import { localDay, localTime } from '#schema/rules/calendar.ts'
import { matterWords } from '#schema/rules/matters.ts'
import type { BookedMeeting, Guest } from './booked-meeting.ts'
import { recordNumber } from './record-number.ts'

type Item = { readonly key: string; readonly lines: readonly string[] }
export type FactName =
  | 'when'
  | 'notHeld'
  | 'place'
  | 'topic'
  | 'chair'
  | 'recorder'
  | 'counts'
  | 'came'
  | 'missed'
  | 'guests'
export type Fact = { readonly name: FactName; readonly label: string; readonly value: string }

export type MinutesPage = {
  readonly title: string
  readonly record: string
  readonly facts: readonly Fact[]
  readonly agenda: readonly (Item & { readonly title: string })[]
  readonly minutes: readonly string[]
  readonly votes: readonly (Item & { readonly title: string })[]
  readonly resolutions: readonly Item[]
  /** '' where nobody signed. */
  readonly signed: string
  readonly followUps: readonly Item[]
  readonly amendments: readonly Item[]
}

/** `kind`: of a gathering of several kinds, the one that is printed by itself. */
export function minutesPage(
  { id, body, counts, lines, guests }: BookedMeeting,
  { branch, nameOf, kind }: { branch: string; nameOf: NameOf; kind?: MeetingKind | undefined },
): MinutesPage {
  const shown = shownMeeting(body, { typed: {} })
  const kinds = kind ? [kind] : shown.kinds
  const said = (personId: string) => nameOf(personId) ?? m.meetings_somebody()
  return {
    title: m.paper_minutes_of({ branch, kinds: sayKinds(kinds) }),
    record: recordNumber({ id, startsAt: body.startsAt }),
    facts: [
      ...minutesFacts(shown, said),
      {
        name: 'counts' as const,
        label: m.meetings_attendance(),
        value: counts ? sayCounts(counts) : '',
      },
      ...whoCame(lines),
      { name: 'guests' as const, label: m.paper_guests(), value: sayList(guests.map(sayGuest)) },
    ].filter(({ value }) => value !== ''),
    agenda: shown.agenda
      .filter((item) => !kind || !item.kind || item.kind === kind)
      .map(({ key, title, notes, kind: own }) => ({
        key,
        title:
          own && kinds.length > 1
            ? m.meetings_name_status({ name: title, status: sayKinds([own]) })
            : title,
        lines: paragraphs(notes),
      })),
    minutes: paragraphs(shown.minutes),
    votes: shown.votes.map((vote) => ({
      key: vote.key,
      title: m.meetings_name_status({
        name: vote.subject,
        status: sayWords(matterWords[vote.matter]),
      }),
      lines: sayVote(vote),
    })),
    resolutions: shown.resolutions.map(({ key, text, personId, due }) => ({
      key,
      lines: [text, elementLines({ personId, due }, nameOf).join('\u3000')].filter(Boolean),
    })),
    signed: sayAsSigned(body, said),
    followUps: followUpsOf(body, shown, said),
    amendments: amendmentsOf(body, said),
  }
}

/** What somebody wrote in lines, without the empty ones. */
const paragraphs = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))

export type Said = (personId: string) => string

const labelOf = (name: string) => sayWords(meeting.fields[name]?.words ?? { zh: '', en: '' })

/** When, where, about what, and who led. */
export function minutesFacts(shown: ShownMeeting, said: Said): readonly Fact[] {
  const { notHeld, place, topic, chairId, recorderId } = shown
  const name = (personId: string) => (notHeld || !personId ? '' : said(personId))
  return [
    {
      name: 'when',
      label: notHeld ? m.meetings_when_planned_for() : m.meetings_when(),
      value: sayWhen(shown),
    },
    { name: 'notHeld', label: labelOf('notHeld'), value: notHeld },
    { name: 'place', label: labelOf('place'), value: place },
    { name: 'topic', label: labelOf('topic'), value: topic },
    { name: 'chair', label: labelOf('chairId'), value: name(chairId) },
    { name: 'recorder', label: labelOf('recorderId'), value: name(recorderId) },
  ]
}

/** `2026年10月15日 09:30 至 11:00` */
function sayWhen({ startsAt, endsAt }: Pick<ShownMeeting, 'startsAt' | 'endsAt'>): string {
  const from = exactTime(startsAt)
  if (endsAt === '') return from
  const sameDay = localDay(startsAt) === localDay(endsAt)
  return m.meetings_until({ from, to: sameDay ? localTime(endsAt) : exactTime(endsAt) })
}

type Lines = BookedMeeting['lines']

function whoCame(lines: Lines): readonly Fact[] {
  const say = (line: Lines[number]) => {
    const name = line.name || m.meetings_somebody()
    return line.status === 'present'
      ? name
      : m.meetings_name_status({ name, status: sayReason(line) })
  }
  const here = lines.filter(({ status }) => came(status))
  const away = lines.filter(({ status }) => !came(status))
  return [
    { name: 'came', label: m.paper_came(), value: sayList(here.map(say)) },
    { name: 'missed', label: m.paper_missed(), value: sayList(away.map(say)) },
  ]
}

const sayGuest = ({ name, from }: Guest) =>
  from === '' ? name : m.meetings_name_status({ name, status: from })

function sayVote(vote: ShownMeeting['votes'][number]): readonly string[] {
  const { entitled, there = 0 } = vote
  return [
    entitled === undefined ? '' : m.votes_gathered({ entitled, there }),
    sayCounted(vote),
    sayVerdict(verdictOf(vote)),
  ].filter(Boolean)
}

/** So much of the seal tells one signed page from another; all of it stands with the record. */
const sealShown = 16

function sayAsSigned({ stage, signedById, signedAt, seal }: MeetingBody, said: Said): string {
  if (stage !== 'signed' || !signedById || !signedAt) return ''
  const by = m.meetings_signed_by({ name: said(signedById), time: exactTime(signedAt) })
  return m.paper_signed({ by, seal: (seal ?? '').slice(0, sealShown) })
}

function followUpsOf({ followUps = {} }: MeetingBody, shown: ShownMeeting, said: Said): Item[] {
  return shown.resolutions.flatMap(({ key }, index) => {
    const noted = followUps[key]
    if (!noted) return []
    const { doneOn, note, byId } = noted
    const done = m.follow_done_on({ day: sayDay(doneOn), name: said(byId) })
    const line = m.paper_follow_up({ number: index + 1, done })
    return [{ key, lines: [line, note ?? ''].filter(Boolean) }]
  })
}

const amendmentsOf = ({ amendments = {} }: MeetingBody, said: Said): Item[] =>
  Object.entries(amendments)
    .sort(([, left], [, right]) => left.at.localeCompare(right.at))
    .map(([key, { text, byId, at }]) => ({
      key,
      lines: [text, m.amend_by({ name: said(byId), time: exactTime(at) })],
    }))
