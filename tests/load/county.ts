/**
 * A county as it is on paper: one committee, twenty townships, its branches and their members, a secretary each, and the
 * accounts that sign in. The same numbers always make the same county, so that two runs compare.
 */
import { derivedId } from '../../schema/define-record.ts'
import type { Body } from '../../schema/json.ts'
import { idOf } from '../../server/demo/chance.ts'

export type PlainRow = { readonly id: string; readonly type: string; readonly body: Body }

export type Size = {
  readonly townships: number
  readonly branches: number
  readonly membersEach: number
  /** Of a branch's members, the secretary first: so many have an account. */
  readonly accountsEach: number
}

/** The county the targets speak of. */
export const wholeCounty: Size = {
  townships: 20,
  branches: 1_660,
  membersEach: 21,
  accountsEach: 6,
}

export type Person = {
  readonly id: string
  readonly name: string
  readonly accountId: string
  /** What his phone calls itself, and the secret in its cookie. */
  readonly device: string
  readonly token: string
}

export type Branch = {
  readonly id: string
  readonly townshipId: string
  readonly name: string
  /** The secretary first, the deputy second. */
  readonly members: readonly Person[]
}

export type County = {
  readonly id: string
  readonly townshipIds: readonly string[]
  readonly branches: readonly Branch[]
  readonly size: Size
}

export function makeCounty(size: Size): County {
  const townshipIds = Array.from({ length: size.townships }, (_none, index) =>
    idOf(`load township ${index}`),
  )
  const branches = Array.from({ length: size.branches }, (_none, index): Branch => {
    const members = Array.from({ length: size.membersEach }, (_each, place) =>
      makePerson(`${index}-${place}`),
    )
    return {
      id: idOf(`load branch ${index}`),
      townshipId: townshipIds[index % townshipIds.length] ?? '',
      name: `第${index + 1}村党支部`,
      members,
    }
  })
  return { id: idOf('load county'), townshipIds, branches, size }
}

const makePerson = (name: string): Person => ({
  id: idOf(`load person ${name}`),
  name: `党员${name}`,
  accountId: idOf(`load account ${name}`),
  device: idOf(`load device ${name}`),
  token: idOf(`load token ${name}`) + idOf(`load token, second half ${name}`),
})

/** Everybody with an account, one of each branch before the second of any. */
export const accountHolders = ({ branches, size }: County): readonly (Person & Held)[] =>
  Array.from({ length: size.accountsEach }, (_none, place) => place).flatMap((place) =>
    branches.flatMap(({ id, members }) => {
      const person = members[place]
      return person ? [{ ...person, branchId: id, isSecretary: place === 0 }] : []
    }),
  )

export type Held = { readonly branchId: string; readonly isSecretary: boolean }
export type Holder = Person & Held

/** The county's records, a superior before those below. */
export function* countyRows(county: County): Iterable<PlainRow> {
  yield organisation(county.id, { name: '平原县委', kind: 'county' })
  for (const [index, id] of county.townshipIds.entries())
    yield organisation(id, { name: `第${index + 1}镇党委`, kind: 'township', parentId: county.id })
  yield* lessons(county.id)
  for (const branch of county.branches) yield* branchRows(branch)
}

const organisation = (id: string, body: Body): PlainRow => ({ id, type: 'organisation', body })

function* branchRows({ id, name, townshipId, members }: Branch): Iterable<PlainRow> {
  yield organisation(id, { name, kind: 'branch', parentId: townshipId, themeDay: 5 })
  for (const [place, person] of members.entries()) {
    yield {
      id: person.id,
      type: 'person',
      body: { name: person.name, initials: 'dy', branchId: id, kind: 'full' },
    }
    yield {
      id: derivedId('personFile', [person.id]),
      type: 'personFile',
      body: {
        personId: person.id,
        branchId: id,
        sex: place % 4 === 0 ? 'female' : 'male',
        idTail: String(1_000 + place),
        ethnicity: '汉族',
        bornOn: `19${60 + (place % 35)}-03`,
        joinedOn: '1998-07-01',
        mobile: `1390000${String(1_000 + place)}`,
        address: `${name}第${place}组`,
        standing: 'normal',
      },
    }
    const office = place === 0 ? 'secretary' : place === 1 ? 'deputy' : undefined
    if (office)
      yield {
        id: idOf(`load post ${person.id}`),
        type: 'post',
        body: { personId: person.id, organisationId: id, office, from: '2024-01-01' },
      }
  }
}

const lessonText = '认真落实三会一课制度，逐条对照，逐项整改，做到有安排、有记录、有结果。'.repeat(
  40,
)

export const lessonIds: readonly string[] = Array.from({ length: 8 }, (_none, index) =>
  idOf(`load lesson ${index}`),
)

function* lessons(publisherId: string): Iterable<PlainRow> {
  for (const [order, id] of lessonIds.entries()) {
    yield {
      id,
      type: 'lesson',
      body: {
        publisherId,
        publishedAt: '2026-01-05T01:00:00.000Z',
        order,
        title: `第${order + 1}课`,
        summary: '县委组织部编写',
        audience: 'all',
        minutes: 8,
        text: lessonText,
      },
    }
    for (let number = 0; number < 5; number += 1)
      yield {
        id: idOf(`load question ${order} ${number}`),
        type: 'question',
        body: {
          publisherId,
          lessonId: id,
          kind: 'single',
          stem: `第${order + 1}课第${number + 1}题：支部党员大会一般多久召开一次？`,
          options: ['每月', '每季度', '每半年', '每年'],
          answer: [1],
          explanation: '党员大会一般每季度召开一次。',
        },
      }
  }
}
