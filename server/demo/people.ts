/**
 * Who holds which office in the demonstration township. The sample roster does not list the secretaries that the file of
 * branches names, so they are entered as members of their branch; everybody else comes from the roster.
 */
import { derivedId } from '../../schema/define-record.ts'
import type { Body } from '../../schema/json.ts'
import { textOf } from '../../schema/json.ts'
import type { Row, Store } from '../../sync/authority/store.ts'
import { initialsOf } from '../import/roster.ts'
import { idOf, makeChance } from './chance.ts'
import type { Note } from './note.ts'
import type { DemoBranch, DemoMember } from './month.ts'

type Named = { readonly id: string; readonly words: string }

export type Cast = {
  readonly notes: readonly Note[]
  readonly branches: readonly DemoBranch[]
  readonly secretary: Named
  readonly deputy: Named
  readonly driver: Named
  readonly staff: Named
}

/** Twenty-eight members are expected here, the secretary among them. */
const heroBranch = '枣林村党支部'
const officeBranch = '平原镇机关党支部'
/** Branches that need help, so that the township's first screen has something to say. */
const troubles: Readonly<Record<string, DemoBranch['trouble']>> = {
  南坡村党支部: 'silent',
  龙泉村党支部: 'notHeld',
  平原镇个体货运流动党员党支部: 'fewCome',
  // Its secretary has something to do when he first looks.
  [heroBranch]: 'late',
}
const since = '2024-01-01'

export async function appoint(store: Store, townshipId: string, now: number): Promise<Cast> {
  const { branches, persons, files } = await store.read(async (view) => ({
    branches: await view.rowsOf('organisation', townshipId),
    persons: await view.rowsOfType('person'),
    files: new Map(
      (await view.rowsOfType('personFile')).map((row) => [textOf(row.body, 'personId'), row]),
    ),
  }))
  const made = branches.map((branch) => {
    const own = persons.filter((row) => row.of === branch.id).sort(byName)
    return staffBranch(branch, own, files, now)
  })
  const hero = made.find(({ name }) => name === heroBranch)
  const office = made.find(({ name }) => name === officeBranch)
  const driver = hero?.members.find(({ file }) => textOf(file, 'job') === '货运司机')
  const clerk = office?.members[0]
  if (!hero || !driver || !clerk)
    throw new Error('the sample files are not the ones the demonstration knows')
  const post = postNote(`staff ${clerk.row.id}`, clerk.row.id, townshipId, 'staff', now)
  return {
    notes: [...made.flatMap(({ notes }) => notes), post, onTheRoad(driver.row, now)],
    branches: made.map(({ branch }) => ({
      ...branch,
      members: branch.members.map((member) =>
        member.id === driver.row.id ? { ...member, floating: true } : member,
      ),
    })),
    secretary: { id: hero.branch.secretaryId, words: `${heroBranch} 书记 ${hero.secretaryName}` },
    deputy: {
      id: hero.deputy.id,
      words: `${heroBranch} 副书记 ${textOf(hero.deputy.body, 'name')}`,
    },
    driver: {
      id: driver.row.id,
      words: `${heroBranch} 在外跑车的党员 ${textOf(driver.row.body, 'name')}`,
    },
    staff: { id: clerk.row.id, words: `平原镇党委 干事 ${textOf(clerk.row.body, 'name')}` },
  }
}

/** The roster has him at home; since then he drives, and the branch has noted it. */
const onTheRoad = (person: Row, at: number): Note => ({
  by: idOf('administrator'),
  type: 'personFile',
  id: derivedId('personFile', [person.id]),
  fields: { floating: true, floatingTo: '全国各地（货运）' },
  at,
})

const byName = (left: Row, right: Row) =>
  textOf(left.body, 'name') < textOf(right.body, 'name') ? -1 : 1

function staffBranch(
  branch: Row,
  own: readonly Row[],
  files: ReadonlyMap<string, Row>,
  now: number,
) {
  const name = textOf(branch.body, 'name')
  const chance = makeChance(`offices ${name}`)
  const inGoodStanding = own.flatMap((row) => {
    const file = files.get(row.id)?.body ?? {}
    return file['standing'] === 'normal' ? [{ row, file }] : []
  })
  const members = inGoodStanding.filter(({ file }) => file['lost'] !== true)
  const settled = members.filter(
    ({ row, file }) => file['floating'] !== true && row.body['kind'] === 'full',
  )
  // Drivers are away for months: they hold no office.
  const others = (settled.length > 3 ? settled : members)
    .filter(({ file }) => file['job'] !== '货运司机')
    .map(({ row }) => row)
  const [deputy = branch, ...committee] = chance.some(others, 4)
  const secretaryName = textOf(branch.body, 'secretaryName')
  const secretaryId = idOf(`secretary ${name}`)
  const themeDay = chance.between(5, 18)
  const demo: DemoBranch = {
    id: branch.id,
    name,
    hasCommittee: branch.body['hasCommittee'] === true,
    themeDay,
    place: name.includes('村党支部') ? '村委会会议室' : '党员活动室',
    secretaryId,
    recorderId: deputy.id,
    committee: [secretaryId, deputy.id, ...committee.map(({ id }) => id)],
    members: [{ id: secretaryId, floating: false }, ...members.map(asMember)],
    lost: inGoodStanding.flatMap(({ row, file }) => (file['lost'] === true ? [row.id] : [])),
    trouble: troubles[name] ?? 'none',
  }
  const by = idOf('administrator')
  const notes: Note[] = [
    ...secretaryNotes(branch, secretaryId, secretaryName, now),
    { by, type: 'organisation', id: branch.id, fields: { themeDay }, at: now },
    postNote(`secretary ${name}`, secretaryId, branch.id, 'secretary', now),
    postNote(`deputy ${name}`, deputy.id, branch.id, 'deputy', now),
    ...(demo.hasCommittee
      ? committee.map(({ id }) =>
          postNote(`committee ${name} ${id}`, id, branch.id, 'committee', now),
        )
      : []),
  ]
  return { name, branch: demo, members, deputy, secretaryName, notes }
}

const asMember = ({ row, file }: { readonly row: Row; readonly file: Body }): DemoMember => ({
  id: row.id,
  floating: file['floating'] === true,
})

function secretaryNotes(branch: Row, id: string, name: string, now: number): readonly Note[] {
  const by = idOf('administrator')
  const person = { name, initials: initialsOf(name), branchId: branch.id, kind: 'full' }
  const phone = textOf(branch.body, 'phone')
  const file = {
    personId: id,
    branchId: branch.id,
    standing: 'normal',
    ...(phone && { mobile: phone }),
  }
  return [
    { by, type: 'person', id, fields: person, at: now },
    { by, type: 'personFile', id: derivedId('personFile', [id]), fields: file, at: now },
  ]
}

const postNote = (
  key: string,
  personId: string,
  organisationId: string,
  office: string,
  at: number,
): Note => ({
  by: idOf('administrator'),
  type: 'post',
  id: idOf(`post ${key}`),
  fields: { personId, organisationId, office, from: since },
  at,
})
