import { tick } from 'svelte'

/** Leads the eye and the keyboard to a place of the form, once it is on the screen. */
export async function jumpTo(path: string): Promise<void> {
  await tick()
  const place = document.querySelector(`[data-path='${CSS.escape(path)}']`)
  place?.scrollIntoView({ block: 'center' })
  // A folded field opens by a button, and is mended in what lies under it.
  const target =
    place?.querySelector<HTMLElement>('input, textarea, select') ??
    place?.querySelector<HTMLElement>('button')
  target?.focus({ preventScroll: true })
}
