/** The end of every history: troubles cease, a day passes, and then everybody must be quiet (L1). */
import { localDay } from '../../schema/rules/calendar.ts'
import type { Device } from './device.ts'
import { holds } from './faults.ts'
import type { World } from './world.ts'

const hour = 3_600_000

export async function heal(world: World): Promise<void> {
  await world.network.deliverDelayed()
  for (const device of world.devices) device.disk.full = false
  await everybody(world)
  world.now = nextMorning(world.now)
  await everybody(world)
  // D5: what somebody offers again only once he has counted his rows is news to whoever came before him.
  if (world.restored) await everybody(world)
  for (const device of world.devices) {
    const { exchanges } = await syncQuietly(world, device)
    holds(exchanges === 1, 'L1', () => `${device.name} is not quiet: ${exchanges} exchanges`)
    world.quiet += 1
  }
}

async function everybody(world: World): Promise<void> {
  for (const device of world.devices) await syncQuietly(world, device)
}

async function syncQuietly(world: World, device: Device) {
  const run = await world.sync(device)
  const mayEnd = device.speaks === 1 && world.authority.oldest > 1
  holds(run.ended === 'confirmed' || mayEnd, 'L1', () => `${device.name} ended ${run.ended}`)
  const waiting = (await device.disk.contents.outbox()).flatMap(({ edits }) =>
    edits.filter(({ refused }) => !refused),
  )
  holds(waiting.length === 0, 'L1', () => `${device.name} keeps ${waiting.length} unsent edits`)
  return run
}

/** A day later and some, when every device has reason to count its rows, and not at the turn of a day. */
const nextMorning = (now: number): number =>
  Date.parse(`${localDay(new Date(now + 40 * hour).toISOString())}T02:00:00.000Z`)
