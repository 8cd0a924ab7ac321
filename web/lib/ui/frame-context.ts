/**
 * What the frame around every screen hands down to the kit: the kit shows it without knowing where it comes from.
 * Outside the frame (signing in, setting up) there is none.
 */
import type { Snippet } from 'svelte'
import { getContext, setContext } from 'svelte'

export type Frame = {
  /** The status chip, shown in every page's head. */
  readonly chip: Snippet | undefined
  /** Corrected time, ms; moves on once a minute. */
  readonly now: number
}

const key = Symbol('frame')

export const setFrame = (frame: Frame): Frame => setContext(key, frame)

export const getFrame = (): Frame | undefined => getContext<Frame | undefined>(key)
