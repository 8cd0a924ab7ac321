/**
 * Pokes from the server: something moved, come and look. Loaded on desks alone (desk.ts). Nothing depends on them; a desk
 * that hears none asks by its timer. Pokes that come together make one run, a moment later and never at the same moment
 * as the desk next door's.
 */
import { nextRunInMs } from './schedule.ts'

export type PokeWorld = {
  connect(address: string): Pick<EventSource, 'onopen' | 'onmessage' | 'onerror' | 'close'>
  isVisible(): boolean
  /** Answers how to hear no more. */
  onVisibility(hear: () => void): () => void
  /** 0 to 1. */
  chance(): number
}

const address = '/sync/poke'
const soonestMs = 300
const spreadMs = 2_000
/** After a run it rests: a busy morning at the server is none at the desk. */
const restMs = 4_000

/** Answers how to hear no more. */
export function listenForPokes(onpoke: () => void, world: PokeWorld): () => void {
  let source: ReturnType<PokeWorld['connect']> | undefined
  let failures = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let run: ReturnType<typeof setTimeout> | undefined
  let again = false

  const soon = () => {
    again = run !== undefined
    run ??= setTimeout(go, soonestMs + world.chance() * spreadMs)
  }
  const go = () => {
    again = false
    onpoke()
    run = setTimeout(() => {
      run = undefined
      if (again) soon()
    }, restMs)
  }
  const open = () => {
    clearTimeout(retry)
    if (source || !world.isVisible()) return
    source = world.connect(address)
    source.onopen = () => {
      // What moved while nobody listened was said to nobody.
      if (failures > 0) soon()
      failures = 0
    }
    source.onmessage = soon
    source.onerror = () => {
      shut()
      failures += 1
      // By itself it would come back after three seconds, together with every other desk.
      const outcome = { kind: 'unreachable' } as const
      const chance = world.chance()
      const delay = nextRunInMs({ outcome, failures, visible: true, waiting: false, chance })
      retry = setTimeout(open, delay)
    }
  }
  const shut = () => {
    clearTimeout(retry)
    source?.close()
    source = undefined
  }
  const stop = world.onVisibility(() => (world.isVisible() ? open() : shut()))
  open()
  return () => {
    stop()
    shut()
    clearTimeout(run)
  }
}

export const browserWorld = (chance: () => number): PokeWorld => ({
  connect: (at) => new EventSource(at),
  isVisible: () => document.visibilityState === 'visible',
  onVisibility: (hear) => {
    document.addEventListener('visibilitychange', hear)
    return () => document.removeEventListener('visibilitychange', hear)
  },
  chance,
})
