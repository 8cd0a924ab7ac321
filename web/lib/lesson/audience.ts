/** Which lessons are meant for somebody, from what his device knows of him. Everybody may read all of them. */
import type { Actor } from '#schema/access.ts'
import type { BodyFor } from '#schema/define-record.ts'
import type { lesson } from '#schema/records/lesson.ts'
import type { organisation } from '#schema/records/organisation.ts'
import type { personFile } from '#schema/records/person-file.ts'

export type Lesson = BodyFor<typeof lesson>

export type Reader = {
  readonly offices: Actor['offices']
  readonly file?: Pick<BodyFor<typeof personFile>, 'job' | 'floatingTo'> | undefined
  readonly branch?: Pick<BodyFor<typeof organisation>, 'name' | 'sector'> | undefined
}

const committee = new Set<string>(['secretary', 'deputy', 'committee'])
const drives = /司机|驾驶|货运|运输/
const farms = /农|种植|养殖|合作社|村/

export function audiencesOf({ offices, file, branch }: Reader): ReadonlySet<Lesson['audience']> {
  const said = (sign: RegExp, ...places: readonly (string | undefined)[]) =>
    places.some((place) => place !== undefined && sign.test(place))
  const found = new Set<Lesson['audience']>(['all'])
  if (offices.some(({ office }) => committee.has(office))) found.add('secretaries')
  if (said(drives, file?.job, file?.floatingTo, branch?.name)) found.add('drivers')
  if (said(farms, file?.job, branch?.sector)) found.add('farmers')
  return found
}

type Listed = { readonly id: string; readonly body: Pick<Lesson, 'audience' | 'order'> }

/** Lessons meant for the reader and the others, each in the publisher's order. */
export function lessonsFor<L extends Listed>(
  lessons: readonly L[],
  reader: Reader,
): { readonly mine: readonly L[]; readonly others: readonly L[] } {
  const audiences = audiencesOf(reader)
  const ordered = [...lessons].sort(
    (left, right) => left.body.order - right.body.order || (left.id < right.id ? -1 : 1),
  )
  return {
    mine: ordered.filter(({ body }) => audiences.has(body.audience)),
    others: ordered.filter(({ body }) => !audiences.has(body.audience)),
  }
}
