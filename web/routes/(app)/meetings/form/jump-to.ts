import { tick } from 'svelte'

/** Leads the eye and the keyboard to a place of the form, once it is on the screen. */
export async function jumpTo(path: string): Promise<void> {
  await tick()
  const place = await whenThere(`[data-path='${CSS.escape(path)}']`)
  place?.scrollIntoView({ block: 'center' })
  // A folded field opens by a button, and is mended in what lies under it.
  const target =
    place?.querySelector<HTMLElement>('input, textarea, select') ??
    place?.querySelector<HTMLElement>('button')
  target?.focus({ preventScroll: true })
}

/** A part that is loaded when it is wanted comes a moment later; who waits longer has looked elsewhere by then. */
const patienceMs = 3_000

function whenThere(selector: string): Promise<Element | null> {
  const there = () => document.querySelector(selector)
  const found = there()
  if (found) return Promise.resolve(found)
  return new Promise((resolve) => {
    const end = (place: Element | null) => {
      observer.disconnect()
      clearTimeout(timer)
      resolve(place)
    }
    const observer = new MutationObserver(() => {
      const place = there()
      if (place) end(place)
    })
    const timer = setTimeout(() => end(null), patienceMs)
    observer.observe(document.body, { childList: true, subtree: true })
  })
}
