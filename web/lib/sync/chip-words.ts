/** The status chip's words, and never others (docs: T1), with the sentence that explains each. */
import type { Chip } from '#lib/data/types.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { IconName } from '#lib/ui/icons.ts'

type Counts = { readonly waiting: number; readonly refused: number }

type Said = {
  readonly word: (counts: Counts) => string
  readonly means: () => string
  readonly icon: IconName
  readonly urgent: boolean
}

const said: Record<Chip, Said> = {
  confirmed: {
    word: () => m.sync_chip_confirmed(),
    means: m.sync_means_confirmed,
    icon: 'done',
    urgent: false,
  },
  sending: {
    word: ({ waiting }) => m.sync_chip_sending({ count: waiting }),
    means: m.sync_means_sending,
    icon: 'waiting',
    urgent: false,
  },
  waiting: {
    word: ({ waiting }) => m.sync_chip_waiting({ count: waiting }),
    means: m.sync_means_waiting,
    icon: 'waiting',
    urgent: false,
  },
  checking: {
    word: () => m.sync_chip_checking(),
    means: m.sync_means_checking,
    icon: 'again',
    urgent: false,
  },
  offline: {
    word: () => m.sync_chip_offline(),
    means: m.sync_means_offline,
    icon: 'phone',
    urgent: false,
  },
  attention: {
    word: ({ refused }) => m.sync_chip_attention({ count: refused }),
    means: m.sync_means_attention,
    icon: 'over',
    urgent: true,
  },
  full: { word: () => m.sync_chip_full(), means: m.sync_means_full, icon: 'full', urgent: true },
  'signed-out': {
    word: () => m.sync_chip_signed_out(),
    means: m.sync_means_signed_out,
    icon: 'lock',
    urgent: true,
  },
  outdated: {
    word: () => m.sync_chip_outdated(),
    means: m.sync_means_outdated,
    icon: 'again',
    urgent: true,
  },
  broken: {
    word: () => m.sync_chip_broken(),
    means: m.sync_means_broken,
    icon: 'over',
    urgent: true,
  },
}

export type SaidChip = Omit<Said, 'word' | 'means'> & {
  readonly word: string
  readonly means: string
}

export function sayChip(chip: Chip, counts: Counts): SaidChip {
  const { word, means, icon, urgent } = said[chip]
  return { word: word(counts), means: means(), icon, urgent }
}
