/**
 * Runs in the browser: the app as it ships, put together by its own `createApp`, without screens. What a session does
 * through it is what screens do: sign in, write rows, look at rows, read what the chip may say.
 */
import { createApp } from '#lib/create-app.svelte.ts'
import { AppUpdate } from '#lib/session/app-update.svelte.ts'
import { registry } from '#schema/records/index.ts'
import type { SoakDraft } from '../ledger.ts'

export type SoakRow = {
  readonly id: string
  readonly type: string
  readonly body: unknown
  readonly mark: 'arrived' | 'waiting' | 'refused'
  /** What this device's unsent edits write, refused or waiting. */
  readonly unsent: readonly {
    readonly id: string
    readonly refused: boolean
    readonly fields: unknown
  }[]
}

export type SoakState = {
  readonly chip: string
  readonly unsent: number
  readonly waiting: number
  readonly refused: number
  readonly signedIn: boolean
  readonly filled: boolean
  /** Corrected time of the last reply, ms; 0 for none. */
  readonly lastContactAt: number
  readonly running: boolean
}

type Made = { app?: ReturnType<typeof createApp> }

const made: Made = {}
// The app lives in an effect, as it does in the root layout.
$effect.root(() => {
  // Nothing is installed here, and nobody renews it.
  const update = new AppUpdate({ workers: undefined, locks: undefined, reload: () => {} })
  made.app = createApp(registry, update)
})

function app() {
  if (!made.app) throw new Error('the app was not made')
  return made.app
}

async function signIn(name: string, password: string): Promise<string> {
  const answer = await app().session.signIn(name, password)
  return answer.ok ? 'ok' : answer.failure.error
}

/** Drafts as JSON. 'ok' is the moment at which a person is told that his words are kept. */
async function write(text: string): Promise<string> {
  const drafts = JSON.parse(text) as readonly SoakDraft[]
  const written = await app().records.write(
    drafts.map(({ type, id, fields }) => {
      const definition = registry.find(type)
      if (!definition) throw new Error(`no record type ${type}`)
      return { type: definition, id, fields }
    }),
  )
  return written.ok ? 'ok' : JSON.stringify(written.failure)
}

/** Everything a person could look at on this device, rows taken away included. */
async function rows(): Promise<readonly SoakRow[]> {
  const found: SoakRow[] = []
  for (const type of registry.all) {
    for (const row of await app().records.findAll(type, { removed: true }))
      found.push({
        id: row.id,
        type: row.type,
        body: row.body,
        mark: row.mark,
        unsent: row.edits.map(({ id, refused, fields }) => ({
          id,
          refused: refused !== undefined,
          fields,
        })),
      })
  }
  return found
}

function state(): SoakState {
  const { sync, session } = app()
  const { chip, unsent, waiting, refused, filled, running, lastContactAt = 0 } = sync
  const signedIn = session.account !== undefined
  return { chip, unsent, waiting, refused, filled, running, lastContactAt, signedIn }
}

const sendNow = (): Promise<void> => app().sync.sendNow()

/** Takes everything refused back, as a person may; what was written there. */
async function withdrawRefused(): Promise<string> {
  const refused = (await rows()).filter(({ mark }) => mark === 'refused')
  const taken = await app().records.withdraw(refused.map(({ id }) => id))
  return taken.ok ? JSON.stringify(refused) : ''
}

const soak = { signIn, write, rows, state, sendNow, withdrawRefused }
export type Soak = typeof soak
Object.assign(window, { soak })
