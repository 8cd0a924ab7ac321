/**
 * `npm run soak` — randomised sessions of the real app in real Chromium over a faulty network, against the real server, each
 * judged by an oracle. `-- --sessions 200 --seed 1`; `-- --only 12.3` leads life 12 up to its session 3 once more,
 * `--trace` tells what it does.
 */
import { parseArgs } from 'node:util'
import { atOnce, later } from '../load/at-once.ts'
import { buildApp, buildPage } from './build.ts'
import { keep, summaryOf } from './report.ts'
import type { Life } from './life.ts'
import type { Action } from './plan.ts'
import type { SessionResult } from './session.ts'
import { brokenOff, runSession } from './session.ts'
import { World } from './world.ts'

/** Sessions of one phone: they share its profile, so that what one leaves behind the next one finds. */
const sessionsEach = 5
const sessionLimitMs = 240_000

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    /** Lives led side by side: most of their time is waiting for a slow network. */
    'at-once': { type: 'string', default: '3' },
    keep: { type: 'boolean', default: true },
    trace: { type: 'boolean', default: false },
  },
  allowNegative: true,
})

type Stretch = { readonly life: number; readonly sessions: number }

function stretches(): readonly Stretch[] {
  if (values.only !== undefined) {
    const [life = 0, last = sessionsEach - 1] = values.only.split('.').map(Number)
    return [{ life, sessions: last + 1 }]
  }
  const count = Number(values.sessions)
  return Array.from({ length: Math.ceil(count / sessionsEach) }, (_none, life) => ({
    life,
    sessions: Math.min(sessionsEach, count - life * sessionsEach),
  }))
}

async function lead(life: Life, { life: number, sessions }: Stretch): Promise<SessionResult[]> {
  const results: SessionResult[] = []
  try {
    for (let index = 0; index < sessions; index += 1) {
      const name = `${number}.${index}`
      const seed = `${values.seed}/${name}`
      const result = await withinLimit(runSession(life, seed), seed)
      results.push(result)
      say(name, result)
      // After a fault the phone's further life would only repeat it.
      if (result.found.length > 0) break
    }
  } finally {
    await life.device.close()
    await life.proxy.close()
  }
  return results
}

/** A session that breaks off has failed like any other. */
async function withinLimit(session: Promise<SessionResult>, seed: string): Promise<SessionResult> {
  const limit = later(sessionLimitMs).then(() => {
    throw new Error('the session did not end')
  })
  try {
    return await Promise.race([session, limit])
  } catch (error) {
    return brokenOff(seed, error)
  }
}

function say(
  name: string,
  { found, writes, drainMs, seconds, stumbles, plan }: SessionResult,
): void {
  const words = `${writes.acknowledged} kept, ${writes.begun} in doubt`
  const verdict = found.length === 0 ? 'ok' : 'FAILED'
  console.log(
    `${name.padEnd(6)} ${verdict}  ${words.padEnd(24)} drained in ${(drainMs / 1_000).toFixed(1)} s  ${seconds.toFixed(1)} s`,
  )
  if (values.trace) for (const each of stumbles) console.log(`        ${each}`)
  if (found.length === 0) return
  for (const { kind, what } of found.slice(0, 20)) console.log(`  ${kind}: ${what}`)
  console.log(`  plan: ${JSON.stringify(plan)}`)
  console.log(`  again: npm run soak -- --seed ${values.seed} --only ${name}`)
}

async function main(): Promise<void> {
  buildApp()
  const files = await buildPage()
  const wanted = stretches()
  const lives = Math.max(...wanted.map(({ life }) => life)) + 1
  const trace = (action: Action) => {
    if (values.trace) console.log(`        ${new Date().toISOString()} ${JSON.stringify(action)}`)
  }
  const injected = new Map<string, number>()
  const results: SessionResult[] = []
  const started = performance.now()
  // Each hand has a world of its own: in a shared one, a life would restart the server under another one's feet.
  const queue = wanted[Symbol.iterator]()
  const hand = async () => {
    const world = await World.make(lives, files, trace)
    try {
      await atOnce(queue, 1, async (stretch) => {
        const life = await world.life(stretch.life)
        results.push(...(await lead(life, stretch)))
        for (const [kind, count] of life.proxy.injected)
          injected.set(kind, (injected.get(kind) ?? 0) + count)
      })
    } finally {
      await world.close()
    }
  }
  await Promise.all(
    Array.from({ length: Math.min(Number(values['at-once']), wanted.length) }, hand),
  )
  const seconds = (performance.now() - started) / 1_000
  const summary = summaryOf(results, Object.fromEntries(injected), seconds, values.seed)
  console.log(JSON.stringify(summary, null, 2))
  if (values.only === undefined && values.keep) keep(summary)
  if (summary.failed.length > 0) process.exitCode = 1
}

await main()
// A session that was given up on may hold a browser for ever.
process.exit()
