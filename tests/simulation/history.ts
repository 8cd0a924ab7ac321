/** Histories: random lists of commands, and what it takes to run one and judge it. */
import { checkConvergence, checkLastWords, checkOnce, checkReplays } from './at-rest.ts'
import type { Command, History } from './commands.ts'
import { heal } from './heal.ts'
import { checkNothingLost, checkPositions } from './laws.ts'
import { checkLetters, checkNoLetterLost } from './letters.ts'
import { checkOwed } from './lost-database.ts'
import { checkSigned, checkSteps } from './signatures.ts'
import { World } from './world.ts'

type Entries = Awaited<ReturnType<typeof checkNothingLost>>

/** Runs a history and checks every law. Throws the first that is broken. */
export async function judge(history: History): Promise<World> {
  const world = await new World(history).open()
  for (const command of history.commands) {
    await world.perform(command)
    await checkAlways(world)
    for (const device of synced(command)) await checkPositions(world, world.deviceAt(device))
  }
  await heal(world)
  await checkOwed(world, await checkAlways(world))
  await checkConvergence(world)
  await checkLastWords(world)
  await checkOnce(world)
  await checkLetters(world)
  await checkSteps(world)
  await checkReplays(world)
  return world
}

async function checkAlways(world: World): Promise<Entries> {
  const entries = await checkNothingLost(world)
  await checkNoLetterLost(world, entries)
  await checkSigned(world, entries)
  return entries
}

const synced = (command: Command): readonly number[] =>
  command.do === 'sync'
    ? [command.device]
    : command.do === 'together'
      ? command.parts.flatMap((part) => (part.do === 'sync' ? [part.device] : []))
      : []
