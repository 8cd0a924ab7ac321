/**
 * What happens in a session, drawn from its seed before it begins: plain JSON, printed where the session fails, and the
 * same whenever the seed is the same. Only how the moments fall is the machine's.
 */
import type { Chance } from '../../server/demo/chance.ts'
import { makeChance } from '../../server/demo/chance.ts'
import type { FaultKind, Weather } from '../fault-proxy/toxics.ts'
import { faultKinds, goodWeather } from '../fault-proxy/toxics.ts'

/** What a person writes. `which` picks among the meetings known so far. */
export type Work =
  | { readonly kind: 'gathering'; readonly people: number }
  | { readonly kind: 'topic'; readonly which: number }
  | { readonly kind: 'agenda'; readonly which: number; readonly element: number }
  | { readonly kind: 'roll'; readonly which: number; readonly people: number }
  | { readonly kind: 'move'; readonly which: number; readonly yearsBack: number }
  | { readonly kind: 'remove'; readonly which: number }
  | { readonly kind: 'study'; readonly lesson: number }
  | { readonly kind: 'refused' }

/** What becomes of the tab, so long after a write has begun. */
export type Blow = { readonly do: 'crash' | 'close' | 'reload' | 'kill'; readonly afterMs: number }

export type Action =
  | { readonly do: 'write'; readonly tab: number; readonly work: Work; readonly blow?: Blow }
  | { readonly do: 'record'; readonly blow?: Blow }
  | { readonly do: 'pause'; readonly ms: number }
  | { readonly do: 'reload'; readonly tab: number }
  | { readonly do: 'crash'; readonly tab: number }
  | { readonly do: 'kill' }
  | { readonly do: 'secondTab' }
  | { readonly do: 'offline' }
  | { readonly do: 'online' }
  | { readonly do: 'throttle'; readonly rate: number }
  | { readonly do: 'sendNow'; readonly tab: number }
  | { readonly do: 'withdraw' }
  | { readonly do: 'restartServer'; readonly how: 'ask' | 'kill' }
  | { readonly do: 'deputy'; readonly works: readonly Work[] }

export type Plan = {
  readonly seed: string
  readonly weather: Weather
  /** Through the app's own screens, or through its data layer on a page without screens. */
  readonly through: 'screens' | 'data'
  readonly throttle: number
  readonly actions: readonly Action[]
  /** In the end the person opens the app anew, or it stays as it is and the network comes back to it. */
  readonly ending: 'reopen' | 'stay'
}

export function drawPlan(seed: string): Plan {
  const chance = makeChance(`${seed} plan`)
  const through = chance.falls(0.2) ? 'screens' : 'data'
  const count = through === 'screens' ? chance.between(1, 2) : chance.between(4, 8)
  const actions = Array.from({ length: count }, () =>
    through === 'screens' ? drawByScreen(chance) : drawByData(chance),
  ).flat()
  return {
    seed,
    weather: drawWeather(chance),
    through,
    throttle: drawThrottle(chance),
    actions,
    ending: chance.falls(0.6) ? 'reopen' : 'stay',
  }
}

const drawThrottle = (chance: Chance) => (chance.falls(0.5) ? 1 : chance.between(2, 6))

function drawWeather(chance: Chance): Weather {
  const kbit = 125
  const links = [
    goodWeather,
    { ...goodWeather, latencyMs: 20, jitterMs: 80 },
    {
      ...goodWeather,
      latencyMs: 300,
      jitterMs: 200,
      upPerSecond: 50 * kbit,
      downPerSecond: 250 * kbit,
    },
  ]
  return {
    ...chance.pick(links),
    faultLikelihood: chance.pick([0, 0.2, 0.5, 0.8]),
    faults: chance.some(faultKinds, chance.between(1, 4)) as readonly FaultKind[],
    stallMs: 1_500,
  }
}

function drawByScreen(chance: Chance): readonly Action[] {
  const ends: Action[] = [
    { do: 'record' },
    { do: 'record' },
    { do: 'record', blow: drawBlow(chance) },
  ]
  return [
    chance.pick(ends),
    ...(chance.falls(0.3) ? ([{ do: 'reload', tab: 0 }] as const) : []),
    ...(chance.falls(0.3) ? [drawDeputy(chance)] : []),
  ]
}

function drawByData(chance: Chance): readonly Action[] {
  const tab = chance.between(0, 1)
  const write: Action = { do: 'write', tab, work: drawWork(chance) }
  const lots: readonly (readonly [number, () => readonly Action[]])[] = [
    [30, () => [write]],
    [14, () => [{ ...write, blow: drawBlow(chance) }]],
    [8, () => [{ do: 'secondTab' }, { ...write, tab: 1 }]],
    [8, () => [{ do: 'offline' }, write, pauseOf(chance), { do: 'online' }]],
    [6, () => [{ do: 'offline' }, { ...write, blow: drawBlow(chance) }, { do: 'online' }]],
    [8, () => [write, pauseOf(chance), { do: 'reload', tab }]],
    [6, () => [write, pauseOf(chance), { do: 'crash', tab }]],
    [2, () => [write, { do: 'kill' }]],
    [4, () => [write, { do: 'restartServer', how: chance.falls(0.5) ? 'kill' : 'ask' }]],
    [10, () => [drawDeputy(chance), write]],
    [6, () => [{ do: 'sendNow', tab }]],
    [4, () => [{ do: 'throttle', rate: drawThrottle(chance) }]],
    [3, () => [{ do: 'withdraw' }]],
  ]
  return [...drawLot(chance, lots)(), pauseOf(chance)]
}

const pauseOf = (chance: Chance): Action => ({ do: 'pause', ms: chance.between(0, 250) })

const drawDeputy = (chance: Chance): Action => ({
  do: 'deputy',
  works: Array.from({ length: chance.between(1, 3) }, () => drawWork(chance)),
})

const drawBlow = (chance: Chance): Blow => ({
  do: drawLot(chance, [
    [5, 'crash' as const],
    [3, 'close' as const],
    [3, 'reload' as const],
    [1, 'kill' as const],
  ]),
  afterMs: chance.pick([0, 0, 2, 5, 10, 20, 40, 350, 500]),
})

function drawWork(chance: Chance): Work {
  const which = chance.between(0, 1_000)
  return drawLot<Work>(chance, [
    [8, { kind: 'gathering', people: chance.between(1, 7) }],
    [5, { kind: 'topic', which }],
    [4, { kind: 'agenda', which, element: chance.between(1, 3) }],
    [5, { kind: 'roll', which, people: chance.between(1, 5) }],
    [2, { kind: 'move', which, yearsBack: chance.between(0, 3) }],
    [1, { kind: 'remove', which }],
    [3, { kind: 'study', lesson: chance.between(0, 7) }],
    [1, { kind: 'refused' }],
  ])
}

/** One of them, the heavier the likelier. */
function drawLot<Lot>(chance: Chance, lots: readonly (readonly [number, Lot])[]): Lot {
  let left = chance.next() * lots.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, lot] of lots) {
    left -= weight
    if (left < 0) return lot
  }
  throw new Error('nothing to draw from')
}
