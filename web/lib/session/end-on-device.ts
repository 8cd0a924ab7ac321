import type { DeviceStore } from '#sync/device/store.ts'
import type { CurrentSession } from './current-session.svelte.ts'

/** Nothing stays of a session that was taken back but what was never received: that waits to be exported. */
export async function endOnDevice(
  store: DeviceStore,
  session: Pick<CurrentSession, 'end'>,
  /** Photos and papers that were never received: they wait for their owner to sign in here again. */
  countFiles: () => number,
): Promise<void> {
  // Its part of the app may not be here yet: the next run hears the same.
  const part = await import('#sync/device/keep-only-unsent.ts').catch(() => undefined)
  if (part && (await part.keepOnlyUnsent(store)) + countFiles() === 0) await session.end()
}
