/**
 * 今日一题: the same question for everybody who holds the same ones, chosen from the day alone, so that it needs no
 * network and two comrades can talk about it.
 */

/** FNV-1a: spreads neighbouring days over all questions. */
function spread(text: string): number {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  // The last letters alone would only move the lowest bits.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Every question draws a lot and the lowest wins: a question that arrives during the day seldom displaces it. */
export function questionOfTheDay<Q extends { readonly id: string }>(
  questions: readonly Q[],
  day: string,
): Q | undefined {
  let chosen: Q | undefined
  let lowest = Infinity
  for (const question of questions) {
    const lot = spread(`${day} ${question.id}`)
    if (lot < lowest || (lot === lowest && chosen && question.id < chosen.id)) {
      lowest = lot
      chosen = question
    }
  }
  return chosen
}

export const isRight = (answer: readonly number[], chosen: readonly number[]): boolean =>
  answer.length === chosen.length && answer.every((option) => chosen.includes(option))
