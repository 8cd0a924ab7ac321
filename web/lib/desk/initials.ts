/**
 * First letters of the pinyin of a text, `scc` for 石槽村. Organisations carry none of their own (people do), and
 * browsers already sort Chinese by pinyin: a character's letter is that of the last of these it does not precede.
 */
const firsts = [...'阿八嚓哒妸发旮哈讥咔垃麻拏噢妑七呥扨它穵夕丫帀']
const letters = [...'abcdefghjklmnopqrstwxyz']
const pinyin = new Intl.Collator('zh-CN-u-co-pinyin')
const han = /\p{Script=Han}/u

function letterOf(character: string): string {
  if (!han.test(character)) return /[a-z0-9]/i.test(character) ? character.toLowerCase() : ''
  const index = firsts.findLastIndex((first) => pinyin.compare(first, character) <= 0)
  return letters[index] ?? ''
}

export const initialsOf = (text: string): string => [...text].map(letterOf).join('')
