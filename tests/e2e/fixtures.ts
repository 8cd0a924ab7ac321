/** What every story stands on: a server with its own data, and people who come to it with browsers of their own. */
import { test as base } from '@playwright/test'
import type { Device, Role, Size } from './harness/actor.ts'
import { Actor } from './harness/actor.ts'
import type { Data } from './harness/server.ts'
import { StoryServer } from './harness/server.ts'
import { templateOf } from './harness/set-up.ts'

type Parts = {
  /** What the server holds as the story begins. */
  data: Data
  server: StoryServer
  /** Brings somebody new to the server. */
  comes: (device: Device, size?: Size) => Promise<Actor>
  /** The same with somebody of the demonstration who has signed in, and holds all that he may see. */
  enters: (role: Role, device: Device, size?: Size) => Promise<Actor>
}

export const test = base.extend<Parts>({
  data: ['demo', { option: true }],

  server: async ({ data }, use, story) => {
    const server = await StoryServer.start({
      data: data === 'demo' ? { copyOf: templateOf() } : data,
    })
    await use(server)
    await server.stop()
    await server.forget()
    await story.attach('server.log', { body: server.lines.join('\n'), contentType: 'text/plain' })
  },

  comes: async ({ browser, server }, use) => {
    const actors: Actor[] = []
    await use(async (device, size = 'standard') => {
      const actor = await Actor.at(device, browser, () => server.port, size)
      actors.push(actor)
      return actor
    })
    await Promise.all(actors.map((actor) => actor.leave()))
  },

  enters: async ({ comes }, use) => {
    await use(async (role, device, size) => {
      const actor = await comes(device, size)
      await actor.signIn(role)
      return actor
    })
  },
})

export { expect } from '@playwright/test'
