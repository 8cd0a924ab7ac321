/** Covers what a glance over the shoulder should not read; the owner may uncover it. */
const cover = '*'

/** Leaves the first and the last letters, so that the owner recognises it. */
export function mask(text: string, first: number, last: number): string {
  const letters = [...text]
  if (letters.length <= first + last) return cover.repeat(letters.length)
  const middle = cover.repeat(Math.min(letters.length - first - last, 6))
  return [...letters.slice(0, first), middle, ...letters.slice(letters.length - last)].join('')
}
