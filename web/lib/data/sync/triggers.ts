/** What the world does that makes a sync worth trying. `navigator.onLine` is asked nothing: it lies both ways. */
export type Trigger = 'network' | 'visible'

export function listenForTriggers(hear: (trigger: Trigger) => void): () => void {
  // Going away counts as well: one try finds out what may be said, and 已送达 does not outlive the network.
  const network = () => hear('network')
  const shown = () => {
    if (document.visibilityState === 'visible') hear('visible')
  }
  // Back from the browser's page cache: timers and connections may all be dead.
  const returned = (event: PageTransitionEvent) => {
    if (event.persisted) hear('visible')
  }
  window.addEventListener('online', network)
  window.addEventListener('offline', network)
  window.addEventListener('pageshow', returned)
  document.addEventListener('visibilitychange', shown)
  return () => {
    window.removeEventListener('online', network)
    window.removeEventListener('offline', network)
    window.removeEventListener('pageshow', returned)
    document.removeEventListener('visibilitychange', shown)
  }
}
