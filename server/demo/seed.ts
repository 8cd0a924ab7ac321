/**
 * The demonstration township: on the first start the sample files go through the real importers, offices are given, the
 * lessons are published, and a year of records follows, every one judged by the authority as if a phone had sent it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor } from '../../schema/access.ts'
import { textOf } from '../../schema/json.ts'
import type { ImportKind } from '../../sync/wire/import.ts'
import { acceptEdits } from '../../sync/authority/accept-edits.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { StoreTransaction } from '../../sync/authority/store.ts'
import { makeStamp } from '../../sync/clock.ts'
import type { DemoAccount } from '../accounts/demo-accounts.ts'
import { found, rootRows } from '../accounts/founding.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { applyPlan, planImport } from '../import/index.ts'
import type { Parts } from '../parts.ts'
import { idOf } from './chance.ts'
import { appoint } from './people.ts'
import type { Cast } from './people.ts'
import { privacyOf } from './privacy.ts'
import { reviewsOf } from './reviews.ts'
import { rulesOf } from './rules.ts'
import { lessonOfTag, readLessons, readQuestions } from './lessons.ts'
import type { Note } from './note.ts'
import { studiesOf } from './studies.ts'
import { yearOf } from './year.ts'

type SeedParts = Pick<Parts, 'registry' | 'store' | 'accounts' | 'identities' | 'now'> & {
  /** Not random here: the same sample makes the same records, ids and all. */
  newId(): string
}

const root = {
  organisation: { id: idOf('township'), name: '平原镇党委', kind: 'township' },
  administrator: {
    id: idOf('administrator'),
    name: '平原镇党务管理员',
    postId: idOf('post administrator'),
  },
} as const

/** So many edits a transaction: one fsync each, and little to undo. */
const batch = 2_000
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
  await write(parts, cast.notes)
  const published = (order: number) => new Date(now - (120 - order * 10) * day).toISOString()
  const lessons = [
    ...readLessons(root.organisation.id, published),
    ...readQuestions(root.organisation.id),
  ]
  await write(
    parts,
    lessons.map((row) => ({ ...row, by: root.administrator.id, at: now - 120 * day })),
  )
  await importSample(parts, 'questions')
  await write(parts, await bankByLesson(parts))
  const notes = [
    ...cast.branches.flatMap((branch) =>
      yearOf(branch, now).map((row) => ({ ...row, by: branch.secretaryId })),
    ),
    ...studiesOf(cast, lessons, now),
    ...privacyOf(cast, now),
    ...reviewsOf(cast, now),
    ...rulesOf(root.organisation.id, root.administrator.id, now),
  ]
  await write(
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

async function actorFor({ store, now }: SeedParts, personId: string): Promise<Actor> {
  const actor = await store.read((view) => actorOf(view, { id: idOf(personId), personId }, now()))
  if (!actor) throw new Error(`${personId} is on no record`)
  return actor
}

async function write(parts: SeedParts, notes: readonly Note[]): Promise<void> {
  const actors = new Map<string, Actor>()
  for (const { by } of notes) if (!actors.has(by)) actors.set(by, await actorFor(parts, by))
  for (let start = 0; start < notes.length; start += batch) {
    await parts.store.write(async (transaction) => {
      for (const [offset, note] of notes.slice(start, start + batch).entries()) {
        const actor = actors.get(note.by)
        if (actor) await send(parts, transaction, note, actor, offset)
      }
    })
  }
}

async function send(
  { registry, newId }: SeedParts,
  transaction: StoreTransaction,
  { type, id, fields, at }: Note,
  actor: Actor,
  counter: number,
): Promise<void> {
  const device = `demo-${actor.personId.slice(0, 8)}`
  const edit = {
    id: newId(),
    row: id,
    type,
    version: registry.find(type)?.version ?? 1,
    stamp: makeStamp({ ms: at, counter, device }),
    fields,
    basis: {},
    madeAt: at,
    offset: 0,
  }
  const arrival = { actor, device, now: at, sentAt: at }
  const [verdict] = await acceptEdits(registry, transaction, [edit], arrival, (error) => {
    throw error
  })
  if (verdict?.result !== 'accepted') {
    throw new Error(`the demonstration wrote what is refused: ${type} ${JSON.stringify(verdict)}`)
  }
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
