import type { Json } from '../../schema/json.ts'

/** One row to write, by whom, and when his phone sent it (ms). */
export type Note = {
  readonly by: string
  readonly type: string
  readonly id: string
  readonly fields: Readonly<Record<string, Json>>
  readonly at: number
}
