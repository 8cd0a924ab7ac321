/** A known fault, as the change of the source that brings it in. */
export type Patch = {
  readonly file: string
  /** Stands there exactly once, or the code has moved and the fault has to be planted anew. */
  readonly find: string
  readonly replace: string
}

export type Mutant = {
  readonly name: string
  /** What goes wrong with it, in a sentence. */
  readonly fault: string
  readonly patches: readonly Patch[]
  /** Test files that are asked where the simulation sees nothing. */
  readonly tests: readonly string[]
}
