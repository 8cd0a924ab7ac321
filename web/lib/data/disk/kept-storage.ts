/** The wish that the browser keep what lies here: asked for when words were saved, and looked up where it is shown. */
import type { Notes } from './local-notes.ts'

/** Parts of it are missing in older browsers and outside https. */
type Manager = Partial<Pick<StorageManager, 'persist' | 'persisted'>> | undefined

const askAgainAfterMs = 7 * 86_400_000

/** Whether the browser promised not to clear this app's storage by itself; undefined where it does not say. */
export const isKept = (
  manager: Manager = globalThis.navigator.storage,
): Promise<boolean | undefined> =>
  manager?.persisted?.().catch(() => undefined) ?? Promise.resolve(undefined)

/**
 * Called when words were saved: then the browser sees a reason, and a person it asks sees one as well. What was refused is
 * asked again a week later: by then the app may be on the home screen.
 */
export async function askToKeep(
  notes: Notes,
  wallMs: number,
  manager: Manager = globalThis.navigator.storage,
): Promise<void> {
  const isRecent = Math.abs(wallMs - Number(notes.read('persist-asked'))) < askAgainAfterMs
  if (isRecent || !manager?.persist || (await isKept(manager))) return
  notes.write('persist-asked', String(wallMs))
  // Refused or unknown: the next look tells.
  await manager.persist().catch(() => false)
}
