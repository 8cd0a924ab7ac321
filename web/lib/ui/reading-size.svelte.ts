/**
 * The two sizes of the book: 标准版 and 长辈版. `static/before-paint.js` puts the choice on <html> before anything
 * is drawn; this class changes it. The choice belongs to the device, not to the person signed in.
 */
import { createContext } from 'svelte'

export type Size = 'standard' | 'large'

/** Also read by static/before-paint.js. */
const storageKey = 'branchbook.size'

const isSize = (value: string | null): value is Size => value === 'standard' || value === 'large'

export class ReadingSize {
  #chosen = $state.raw<Size>()

  constructor() {
    const stored = localStorage.getItem(storageKey)
    if (isSize(stored)) this.#chosen = stored
  }

  get current(): Size {
    return this.#chosen ?? 'standard'
  }

  get isLarge(): boolean {
    return this.current === 'large'
  }

  /** False until somebody has chosen on this device: the choice is then offered. */
  get isChosen(): boolean {
    return this.#chosen !== undefined
  }

  choose(size: Size): void {
    this.#chosen = size
    localStorage.setItem(storageKey, size)
    document.documentElement.dataset['size'] = size
  }
}

export const [getReadingSize, setReadingSize] = createContext<ReadingSize>()
