/** Room on the disk: how much is used, and the wish that the browser keep it. */
import type { Notes } from './local-notes.ts'

/** Bytes, 0 where the browser does not say. */
export async function storageUsed(): Promise<number> {
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined)
  return Math.round(estimate?.usage ?? 0)
}

/** Asked once, after the first words were saved: then the browser sees a reason, and the person one as well. */
export async function askToKeep(notes: Notes): Promise<void> {
  if (notes.read('persist-asked') !== undefined) return
  notes.write('persist-asked', 'yes')
  // Refused or unknown: the next first write of another browser profile asks again.
  await navigator.storage?.persist?.().catch(() => false)
}
