/** Heads of chains as a text that may be printed, mailed and kept elsewhere: one a line, number, hash, chain. */
import { readFileSync } from 'node:fs'
import type { Head } from '../../sync/authority/store.ts'

const firstLine = 'branchbook heads 1'
const headLine = /^(\d{1,15}) ([0-9a-f]{64}) (\S+)$/

export const headsAsText = (heads: readonly Head[]): string =>
  [firstLine, ...heads.map(({ number, hash, chain }) => `${number} ${hash} ${chain}`)].join('\n')

/** By chain; undefined where the file cannot be read or is none of ours. */
export function readHeads(path: string): ReadonlyMap<string, Head> | undefined {
  const [first, ...lines] = textOf(path)?.trimEnd().split(/\r?\n/) ?? []
  if (first !== firstLine) return undefined
  const heads = new Map<string, Head>()
  for (const line of lines) {
    const [, number, hash, chain] = headLine.exec(line) ?? []
    if (hash === undefined || chain === undefined) return undefined
    heads.set(chain, { chain, number: Number(number), hash })
  }
  return heads
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Missing, a folder, not ours to read: the caller says that it cannot be read.
    return undefined
  }
}
