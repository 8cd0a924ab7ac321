/** Processes that must not outlive this one, however it ends: a browser or a server left behind would run for ever. */
const endings = new Set<() => void>()

process.once('exit', () => {
  for (const end of endings) end()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** Answers how to forget it, once it has ended by itself. */
export function endWithUs(end: () => void): () => void {
  endings.add(end)
  return () => void endings.delete(end)
}
