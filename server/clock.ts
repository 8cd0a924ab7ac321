/** The server's wall clock, ms. Everything else is given one, so that tests and the demo's past year can give another. */
export type Clock = () => number

export const wallClock: Clock = () => Date.now()
