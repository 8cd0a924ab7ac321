/** Usual agenda items by kind of meeting, each with a sentence to begin its notes. */
import { m } from '#lib/i18n/generated/messages.js'
import type { MeetingKind } from '#schema/records/meeting.ts'

type Item = { readonly title: () => string; readonly sentence: () => string }

const items = {
  study: { title: m.meetings_t_study, sentence: m.meetings_t_study_s },
  discuss: { title: m.meetings_t_discuss, sentence: m.meetings_t_discuss_s },
  service: { title: m.meetings_t_service, sentence: m.meetings_t_service_s },
  dues: { title: m.meetings_t_dues, sentence: m.meetings_t_dues_s },
  report: { title: m.meetings_t_report, sentence: m.meetings_t_report_s },
  vote: { title: m.meetings_t_vote, sentence: m.meetings_t_vote_s },
  matters: { title: m.meetings_t_matters, sentence: m.meetings_t_matters_s },
  lecture: { title: m.meetings_t_lecture, sentence: m.meetings_t_lecture_s },
  exchange: { title: m.meetings_t_exchange, sentence: m.meetings_t_exchange_s },
  criticism: { title: m.meetings_t_criticism, sentence: m.meetings_t_criticism_s },
  mutual: { title: m.meetings_t_mutual, sentence: m.meetings_t_mutual_s },
  talk: { title: m.meetings_t_talk, sentence: m.meetings_t_talk_s },
  ballot: { title: m.meetings_t_ballot, sentence: m.meetings_t_ballot_s },
} as const satisfies Record<string, Item>

type ItemName = keyof typeof items

const byKind: Record<MeetingKind, readonly ItemName[]> = {
  themeDay: ['study', 'discuss', 'service', 'dues'],
  memberMeeting: ['study', 'report', 'discuss', 'vote'],
  committee: ['study', 'matters'],
  group: ['study', 'discuss'],
  lecture: ['lecture', 'exchange'],
  lifeMeeting: ['report', 'criticism'],
  evaluation: ['mutual', 'ballot'],
  talk: ['talk'],
}

const say = (name: ItemName) => ({ title: items[name].title(), sentence: items[name].sentence() })

/** Titles to offer for a gathering of these kinds, without those it has. */
export const usualItems = (
  kinds: readonly MeetingKind[],
  titles: readonly string[],
): readonly string[] =>
  [...new Set(kinds.flatMap((kind) => byKind[kind]))]
    .map((name) => say(name).title)
    .filter((title) => !titles.includes(title))

/** Of several kinds, the one that a usual item belongs to; undefined for an item of one's own. */
export const kindFor = (kinds: readonly MeetingKind[], title: string): MeetingKind | undefined =>
  kinds.find((kind) => byKind[kind].some((name) => say(name).title === title))

/** The sentence that goes with a usual item, undefined for an item of one's own. */
export const sentenceFor = (title: string): string | undefined =>
  (Object.keys(items) as ItemName[]).map(say).find((item) => item.title === title.trim())?.sentence

export const usualReasons = (): readonly string[] => m.meetings_not_held_reasons().split('¦')
