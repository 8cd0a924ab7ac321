/** Where each paper lies: `/papers/ledger?branch=…&year=2026`, `/papers/sign-in?meeting=…`. */
const yearPapers = ['ledger', 'attendance', 'minutes'] as const
const meetingPapers = ['minutes', 'sign-in'] as const

export type YearPaperName = (typeof yearPapers)[number]
export type MeetingPaperName = (typeof meetingPapers)[number]

export const isYearPaper = (what: string): what is YearPaperName =>
  yearPapers.some((each) => each === what)

export const isMeetingPaper = (what: string): what is MeetingPaperName =>
  meetingPapers.some((each) => each === what)

/** With the list of papers where `what` is left out. */
export const yearAddress = (branchId: string, year: number, what?: YearPaperName): string =>
  `/papers${what ? `/${what}` : ''}?branch=${encodeURIComponent(branchId)}&year=${year}`

/** `kind`: of a gathering of several kinds, the one that is printed by itself. */
export const meetingAddress = (id: string, what?: MeetingPaperName, kind?: string): string =>
  `/papers${what ? `/${what}` : ''}?meeting=${id}${kind ? `&kind=${kind}` : ''}`
