/**
 * The roster of members (党员信息采集表). A person is found by his full identity number, then by name, birthday and
 * branch where only one fits. Numbers of people outside the importer's organisations are not looked at: a list must not
 * become a way to ask whether somebody is a member elsewhere. Full numbers leave here only towards `IdentityNumbers`.
 */
import { pinyin } from 'pinyin-pro'
import { derivedId } from '../../schema/define-record.ts'
import { person } from '../../schema/records/person.ts'
import { personFile } from '../../schema/records/person-file.ts'
import type { Row, StoreView } from '../../sync/authority/store.ts'
import type { IdentityNumbers } from './contract.ts'
import type { Importer } from './importer.ts'
import type { NotFound } from './organisation-names.ts'
import { OrganisationNames, namesIn } from './organisation-names.ts'
import { Members } from './members.ts'
import type { PlannedRow, Planning } from './proposal.ts'
import { plannedRow, propose, proposeAll, refusedRow } from './proposal.ts'
import type { Flaw, Table, TableRow } from './table.ts'

const branchKinds = new Set(['branch', 'jointBranch', 'floatingBranch'])
const branchRefusals = {
  unknown: 'unknownBranch',
  ambiguous: 'ambiguousBranch',
} as const satisfies Record<NotFound, string>

/** Columns that go into the member's file as they are. */
const fileFields = [
  'sex',
  'ethnicity',
  'bornOn',
  'education',
  'joinedOn',
  'fullMemberOn',
  'job',
  'mobile',
  'landline',
  'address',
  'standing',
  'lost',
  'lostSince',
  'floating',
  'floatingTo',
] as const

/** First letters of a name read as a name: 单雄信 is sxx, not dxx. */
export const initialsOf = (name: string): string =>
  pinyin(name, {
    pattern: 'first',
    toneType: 'none',
    mode: 'surname',
    surname: 'head',
    type: 'array',
    nonZh: 'consecutive',
  })
    .map((part) => part.trim().charAt(0))
    .join('')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .slice(0, 20)

export async function planRoster(
  view: StoreView,
  importer: Importer,
  identities: IdentityNumbers,
  table: Table,
  newId: () => string,
): Promise<Planning> {
  const branches = branchesOf(importer)
  const found = new Map(
    table.rows.map((row) => [row.line, branches.find(String(row.values['branch'] ?? ''))]),
  )
  const named = [...found.values()].flatMap((branch) => (branch.ok ? [branch.value] : []))
  const members = await Members.load(view, importer, identities, new Set(named), table.rows)
  const rows = table.rows.map((row): PlannedRow => {
    const branch = found.get(row.line)
    const written = String(row.values['branch'] ?? '')
    const stored = branch?.ok ? nameIn(importer, branch.value) : written
    const titles = {
      line: row.line,
      title: String(row.values['name'] ?? ''),
      subtitle: stored === written ? stored : `${written} → ${stored}`,
    }
    const refuse = (flaw: Flaw) => refusedRow(titles, flaw)
    if (row.flaw) return refuse(row.flaw)
    if (!branch?.ok) {
      return refuse(table.flawAt(row.line, 'branch', branchRefusals[branch?.failure ?? 'unknown']))
    }
    const match = members.match(row, branch.value)
    if (!match.ok) return refuse(match.failure)
    return planMember(
      importer,
      members,
      table,
      { row, titles, branchId: branch.value, newId },
      match.value,
    )
  })
  return { rows }
}

function branchesOf({ organisations, above }: Importer): OrganisationNames {
  const names = new OrganisationNames([...organisations.values(), ...above.values()])
  for (const { id, body } of organisations.values()) {
    if (!body['removedAt'] && branchKinds.has(String(body['kind']))) names.add(id, namesIn(body))
  }
  return names
}

const nameIn = ({ organisations }: Importer, id: string): string =>
  String(organisations.get(id)?.body['name'] ?? '')

type Entry = {
  readonly row: TableRow
  readonly titles: { readonly line: number; readonly title: string; readonly subtitle: string }
  readonly branchId: string
  newId(): string
}

function planMember(
  importer: Importer,
  members: Members,
  table: Table,
  { row, titles, branchId, newId }: Entry,
  stored: Row | undefined,
): PlannedRow {
  const { line, values } = row
  const personId = stored?.id ?? newId()
  const number = typeof values['identity'] === 'string' ? values['identity'] : undefined
  const name = String(values['name'])
  // Initials that somebody mended by hand stay while the name does.
  const initials =
    stored?.body['name'] === name && stored.body['initials'] ? {} : initialsField(name)
  const file = members.fileOf(personId)
  const fileValues = Object.fromEntries(
    fileFields.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])),
  )
  const writes = proposeAll(
    [
      propose(importer.actor, person, personId, stored, {
        name,
        ...initials,
        branchId,
        ...(values['kind'] !== undefined && { kind: values['kind'] }),
        // The list says he is a member of the branch: whoever was taken off by mistake comes back, and the plan shows it.
        removedAt: null,
      }),
      propose(importer.actor, personFile, derivedId(personFile.name, [personId]), file, {
        personId,
        branchId,
        // Who is on the list and has no other standing is a member in good standing.
        ...(!file && { standing: 'normal' }),
        ...fileValues,
        ...(number && { idTail: number.slice(-4) }),
        removedAt: null,
      }),
    ],
    table,
    line,
  )
  if (!writes.ok) return refusedRow(titles, writes.failure)
  members.take(row, branchId, personId)
  const planned = plannedRow(titles, writes.value, (id) => nameIn(importer, id))
  const keep = number !== undefined && members.numberOf(personId) !== number
  return keep ? { ...planned, number: { personId, number } } : planned
}

const initialsField = (name: string): { readonly initials?: string } => {
  const initials = initialsOf(name)
  return initials ? { initials } : {}
}
