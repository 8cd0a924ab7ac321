import type { Parts } from '../parts.ts'
import { demoMark } from './accounts.ts'
export async function seed(parts: Parts): Promise<void> {
  await parts.meta.put(demoMark, '0')
}
