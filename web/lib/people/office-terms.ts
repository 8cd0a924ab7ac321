/** Who held, holds and will hold the offices of an organisation; appointing somebody, and relieving him. */
import type { Row, RowDraft } from '#lib/data/types.ts'
import type { Actor, Office } from '#schema/access.ts'
import { offices } from '#schema/access.ts'
import type { BodyFor } from '#schema/define-record.ts'
import { mayWrite } from '#schema/derive/may-write.ts'
import { post } from '#schema/records/post.ts'
import { dayAfter } from '#schema/rules/calendar.ts'
import type { PersonRecord } from '#lib/record/recorded.ts'

type PostBody = BodyFor<typeof post>

export type Term = {
  readonly id: string
  readonly body: PostBody
  /** Undefined where the device does not know the person: he may have moved away. */
  readonly name: string | undefined
  readonly mark: Row<unknown>['mark']
}

export type Terms = {
  /** The secretary first. */
  readonly held: readonly Term[]
  readonly toCome: readonly Term[]
  /** The latest first. */
  readonly past: readonly Term[]
}

const ranks = Object.keys(offices)
const byRank = (left: Term, right: Term): number =>
  ranks.indexOf(left.body.office) - ranks.indexOf(right.body.office)

export function termsOf(
  posts: readonly Pick<Row<PostBody>, 'id' | 'body' | 'mark'>[],
  people: readonly PersonRecord[],
  organisationId: string,
  today: string,
): Terms {
  const names = new Map(people.map(({ id, body }) => [id, body.name]))
  const all = posts
    .filter(({ body }) => body.organisationId === organisationId)
    .map(({ id, body, mark }): Term => ({ id, body, mark, name: names.get(body.personId) }))
  const isOver = ({ body }: Term) => body.until !== undefined && body.until < today
  const isToCome = ({ body }: Term) => body.from > today
  const begins = ({ body }: Term) => body.from
  return {
    held: all.filter((term) => !isOver(term) && !isToCome(term)).sort(byRank),
    toCome: all
      .filter((term) => !isOver(term) && isToCome(term))
      .sort((left, right) => begins(left).localeCompare(begins(right))),
    past: all.filter(isOver).sort((left, right) => begins(right).localeCompare(begins(left))),
  }
}

/** Offices of a branch are not those of a committee's office. */
const kept: Record<'branch' | 'committee', readonly Office[]> = {
  branch: ['secretary', 'deputy', 'committee'],
  committee: ['staff', 'administrator'],
}

/** The offices that this person may give to somebody here. */
export function officesToGive(
  actor: Actor | undefined,
  organisationId: string,
  isBranch: boolean,
): readonly Office[] {
  if (!actor) return []
  return kept[isBranch ? 'branch' : 'committee'].filter((office) => {
    const body = { personId: 'anybody', organisationId, office, from: '2000-01-01' }
    return mayWrite(post, actor, { id: 'new', before: undefined, after: body, fields: body })
  })
}

/** May he say when this term ends, or that it was entered by mistake? */
export const mayChange = (actor: Actor | undefined, { id, body }: Term): boolean =>
  actor !== undefined &&
  mayWrite(post, actor, { id, before: body, after: body, fields: { until: null } })

export type Appointment = {
  readonly office: Office | undefined
  readonly personId: string
  readonly from: string
  /** '' where the end is open. */
  readonly until: string
}

export type AppointmentFlaw = 'office' | 'person' | 'from' | 'until'

export const flawsIn = ({
  office,
  personId,
  from,
  until,
}: Appointment): readonly AppointmentFlaw[] => [
  ...(office === undefined ? (['office'] as const) : []),
  ...(personId === '' ? (['person'] as const) : []),
  ...(from === '' ? (['from'] as const) : []),
  ...(until !== '' && until < from ? (['until'] as const) : []),
]

/** Whoever would hold the office beside the one appointed: a branch has one secretary. */
export const incumbentOf = (
  terms: Terms,
  { office, personId, from }: Appointment,
): Term | undefined =>
  office === 'secretary' && from !== ''
    ? [...terms.held, ...terms.toCome].find(
        ({ body }) =>
          body.office === office &&
          body.personId !== personId &&
          body.from < from &&
          (body.until === undefined || body.until >= from),
      )
    : undefined

/** One transaction: the predecessor's last day is the one before the successor's first. */
export function appointmentDrafts(
  organisationId: string,
  { office, personId, from, until }: Appointment,
  relieved: Term | undefined,
): readonly RowDraft[] {
  if (office === undefined) return []
  const fields = { personId, organisationId, office, from, ...(until && { until }) }
  return [
    { type: post, fields },
    ...(relieved ? [{ type: post, id: relieved.id, fields: { until: dayAfter(from, -1) } }] : []),
  ]
}
