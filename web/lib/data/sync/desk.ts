/** A desk: somebody who oversees branches, before a wide screen with a mouse. It alone listens for pokes. */
const wideWithMouse = '(min-width: 64em) and (pointer: fine)'

/** Listens where this is a desk. Answers how to hear no more. */
export function listenAtDesk(onpoke: () => void, chance: () => number): () => void {
  let stop: (() => void) | undefined
  let isOver = !matchMedia(wideWithMouse).matches
  if (!isOver)
    void import('./poke.ts').then(
      ({ browserWorld, listenForPokes }) => {
        if (!isOver) stop = listenForPokes(onpoke, browserWorld(chance))
      },
      // Without a network on the first day: the timer does, as on phones.
      () => undefined,
    )
  return () => {
    isOver = true
    stop?.()
  }
}
