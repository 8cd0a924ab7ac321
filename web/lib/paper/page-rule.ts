/**
 * What a sheet of paper has around its text: its size, and a foot with what it is, which page of how many, and who printed it when.
 * Both belong to the whole document, so they are said in a style sheet of their own that holds while a paper is shown.
 *
 * Chromium prints such a foot, with numbers, from 131 on. The Chromium 87 to 99 of the phones, Firefox and Safari pass over it and
 * can number no pages at all: there the foot is printed as a part of the paper, with the numbers left open for a pen
 * (PaperPage.svelte).
 */
import { m } from '#lib/i18n/generated/messages.js'

export type PaperFeet = {
  readonly landscape: boolean
  /** The number of the record, or what it is: at the foot of every sheet. */
  readonly running: string
  /** Who prints it, and when. */
  readonly mark: string
}

export const numbersPages = (): boolean => 'CSSMarginRule' in window

/** A string of CSS: what somebody wrote ends it nowhere. */
export const cssString = (text: string): string =>
  `"${text.replaceAll(/["\\\n\r\f]/g, (letter) => `\\${letter.charCodeAt(0).toString(16)} `)}"`

/** Stand for the numbers in the words until these are a string of CSS. */
const [page, pages] = ['\ue000', '\ue001'] as const

const counted = (): string =>
  cssString(m.paper_page({ page, pages }))
    .replace(page, '" counter(page) "')
    .replace(pages, '" counter(pages) "')

export function pageRule({ landscape, running, mark }: PaperFeet): string {
  const font = 'font: 8pt sans-serif; color: #444; vertical-align: top; padding-top: 3mm;'
  // The number stands in the middle, however long what stands beside it.
  const side = `width: 40%; ${font}`
  return `@page {
    size: A4 ${landscape ? 'landscape' : 'portrait'};
    margin: ${landscape ? '16mm 14mm 18mm' : '18mm 18mm 20mm'};
    @bottom-left { content: ${cssString(running)}; ${side} }
    @bottom-center { content: ${counted()}; ${font} }
    @bottom-right { content: ${cssString(mark)}; ${side} }
  }`
}

/** Answers how to put it away again. */
export function layPaper(feet: PaperFeet): () => void {
  const { dataset } = document.documentElement
  dataset['paper'] = feet.landscape ? 'landscape' : 'portrait'
  // Safari before 16.4 takes no sheets: it prints upright, without a foot.
  const sheet = 'adoptedStyleSheets' in document ? new CSSStyleSheet() : undefined
  if (sheet) {
    sheet.replaceSync(pageRule(feet))
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  }
  return () => {
    delete dataset['paper']
    if (sheet)
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
  }
}
