/** What the world does that makes a sync worth trying. `navigator.onLine` is asked nothing: it lies both ways. */
export type Trigger = 'online' | 'visible'

export function listenForTriggers(hear: (trigger: Trigger) => void): () => void {
  const online = () => hear('online')
  const shown = () => {
    if (document.visibilityState === 'visible') hear('visible')
  }
  // Back from the browser's page cache: timers and connections may all be dead.
  const returned = (event: PageTransitionEvent) => {
    if (event.persisted) hear('visible')
  }
  window.addEventListener('online', online)
  window.addEventListener('pageshow', returned)
  document.addEventListener('visibilitychange', shown)
  return () => {
    window.removeEventListener('online', online)
    window.removeEventListener('pageshow', returned)
    document.removeEventListener('visibilitychange', shown)
  }
}
