/**
 * Where the time of a first sync goes: sampled in Chromium, each sample counted for the part of the app whose code ran, or
 * for which the browser was working. The bundle is not minified, so that it names the file before each one's code.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { build } from 'vite'
import { account, startServer } from './server.ts'

export type Share = { readonly part: string; readonly ms: number }
export type Profile = { readonly records: number; readonly cpu: number; readonly shares: Share[] }

type Frame = { readonly functionName: string; readonly url: string; readonly lineNumber: number }
type Node = { readonly id: number; readonly callFrame: Frame; readonly children?: number[] }
/** As the protocol sends it; time steps in microseconds. */
type Sampled = {
  readonly nodes: readonly Node[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

const everyMicroseconds = 500

/** By the file whose code ran, the first that fits. */
const parts: readonly (readonly [RegExp, string])[] = [
  [/^web\/lib\/data\/table\.ts/, 'rows handed to IndexedDB, and read back'],
  [/^web\/lib\/data\/(cipher|key)/, 'sealing'],
  [/^web\/lib\/data\/(stored|rx-store)/, 'rows laid out for the disk'],
  [/^web\/lib\/data\//, 'the data layer besides'],
  [/^sync\/wire\/|^web\/lib\/data\/(decompress|transport)/, 'the reply taken apart'],
  [/^(sync|schema)\//, 'what a reply changes'],
  [/node_modules\/rxdb|broadcast-channel|oblivious-set/, 'RxDB: opening, and telling live queries'],
  [/node_modules\/dexie/, 'Dexie: opening, transactions'],
]

const native: Readonly<Record<string, string>> = {
  '(program)': 'the browser itself: disk, network, cryptography answering',
  '(idle)': 'nothing to do: waiting for disk and server',
  '(garbage collector)': 'garbage collector',
}

export async function profile(
  browser: Browser,
  page: string,
  outDir: string,
  { records, cpu }: { readonly records: number; readonly cpu: number },
): Promise<Profile> {
  const output = { outDir, emptyOutDir: true, target: 'chrome87', minify: false }
  await build({ root: page, logLevel: 'warn', build: output })
  const fileAt = filesByLine(join(outDir, 'assets'))
  const server = await startServer({ records, years: 2, who: 'secretary' }, outDir)
  const context = await browser.newContext()
  try {
    const opened = await context.newPage()
    await opened.goto(server.origin)
    await opened.waitForFunction(() => 'bench' in window)
    await opened.evaluate(
      `bench.signIn(${JSON.stringify(account.name)}, ${JSON.stringify(account.password)})`,
    )
    const session = await context.newCDPSession(opened)
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpu })
    await session.send('Profiler.enable')
    await session.send('Profiler.setSamplingInterval', { interval: everyMicroseconds })
    await session.send('Profiler.start')
    await opened.evaluate('bench.firstSyncAlone()')
    const { profile: sampled } = await session.send('Profiler.stop')
    return { records, cpu, shares: sharesOf(sampled as Sampled, fileAt) }
  } finally {
    await context.close()
    await server.close()
  }
}

type FileAt = (address: string, line: number) => string | undefined

function filesByLine(folder: string): FileAt {
  const marks = new Map<string, { readonly line: number; readonly file: string }[]>()
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n')
    const found = lines.flatMap((text, line) => {
      const file = /^\/\/ (\S+\.(?:m|c)?[jt]s)$/.exec(text)?.[1]
      return file ? [{ line, file }] : []
    })
    marks.set(name, found)
  }
  return (address, line) =>
    marks.get(address.split('/').at(-1) ?? '')?.findLast((mark) => mark.line <= line)?.file
}

function sharesOf({ nodes, samples, timeDeltas }: Sampled, fileAt: FileAt): Share[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const callers = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  )
  const partOf = (id: number | undefined): string => {
    const node = id === undefined ? undefined : byId.get(id)
    if (!node) return 'else'
    const { functionName, url, lineNumber } = node.callFrame
    const file = url === '' ? undefined : fileAt(url, lineNumber)
    const part = file === undefined ? undefined : parts.find(([pattern]) => pattern.test(file))
    // What the browser does on behalf of a function is counted for that function.
    return native[functionName] ?? part?.[1] ?? partOf(callers.get(node.id))
  }
  const ms = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const part = partOf(id)
    ms.set(part, (ms.get(part) ?? 0) + (timeDeltas[index] ?? 0) / 1_000)
  }
  return [...ms].map(([part, value]) => ({ part, ms: value })).sort((a, b) => b.ms - a.ms)
}
