/** How far two texts begin alike, and how far they end alike, in UTF-16 units; pairs of surrogates are left whole. */
export function sharedHead(left: string, right: string): number {
  let length = 0
  while (length < left.length && left.charCodeAt(length) === right.charCodeAt(length)) length += 1
  return isHighSurrogate(left, length - 1) ? length - 1 : length
}

export function sharedTail(left: string, right: string): number {
  const most = Math.min(left.length, right.length)
  let length = 0
  while (
    length < most &&
    left.charCodeAt(left.length - 1 - length) === right.charCodeAt(right.length - 1 - length)
  )
    length += 1
  return length > 0 && isLowSurrogate(left, left.length - length) ? length - 1 : length
}

const isHighSurrogate = (text: string, index: number): boolean =>
  (text.charCodeAt(index) & 0xfc00) === 0xd800
const isLowSurrogate = (text: string, index: number): boolean =>
  (text.charCodeAt(index) & 0xfc00) === 0xdc00
