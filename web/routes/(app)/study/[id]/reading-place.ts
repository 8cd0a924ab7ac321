/**
 * Where in a text somebody is: the first block still on the upper half of the screen. Blocks, not pixels, so that the
 * place survives another type size or another phone.
 */
export const readingPlace =
  (startAt: number, onplace: (block: number) => void) =>
  (article: HTMLElement): (() => void) => {
    const blocks = [...article.children]
    const seen = new Set<number>()
    let place: number | undefined
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const index = blocks.indexOf(target)
          if (isIntersecting) seen.add(index)
          else seen.delete(index)
        }
        if (seen.size === 0) return
        const first = Math.min(...seen)
        if (first === place) return
        place = first
        onplace(first)
      },
      { rootMargin: '0px 0px -50% 0px' },
    )
    // The router scrolls to the top after it has shown a page: the place comes after that.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        if (startAt > 0) blocks[startAt]?.scrollIntoView({ block: 'start' })
        for (const block of blocks) observer.observe(block)
      })
    })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
    }
  }
