/** A step taken under a name: who took it, when, and the digest of what it freezes as he had it before his eyes (F3). */
import type { Clock, Row, RowDraft } from '#lib/data/types.ts'
import type { RecordType } from '#schema/define-record.ts'
import type { Path } from '#schema/derive/validate.ts'
import { frozenIn } from '#schema/derive/workflow.ts'
import type { Body, Json } from '#schema/json.ts'
import { assign } from '#sync/merge.ts'

type Step<B> = {
  readonly type: RecordType<B>
  /** The field that goes through the workflow, and the state it comes to. */
  readonly field: string
  readonly to: string
  /** The person who takes it. */
  readonly by: string
  /** What he says with it. */
  readonly said?: Readonly<Record<Path, Json>>
}

/**
 * Undefined where this device cannot seal it: offline, on a phone that never fetched that part of the app, the person is
 * asked to try again.
 */
export async function signedStep<B>(
  clock: Pick<Clock, 'now'>,
  { id, body }: Pick<Row<B>, 'id' | 'body'>,
  { type, field, to, by, said = {} }: Step<B>,
): Promise<RowDraft | undefined> {
  const signature = type.workflows[field]?.signatures[to]
  if (!signature) throw new Error(`nobody signs that a ${type.name} is ${to}`)
  const at = new Date(clock.now()).toISOString()
  const { sealOf } = (await import('#sync/seal.ts').catch(() => undefined)) ?? {}
  if (!sealOf) return undefined
  // Bodies are JSON, whatever their type says.
  const after: Record<string, Json> = { ...(body as Body) }
  for (const [path, value] of Object.entries({ ...said, [field]: to })) assign(after, path, value)
  return {
    type,
    id,
    fields: {
      // The step first: where it cannot be taken any more, it is the step that is named.
      [field]: to,
      ...said,
      [signature.by]: by,
      [signature.at]: at,
      [signature.seal]: sealOf(after, [...frozenIn(type, after)]),
    },
  }
}
