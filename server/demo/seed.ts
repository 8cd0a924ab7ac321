/**
 * The demonstration township: on the first start the sample files go through the real importers, offices are given, the
 * lessons are published, and a year of records follows, every one judged by the authority as if a phone had sent it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textOf } from '../../schema/json.ts'
import type { ImportKind } from '../../sync/wire/import.ts'
import type { DemoAccount } from '../accounts/demo-accounts.ts'
import { found, rootRows } from '../accounts/founding.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { applyPlan, planImport } from '../import/index.ts'
import type { Parts } from '../parts.ts'
import { idOf } from './chance.ts'
import { exclusionsOf } from './exclusions.ts'
import { appoint } from './people.ts'
import { groupsOf } from './groups.ts'
import type { Cast } from './people.ts'
import { privacyOf } from './privacy.ts'
import { reviewsOf } from './reviews.ts'
import { rulesOf } from './rules.ts'
import { lessonOfTag, readLessons, readQuestions } from './lessons.ts'
import type { Note } from './note.ts'
import { studiesOf } from './studies.ts'
import type { WritingParts } from './write-notes.ts'
import { actorFor, writeNotes } from './write-notes.ts'
import { yearOf } from './year.ts'

type SeedParts = WritingParts & Pick<Parts, 'accounts' | 'identities'>

const root = {
  organisation: { id: idOf('township'), name: '平原镇党委', kind: 'township' },
  administrator: {
    id: idOf('administrator'),
    name: '平原镇党务管理员',
    postId: idOf('post administrator'),
  },
} as const

const day = 86_400_000

/** Fills an empty server. The accounts it made, to be shown once. */
export async function seedDemo(given: Omit<SeedParts, 'newId'>): Promise<readonly DemoAccount[]> {
  let made = 0
  const parts: SeedParts = { ...given, newId: () => idOf(`made ${(made += 1)}`) }
  const now = parts.now()
  await parts.store.write((transaction) =>
    found(parts.registry, transaction, rootRows(root, now - 400 * day), now - 400 * day),
  )
  await importSample(parts, 'branches')
  await importSample(parts, 'roster')
  const cast = await appoint(parts.store, root.organisation.id, parts.now())
  await writeNotes(parts, cast.notes)
  const published = (order: number) => new Date(now - (120 - order * 10) * day).toISOString()
  const lessons = [
    ...readLessons(root.organisation.id, published),
    ...readQuestions(root.organisation.id),
  ]
  await writeNotes(
    parts,
    lessons.map((row) => ({ ...row, by: root.administrator.id, at: now - 120 * day })),
  )
  await importSample(parts, 'questions')
  await writeNotes(parts, await bankByLesson(parts))
  const notes = [
    ...cast.branches.flatMap((branch) =>
      yearOf(branch, now).map((row) => ({ ...row, by: branch.secretaryId })),
    ),
    ...studiesOf(cast, lessons, now),
    ...privacyOf(cast, now),
    ...exclusionsOf(cast, root.organisation.id, now),
    ...reviewsOf(cast, now),
    ...groupsOf(cast, now),
    ...rulesOf(root.organisation.id, root.administrator.id, now),
  ]
  await writeNotes(
    parts,
    notes.sort((left, right) => left.at - right.at),
  )
  return openAccounts(parts, cast)
}

async function importSample(parts: SeedParts, kind: Exclude<ImportKind, 'ledger'>): Promise<void> {
  const fileName = {
    branches: 'branches.xlsx',
    roster: 'roster.xlsx',
    questions: 'question-bank.xlsx',
  }[kind]
  const bytes = readFileSync(join(import.meta.dirname, 'content', fileName))
  const actor = await actorFor(parts, root.administrator.id)
  const { store, identities, newId } = parts
  const planned = await store.read((view) =>
    planImport({ kind, bytes, fileName, actor, view, identities, newId, now: parts.now }),
  )
  if (!planned.ok)
    throw new Error(`the sample ${fileName} cannot be read: ${planned.failure.error}`)
  await applyPlan({
    prepared: planned.value,
    actor,
    store,
    identities,
    newId,
    now: parts.now,
    onError: (error) => {
      throw error
    },
  })
}

/** Questions of the imported bank go to the lesson that answers them. */
async function bankByLesson({ store, now }: SeedParts): Promise<readonly Note[]> {
  const lessons = lessonOfTag()
  const rows = await store.read((view) => view.rowsOfType('question'))
  return rows
    .filter((row) => row.body['lessonId'] === undefined)
    .flatMap((row) => {
      const lessonId = lessons.get(textOf(row.body, 'tag'))
      const note = { by: root.administrator.id, type: row.type, id: row.id, at: now() }
      return lessonId ? [{ ...note, fields: { lessonId } }] : []
    })
}

/** One password for all, documented in the README: these people and their records are made up. */
const password = 'branchbook-demo'

async function openAccounts(parts: SeedParts, cast: Cast): Promise<readonly DemoAccount[]> {
  const hash = await hashPassword(password)
  const made = [
    { name: 'shuji', person: cast.secretary },
    { name: 'fushuji', person: cast.deputy },
    { name: 'siji', person: cast.driver },
    { name: 'xiangzhen', person: cast.staff },
    {
      name: 'guanli',
      person: { id: root.administrator.id, words: `${root.organisation.name} 系统管理员` },
    },
  ]
  for (const { name, person } of made) {
    await parts.accounts.add(
      { id: idOf(`account ${name}`), name, personId: person.id, password: hash },
      parts.now(),
    )
  }
  return made.map(({ name, person }) => ({ name, password, who: person.words }))
}
