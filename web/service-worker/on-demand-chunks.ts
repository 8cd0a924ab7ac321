// Kit lists every chunk in `immutable` but does not tell which ones only an `import()` asks for.
// scripts/seal-build.ts knows once the build is done, and writes the list in place of the name below.
declare global {
  var BRANCHBOOK_ON_DEMAND_CHUNKS: readonly string[] | undefined
}

/** Addresses of the chunks that no screen loads by itself; none in a build that was never sealed. */
export function onDemandChunks(): readonly string[] {
  return globalThis.BRANCHBOOK_ON_DEMAND_CHUNKS ?? []
}
