export type ClockMove = {
  /** How far the wall clock shall be ahead of the machine's, ms. */
  readonly aheadMs: number
  /** Counts up: of several moves told in any order, the last stands. */
  readonly move: number
}

/**
 * Moves the wall clock of the place it runs in, and nothing else: timers and IndexedDB go on as they are, which
 * Playwright's page.clock would replace. Sent to pages as text, so it may use nothing from outside itself.
 */
export function shiftClock({ aheadMs, move }: ClockMove): void {
  const place = globalThis as typeof globalThis & { storyClock?: { aheadMs: number; move: number } }
  if (place.storyClock) {
    if (move > place.storyClock.move) Object.assign(place.storyClock, { aheadMs, move })
    return
  }
  const clock = { aheadMs, move }
  place.storyClock = clock
  const TrueDate = Date
  const trueNow = Date.now
  const now = () => trueNow() + clock.aheadMs
  // Every date stays the platform's own: only asking for the present is answered otherwise.
  place.Date = new Proxy(TrueDate, {
    apply: () => new TrueDate(now()).toString(),
    construct: (target, parts, asked) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, asked) as object,
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  })
}
