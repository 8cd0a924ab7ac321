/** A V8 CPU profile (`node --cpu-prof`) as the functions that took the most time themselves. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Profile = {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: {
      readonly functionName: string
      readonly url: string
      readonly lineNumber: number
    }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

export type Cost = {
  readonly name: string
  readonly where: string
  readonly ms: number
  /** Of the time the process was not idle. */
  readonly share: number
}

/** The dearest first. */
export function costsIn(folder: string, count: number): readonly Cost[] {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))
  if (!file) throw new Error(`no profile in ${folder}`)
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]))
  const spent = new Map<string, { name: string; where: string; ms: number }>()
  let busyMs = 0
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id)
    const ms = (profile.timeDeltas[index] ?? 0) / 1_000
    if (!frame || frame.functionName === '(idle)') continue
    busyMs += ms
    const name = frame.functionName || '(anonymous)'
    const where = placeOf(frame)
    const key = `${name} ${where}`
    const known = spent.get(key) ?? { name, where, ms: 0 }
    spent.set(key, { ...known, ms: known.ms + ms })
  }
  return [...spent.values()]
    .sort((left, right) => right.ms - left.ms)
    .slice(0, count)
    .map((cost) => ({ ...cost, share: cost.ms / busyMs }))
}

function placeOf({ url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const path = /(?:node_modules\/|\/(?=(?:server|sync|schema)\/))(.*)$/.exec(url)?.[1] ?? url
  return path ? `${path}:${lineNumber + 1}` : 'engine'
}
