/**
 * A data folder with the demonstration township, one branch of which has ten years behind it: written by its secretary's
 * edits, each judged by the authority as if his phone had sent it.
 */
import { pino } from 'pino'
import { derivedId } from '../../schema/define-record.ts'
import { textOf } from '../../schema/json.ts'
import { registry } from '../../schema/records/index.ts'
import { idOf } from '../../server/demo/chance.ts'
import type { Note } from '../../server/demo/note.ts'
import { writeNotes } from '../../server/demo/write-notes.ts'
import { FileStore } from '../../server/files/file-store.ts'
import { ServerKeys } from '../../server/keys/server-keys.ts'
import type { Parts } from '../../server/parts.ts'
import { makeParts } from '../../server/parts.ts'
import { openDatabase } from '../../server/store/open-database.ts'
import type { LongBranch } from './branch.ts'
import { membersInAll, tenYearsOf } from './branch.ts'

/** The branch of the demonstration's secretary. `folder` holds the township already. */
export async function addTenYears(folder: string, nowMs: number): Promise<readonly Note[]> {
  const opened = openDatabase(folder)
  if (!opened.ok) throw new Error(opened.failure.detail)
  const parts = makeParts(opened.value, {
    ...{ registry, behindProxy: false, now: () => nowMs, log: pino({ level: 'error' }) },
    ...{ keys: ServerKeys.in(folder), files: new FileStore(folder) },
  })
  try {
    let made = 0
    const writing = { ...parts, newId: () => idOf(`ten years made ${(made += 1)}`) }
    const { branch, joining } = await fullBranch(parts, nowMs)
    const notes = tenYearsOf(branch, nowMs)
    await writeNotes(writing, [...joining, ...notes])
    return notes
  } finally {
    await opened.value.close()
  }
}

/** Who is called today, and as many more as the branch lacks. */
async function fullBranch(
  { accounts, store }: Parts,
  at: number,
): Promise<{ readonly branch: LongBranch; readonly joining: readonly Note[] }> {
  const secretaryId = accounts.byName('shuji')?.personId ?? ''
  const { id, called } = await store.read(async (view) => {
    const id = (await view.row(secretaryId))?.of ?? ''
    const files = await view.rowsOfType('personFile')
    const called = files.filter(
      ({ body }) => body['branchId'] === id && body['standing'] === 'normal' && !body['lost'],
    )
    return { id, called: called.map(({ body }) => textOf(body, 'personId')) }
  })
  const newcomers = Array.from({ length: membersInAll - called.length }, (_none, index) => ({
    id: idOf(`ten years member ${index}`),
    name: `郭${'甲乙丙丁戊己庚辛壬癸'[index] ?? ''}`,
  }))
  const by = accounts.byName('guanli')?.personId ?? ''
  return {
    branch: { id, secretaryId, members: [...called, ...newcomers.map((each) => each.id)] },
    joining: newcomers.flatMap(({ id: personId, name }) => [
      {
        ...{ by, at, type: 'person', id: personId },
        fields: { name, branchId: id, kind: 'full' },
      },
      {
        ...{ by, at, type: 'personFile', id: derivedId('personFile', [personId]) },
        fields: { personId, branchId: id, standing: 'normal' },
      },
    ]),
  }
}
