/**
 * The record of a meeting in words, part by part, as the guides ask for it: who was there and who was not and why, what was gone
 * through, said, voted and decided. What was written after the signature stands under it, apart: the signed page stays as it is.
 */
import { exactTime, sayDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { MeetingBody, ShownMeeting } from '#lib/meeting/draft.ts'
import { shownMeeting } from '#lib/meeting/draft.ts'
import type { Vote } from '#lib/meeting/elements.ts'
import { came } from '#lib/roll/roll.ts'
import { verdictOf } from '#lib/vote/votes.ts'
import { sayWhen } from '#lib/meeting/when.ts'
import {
  ledgerCounts,
  sayCounts,
  sayKinds,
  sayLedgerCounts,
  sayReason,
} from '#lib/meeting/words.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import { elementLines } from '#lib/record/say-element.ts'
import { sayBallot, sayCounted, sayVerdict } from '#lib/vote/words.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meeting as meetingType } from '#schema/records/meeting.ts'
import { matterWords } from '#schema/rules/matters.ts'
import type { BookedMeeting, Guest } from './booked-meeting.ts'
import { decidesIn, sayElsewhere, votesIn } from './decided-in.ts'
import { recordNumber } from '#schema/rules/record-number.ts'

type Item = { readonly key: string; readonly lines: readonly string[] }
export type FactName =
  | 'when'
  | 'groups'
  | 'notHeld'
  | 'instead'
  | 'place'
  | 'topic'
  | 'chair'
  | 'recorder'
  | 'counts'
  | 'came'
  | 'missed'
  | 'notCounted'
  | 'guests'
  | 'beside'
export type Fact = { readonly name: FactName; readonly label: string; readonly value: string }

export type MinutesPage = {
  readonly title: string
  readonly record: string
  readonly facts: readonly Fact[]
  readonly agenda: readonly (Item & { readonly title: string })[]
  readonly minutes: readonly string[]
  readonly votes: readonly (Item & { readonly title: string })[]
  readonly resolutions: readonly Item[]
  /** Of one kind by itself: what stands in the record of another kind of the same gathering, and what they share. */
  readonly elsewhere: readonly string[]
  /** '' where nobody signed. */
  readonly signed: string
  readonly followUps: readonly Item[]
  readonly amendments: readonly Item[]
}

type Kept = { readonly branch: string; readonly nameOf: NameOf }

/** `kind`: of a gathering of several kinds, the one that is printed by itself. */
export function minutesPage(
  meeting: BookedMeeting,
  { branch, nameOf, kind }: Kept & { readonly kind?: MeetingKind | undefined },
): MinutesPage {
  const { id, body } = meeting
  const shown = shownMeeting(body, { typed: {} })
  const said = (personId: string) => nameOf(personId) ?? m.meetings_somebody()
  const record = recordNumber({ id, startsAt: body.startsAt })
  const wasHeld = shown.notHeld === ''
  return {
    title: m.paper_minutes_of({ branch, kinds: sayKinds(kind ? [kind] : shown.kinds) }),
    record,
    facts: [
      ...minutesFacts(shown, meeting.groups, said),
      ...(wasHeld ? whoCame(meeting, shown.votes.length > 0) : []),
    ].filter(({ value }) => value !== ''),
    // Of what was not held nothing is printed that was once noted for it; on record it stays.
    ...(wasHeld ? written(meeting, shown, { nameOf, kind, record }) : nothingWritten),
    signed: sayAsSigned(body, said),
    amendments: amendmentsOf(body, said),
  }
}

type Written = Pick<
  MinutesPage,
  'agenda' | 'minutes' | 'votes' | 'resolutions' | 'followUps' | 'elsewhere'
>

const nothingWritten: Written = {
  agenda: [],
  minutes: [],
  votes: [],
  resolutions: [],
  followUps: [],
  elsewhere: [],
}

type Printing = {
  readonly nameOf: NameOf
  readonly kind: MeetingKind | undefined
  readonly record: string
}

function written(
  meeting: BookedMeeting,
  shown: ShownMeeting,
  { nameOf, kind, record }: Printing,
): Written {
  const { kinds } = shown
  const isOwn = (decides: MeetingKind | undefined) => kind === undefined || decides === kind
  const votes = shown.votes.filter(({ matter }) => isOwn(votesIn(kinds, matter)))
  const decides = isOwn(decidesIn(kinds))
  const said = (personId: string) => nameOf(personId) ?? m.meetings_somebody()
  return {
    agenda: shown.agenda
      .filter((item) => !kind || !item.kind || item.kind === kind)
      .map(({ key, title, notes, kind: own }) => ({
        key,
        title:
          own && !kind && kinds.length > 1
            ? m.meetings_name_status({ name: title, status: sayKinds([own]) })
            : title,
        lines: paragraphs(notes),
      })),
    minutes: paragraphs(shown.minutes),
    votes: votes.map((vote) => ({
      key: vote.key,
      title: m.meetings_name_status({
        name: vote.subject,
        status: sayWords(matterWords[vote.matter]),
      }),
      lines: sayVote(vote, meeting),
    })),
    resolutions: (decides ? shown.resolutions : []).map(({ key, text, personId, due }) => ({
      key,
      lines: [text, elementLines({ personId, due }, nameOf).join('\u3000')].filter(Boolean),
    })),
    followUps: decides ? followUpsOf(meeting.body, shown, said) : [],
    elsewhere: kind ? sayElsewhere(shown, kind, record) : [],
  }
}

/** What somebody wrote in lines, without the empty ones. */
const paragraphs = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))

export type Said = (personId: string) => string

const labelOf = (name: string) => sayWords(meetingType.fields[name]?.words ?? { zh: '', en: '' })

/** When, of which groups, where, about what, and who led. */
export function minutesFacts(
  shown: ShownMeeting,
  groups: readonly string[],
  said: Said,
): readonly Fact[] {
  const { notHeld, noneInstead, place, topic, chairId, recorderId } = shown
  const name = (personId: string) => (notHeld || !personId ? '' : said(personId))
  return [
    {
      name: 'when',
      label: notHeld ? m.meetings_when_planned_for() : m.meetings_when(),
      value: sayWhen(shown),
    },
    { name: 'groups', label: labelOf('groupIds'), value: sayList(groups) },
    { name: 'notHeld', label: labelOf('notHeld'), value: notHeld },
    {
      name: 'instead',
      label: m.meetings_instead(),
      value: noneInstead ? m.meetings_instead_none() : '',
    },
    { name: 'place', label: labelOf('place'), value: place },
    { name: 'topic', label: labelOf('topic'), value: topic },
    { name: 'chair', label: labelOf('chairId'), value: name(chairId) },
    { name: 'recorder', label: labelOf('recorderId'), value: name(recorderId) },
  ]
}

type Lines = BookedMeeting['lines']

/** Of a roll that was never called here, what an older ledger said. */
function sayCame(body: MeetingBody, counts: BookedMeeting['counts']): string {
  const told = (counts?.state ?? 'uncalled') === 'uncalled' ? ledgerCounts(body) : undefined
  if (told) return sayLedgerCounts(told)
  return counts ? sayCounts(counts) : ''
}

/** `hasVotes`: then whoever is not counted stands beside the numbers of each. */
function whoCame(
  { body, counts, lines, guests, beside, notCounted }: BookedMeeting,
  hasVotes: boolean,
): readonly Fact[] {
  const say = (line: Lines[number]) => {
    const name = line.name || m.meetings_somebody()
    return line.status === 'present'
      ? name
      : m.meetings_name_status({ name, status: sayReason(line) })
  }
  const here = lines.filter(({ status }) => came(status))
  const away = lines.filter(({ status }) => !came(status))
  return [
    { name: 'counts', label: m.meetings_attendance(), value: sayCame(body, counts) },
    { name: 'came', label: m.paper_came(), value: sayList(here.map(say)) },
    { name: 'missed', label: m.paper_missed(), value: sayList(away.map(say)) },
    {
      name: 'notCounted',
      label: m.exclusion_of_member(),
      value: hasVotes ? '' : notCounted.map(({ line }) => line).join('\n'),
    },
    { name: 'beside', label: m.attend_beside_label(), value: sayList(beside) },
    { name: 'guests', label: m.paper_guests(), value: sayList(guests.map(sayGuest)) },
  ]
}

const sayGuest = ({ name, from }: Guest) =>
  from === '' ? name : m.meetings_name_status({ name, status: from })

function sayVote(vote: Vote, { cameWithVote, notCounted }: BookedMeeting): readonly string[] {
  const { entitled, there = 0, matter } = vote
  const left = notCounted.filter(({ scope }) => scope === 'all' || matter === 'election')
  return [
    entitled === undefined ? '' : m.votes_gathered({ entitled, there }),
    ...(left.length > 0 ? [m.exclusion_not_counted({ count: left.length })] : []),
    ...left.map(({ line }) => line),
    sayBallot(vote),
    sayCounted(vote),
    sayVerdict(verdictOf(vote, cameWithVote)),
  ].filter(Boolean)
}

/** So much of the seal tells one signed page from another; all of it stands with the record. */
const sealShown = 16

function sayAsSigned(body: MeetingBody, said: Said): string {
  const { stage, signedById, signedAt, seal, countersignatures = {} } = body
  if (stage !== 'signed' || !signedById || !signedAt) return ''
  const names = [{ byId: signedById, at: signedAt }, ...Object.values(countersignatures)]
  const by = sayList(
    names.map(({ byId, at }) => m.meetings_signed_by({ name: said(byId), time: exactTime(at) })),
  )
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
