/** What a backup says of itself, as its last file: where it is missing, the backup is not whole. */
import * as T from 'typebox'
import { Check } from 'typebox/schema'

export const manifestName = 'backup.json'

const manifest = T.Object({
  format: T.Literal(1),
  /** ms. */
  madeAt: T.Integer({ minimum: 0 }),
  /** How many steps of migrations.ts the database has taken. */
  schema: T.Integer({ minimum: 0 }),
  files: T.Array(
    T.Object({ name: T.String(), bytes: T.Integer({ minimum: 0 }), sha256: T.String() }),
  ),
})
export type Manifest = T.Static<typeof manifest>
export type BackedUpFile = Manifest['files'][number]

export const writeManifest = (value: Manifest): string => `${JSON.stringify(value, undefined, 2)}\n`

export function readManifest(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Check(manifest, value) ? value : undefined
  } catch {
    // No JSON: then it is no manifest.
    return undefined
  }
}
