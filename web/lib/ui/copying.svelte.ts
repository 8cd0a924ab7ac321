/** Words put on the clipboard: what came of it is said of those words alone, not of what stands in their place by now. */
export class Copying {
  #last = $state.raw<{ readonly words: string; readonly done: boolean }>()

  /** undefined where nobody has tried. False where the browser forbids it. */
  isDone(words: string): boolean | undefined {
    return this.#last?.words === words ? this.#last.done : undefined
  }

  async copy(words: string): Promise<void> {
    const done = await navigator.clipboard.writeText(words).then(
      () => true,
      () => false,
    )
    this.#last = { words, done }
  }
}
