import type { WriteFailure } from '#lib/data/types.ts'
import { m } from '#lib/i18n/generated/messages.js'

/** Why something could not be kept on this device, in a sentence. */
export function sayWriteTrouble(failure: WriteFailure): string {
  switch (failure.kind) {
    case 'full':
      return m.privacy_trouble_full()
    case 'storage':
      return m.privacy_trouble_storage()
    case 'flaw':
      return m.privacy_trouble_flaw()
  }
}
