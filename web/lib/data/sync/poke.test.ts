import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PokeWorld } from './poke.ts'
import { listenForPokes } from './poke.ts'

type Source = ReturnType<PokeWorld['connect']>

class World implements PokeWorld {
  visible = true
  draw = 0
  readonly sources: (Source & { open: boolean })[] = []
  readonly hearers = new Set<() => void>()
  readonly connect = (): Source => {
    const source = {
      open: true,
      onopen: null,
      onmessage: null,
      onerror: null,
      close: () => void (source.open = false),
    }
    this.sources.push(source)
    return source
  }
  isVisible() {
    return this.visible
  }
  onVisibility(hear: () => void) {
    this.hearers.add(hear)
    return () => void this.hearers.delete(hear)
  }
  chance() {
    return this.draw
  }

  get current() {
    const open = this.sources.filter((each) => each.open)
    expect(open.length).toBeLessThanOrEqual(1)
    return open[0]
  }
  /** `this` of the handlers is nothing to them. */
  say(what: 'onopen' | 'onmessage' | 'onerror') {
    const handler = this.current?.[what] as ((event: unknown) => void) | undefined
    handler?.({})
  }
  show(visible: boolean) {
    this.visible = visible
    for (const hear of this.hearers) hear()
  }
}

let world: World
let runs: number
let stop: () => void
beforeEach(() => {
  vi.useFakeTimers()
  world = new World()
  runs = 0
  stop = listenForPokes(() => (runs += 1), world)
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

describe('pokes', () => {
  test('L3: start one run a moment later, however many come together', () => {
    world.say('onopen')
    for (let index = 0; index < 50; index += 1) world.say('onmessage')
    expect(runs).toBe(0)
    vi.advanceTimersByTime(300)
    expect(runs).toBe(1)
    vi.advanceTimersByTime(60_000)
    expect(runs).toBe(1)
  })

  test('that come during the rest start one more after it, and no more', () => {
    world.say('onmessage')
    vi.advanceTimersByTime(300)
    for (let index = 0; index < 50; index += 1) world.say('onmessage')
    vi.advanceTimersByTime(3_900)
    expect(runs).toBe(1)
    vi.advanceTimersByTime(1_000)
    expect(runs).toBe(2)
    vi.advanceTimersByTime(60_000)
    expect(runs).toBe(2)
  })

  test('bring no two desks at one moment', () => {
    world.draw = 1
    world.say('onmessage')
    vi.advanceTimersByTime(2_000)
    expect(runs).toBe(0)
    vi.advanceTimersByTime(300)
    expect(runs).toBe(1)
  })

  test('are listened for again after a failure, later each time, up to five minutes', () => {
    world.draw = 0.5
    for (const wait of [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
      world.say('onerror')
      vi.advanceTimersByTime(wait - 1)
      expect(world.current).toBeUndefined()
      vi.advanceTimersByTime(1)
      expect(world.current).toBeDefined()
    }
    world.say('onopen')
    world.say('onerror')
    vi.advanceTimersByTime(5_000)
    expect(world.current).toBeDefined()
  })

  test('that were missed are made up for by one run', () => {
    world.say('onopen')
    vi.advanceTimersByTime(10_000)
    expect(runs).toBe(0)
    world.say('onerror')
    vi.advanceTimersByTime(10_000)
    world.say('onopen')
    vi.advanceTimersByTime(10_000)
    expect(runs).toBe(1)
  })

  test('are not listened for while nobody looks', () => {
    world.show(false)
    expect(world.current).toBeUndefined()
    vi.advanceTimersByTime(600_000)
    expect(world.sources).toHaveLength(1)
    world.show(true)
    expect(world.current).toBeDefined()
    world.say('onerror')
    world.show(false)
    vi.advanceTimersByTime(600_000)
    expect(world.current).toBeUndefined()
  })

  test('wait for a page that opens unseen', () => {
    stop()
    world = new World()
    world.visible = false
    stop = listenForPokes(() => (runs += 1), world)
    expect(world.current).toBeUndefined()
    world.show(true)
    expect(world.current).toBeDefined()
  })

  test('leave nothing behind when nobody wants them any more', () => {
    world.say('onmessage')
    stop()
    vi.advanceTimersByTime(600_000)
    expect([runs, world.hearers.size, world.current]).toEqual([0, 0, undefined])
    expect(vi.getTimerCount()).toBe(0)
  })
})
