import { tick } from 'svelte'

/** Leads the eye and the keyboard to a place of the form, once it is on the screen. */
export async function jumpTo(path: string): Promise<void> {
  await tick()
  const place = document.querySelector(`[data-path='${CSS.escape(path)}']`)
  place?.scrollIntoView({ block: 'center' })
  place
    ?.querySelector<HTMLElement>('input, textarea, select, button')
    ?.focus({ preventScroll: true })
}
