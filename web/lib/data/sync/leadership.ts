/**
 * One of the tabs of an account leads: it holds a lock of the browser's, and with its end, however it comes, the next one
 * gets it. A frozen tab keeps it: tabs.ts knows what to do about that. Where there are no locks, every tab leads itself.
 */
export type Leadership = {
  readonly leads: boolean
  /** Resolves when this tab leads, which may be days later; never where it ends first. */
  readonly begun: Promise<void>
  end(): void
}

export function leadOrWait(
  name: string,
  locks: Pick<LockManager, 'request'> | undefined,
): Leadership {
  let leads = locks === undefined
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const waiting = new AbortController()
  const begun = new Promise<void>((resolve) => {
    const lead = () => {
      leads = !waiting.signal.aborted
      if (leads) resolve()
      return held
    }
    if (leads) resolve()
    // Fails where this tab stops waiting.
    locks?.request(name, { signal: waiting.signal }, lead).catch(() => undefined)
  })
  return {
    get leads() {
      return leads
    },
    begun,
    end: () => {
      leads = false
      waiting.abort()
      letGo()
    },
  }
}
