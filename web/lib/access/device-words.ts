/** A device in words: its own description of itself is for programs. */
import { m } from '#lib/i18n/generated/messages.js'

const known: readonly (readonly [pattern: RegExp, word: () => string])[] = [
  [/iPhone/, m.access_device_iphone],
  [/iPad/, m.access_device_ipad],
  [/HarmonyOS|OpenHarmony|HUAWEI/i, m.access_device_harmony],
  [/Android/, m.access_device_android],
  [/Windows/, m.access_device_windows],
  [/Macintosh|Mac OS/, m.access_device_mac],
  [/Linux|X11/, m.access_device_linux],
]

/** `Linux; Android 10; Redmi 9A` as 安卓手机 Redmi 9A: the model is what its owner recognises. */
export function sayDevice(label: string): string {
  const word = known.find(([pattern]) => pattern.test(label))?.[1] ?? m.access_device_unknown
  const [, model = ''] = /Android [\d.]+; ([^;)]+?)(?: Build.*)?$/.exec(label) ?? []
  // Chrome says K of every phone.
  return model.length > 1 ? `${word()} ${model}` : word()
}
