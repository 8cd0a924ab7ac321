/** The keys with which codes are signed and checked: one's own, and those of the branch one keeps. */
import type { Records, Row } from '#lib/data/types.ts'
import { derivedId } from '#schema/define-record.ts'
import type { CodeKey } from '#schema/records/code-key.ts'
import { codeKey } from '#schema/records/code-key.ts'

type Tools = { readonly records: Pick<Records, 'find' | 'write' | 'newId'> }

export const codeKeyId = (ownerId: string): string => derivedId(codeKey.name, [ownerId])

/** In one order on every phone, so that all of them sign with the same. */
export const keysOf = (row: Pick<Row<CodeKey>, 'body'> | undefined): readonly string[] =>
  Object.values(row?.body.keys ?? {}).sort()

const keyLength = 43

/** The key to sign with: the one that is there, or one begun now. Undefined where this device cannot keep it. */
export async function keyToSign(
  { records }: Tools,
  owner: { readonly branchId: string; readonly personId?: string },
): Promise<string | undefined> {
  const id = codeKeyId(owner.personId ?? owner.branchId)
  const row = await records.find(codeKey, id)
  const [held] = keysOf(row)
  // Who has moved takes his key along: his new branch checks with it.
  if (held !== undefined && row?.body.branchId === owner.branchId) return held
  const begun = held ?? `${records.newId()}${records.newId()}`.slice(0, keyLength)
  const mark = records.newId().slice(0, 12)
  const fields = { ...owner, ...(held === undefined && { [`keys/${mark}`]: begun }) }
  const written = await records.write([{ type: codeKey, id, fields }])
  return written.ok ? begun : undefined
}
