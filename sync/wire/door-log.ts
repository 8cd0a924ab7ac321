/** What happened at the door, for those who answer for their people: the messages of `GET /api/door-log`. */

/** Every kind there is, by what people look for. */
export const doorGroups = {
  entered: ['signedIn', 'enrolled', 'signedOut', 'setUp'],
  refused: ['signInRefused', 'enrolmentRefused'],
  letIn: ['codeIssued', 'linkIssued', 'linkUsed', 'unlocked'],
  proofs: ['passwordChanged', 'factorSet', 'factorRemoved', 'paperUsed'],
  devices: ['deviceRevoked', 'deviceEnded'],
  shown: ['numberShown'],
  accounts: ['accountClosed', 'accountReopened', 'erased'],
} as const

export type DoorGroup = keyof typeof doorGroups
export type DoorKind = (typeof doorGroups)[DoorGroup][number]

export const isDoorGroup = (word: string): word is DoorGroup => Object.hasOwn(doorGroups, word)

/** `by`: who did it, where that was somebody else than the person. Times are ms of the server's clock. */
export type DoorLine = {
  readonly number: number
  readonly at: number
  /** What a later release wrote is a kind that this one does not know. */
  readonly kind: string
  readonly personName: string
  readonly branchName: string
  readonly by: string
  readonly device: string
  readonly address: string
}

/** Newest first; `more`: there are older ones. */
export type DoorLog = {
  readonly lines: readonly DoorLine[]
  readonly more: boolean
  readonly now: number
}
