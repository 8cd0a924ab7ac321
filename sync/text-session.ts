/**
 * Writing into a document while a form is open: each input becomes a small change of a Yjs document, and saving gives one
 * update against what the authority last told. Loaded when a form opens and never before, for Yjs is heavy.
 */
import type * as Y from 'yjs'
import type { StandingText, TextWrite } from '../schema/document.ts'
import { carriedOver } from './text-change.ts'
import {
  addUpdates,
  contains,
  edit,
  isIncomplete,
  openDocument,
  updateSince,
  wordsOf,
  work,
} from './text-document.ts'

export class TextSession {
  readonly #begun: StandingText
  readonly #over: string
  readonly #document: Y.Doc
  readonly #client: number
  #seen: string
  #worked = false

  /**
   * `over` is what stood in the form before the first letter was typed; `client` a random 32-bit number, fresh for every
   * session.
   */
  constructor(standing: StandingText, over: string, client: number) {
    this.#begun = standing
    this.#over = over
    this.#seen = over
    this.#client = client
    this.#document = mergedDocument(standing)
  }

  /** The form now says this. What others wrote meanwhile stays in the document. */
  type(text: string): void {
    const splices = carriedOver(this.#seen, text, wordsOf(this.#document))
    this.#seen = text
    if (splices.length === 0) return
    if (this.#worked) edit(this.#document, splices)
    else work(this.#document, splices, this.#client)
    this.#worked = true
  }

  /** What to write over the document as it stands now. */
  finish(now: StandingText): TextWrite {
    const loose: TextWrite = { text: this.#seen, over: this.#over }
    // Words without an update lie below: the authority will make a change of them, and only it knows which.
    if (this.#begun.held?.loose || now.held?.loose) return loose
    const told = openDocument(now)
    // It began anew meanwhile, or another past was told: only words can be carried over to it.
    if (!contains(told, openDocument(this.#begun))) return loose
    if (now.held?.state !== undefined) addUpdates(this.#document, now.held.state)
    addUpdates(this.#document, ...(now.held?.updates ?? []))
    if (isIncomplete(this.#document)) return loose
    return { text: wordsOf(this.#document), update: updateSince(this.#document, told) }
  }
}

function mergedDocument(standing: StandingText): Y.Doc {
  const document = openDocument(standing)
  addUpdates(document, ...(standing.held?.updates ?? []))
  return document
}

/** The words of a document with everything merged that lies on top of it. */
export const mergedWords = (standing: StandingText): string =>
  standing.held?.loose ? standing.text : wordsOf(mergedDocument(standing))
